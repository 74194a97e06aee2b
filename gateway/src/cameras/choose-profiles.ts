import type { CameraProfile, CameraStreamReading, Reason } from '../contract/index.ts';

export interface Chosen {
  readonly monitor: CameraProfile;
  readonly view: CameraProfile;
  /** Larger than what is looked at, and shown by no browser; null: there is none. */
  readonly unshown: CameraProfile | null;
}

/** What every browser shows. */
const shown = /^(h\.?264|mpeg4-avc|avc)/i;
/** Smaller ones tell nobody who came. */
const smallestWidth = 320;
/** More than a phone or the wall can show, and more than a small computer can pass on nine times. */
const largestWidth = 4_096;
const longestGopSeconds = 4;

/** Which stream is watched all the time and which is looked at closely: what a person said, else small and large. Pure. */
export function chooseProfiles(
  profiles: readonly CameraProfile[],
  wanted: { readonly monitorProfile: string | null; readonly viewProfile: string | null },
): Chosen | null {
  const bySize = [...profiles].sort((a, b) => sizeOf(a) - sizeOf(b) || (a.kbps ?? 0) - (b.kbps ?? 0));
  const named = (token: string | null) => profiles.find((profile) => profile.token === token);
  const playable = bySize.filter(({ encoding }) => encoding === null || shown.test(encoding));
  const candidates = playable.length > 0 ? playable : bySize;
  const monitor =
    named(wanted.monitorProfile) ??
    candidates.find(({ width }) => width === null || width >= smallestWidth) ??
    candidates[0];
  const view = named(wanted.viewProfile) ?? candidates.findLast(({ width }) => (width ?? 0) <= largestWidth) ?? monitor;
  if (!monitor || !view) return null;
  const largest = bySize.at(-1);
  const unshown = largest && !playable.includes(largest) && sizeOf(largest) > sizeOf(view) ? largest : null;
  return { monitor, view, unshown };
}

/** What of these streams would work better otherwise, as the camera says and as is measured. Pure. */
export function warningsOf({ monitor, view, unshown }: Chosen, reading: CameraStreamReading | null): Reason[] {
  const warnings: Reason[] = [];
  const warn = (code: string, params: Reason['params'] = {}) => warnings.push({ code, params });
  for (const profile of new Set([monitor, view, ...(unshown ? [unshown] : [])])) {
    if (profile.encoding !== null && !shown.test(profile.encoding)) {
      warn('camera.warning-codec', { stream: profile.name, codec: profile.encoding });
    }
    if ((profile.width ?? 0) > largestWidth) {
      warn('camera.warning-size', { stream: profile.name, width: profile.width ?? 0, height: profile.height ?? 0 });
    }
  }
  const said = monitor.gop !== null && monitor.fps !== null && monitor.fps > 0 ? monitor.gop / monitor.fps : null;
  const gop = reading?.gopSeconds ?? said;
  if (gop !== null && gop > longestGopSeconds) {
    warn('camera.warning-gop', { stream: monitor.name, seconds: Math.round(gop) });
  }
  if (monitor === view && !unshown) warn('camera.warning-one-stream');
  return warnings;
}

/** Fixed cameras have the service that turns too, and name it in none of their streams. Pure. */
export function hasHead(camera: { readonly turns: boolean }, profiles: readonly CameraProfile[]): boolean {
  return camera.turns && profiles.some(({ ptz }) => ptz);
}

function sizeOf({ width, height }: CameraProfile): number {
  return (width ?? 0) * (height ?? 0);
}
