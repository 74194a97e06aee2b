import type { Camera, CameraCause } from '#contract';
import type { Tone } from '../../components/tone.ts';
import { t } from '../i18n/index.svelte.ts';

/** What cameras are called, in words. They come with the part `cameras`. */

type Standing = Pick<Camera, 'status' | 'maintenance'>;

const tones: Record<Camera['status'], Tone> = {
  online: 'well',
  degraded: 'attention',
  offline: 'trouble',
  locked: 'trouble',
  unknown: 'waiting',
};

/** Its status as word and look. Somebody works on it: then it is nobody's trouble. */
export function cameraMark({ status, maintenance }: Standing): { tone: Tone; word: string } {
  if (maintenance) return { tone: 'idle', word: t('camera.maintenance') };
  return { tone: tones[status], word: t(`camera.status.${status}`) };
}

/** What is wrong with it. */
export function sayCause(cause: CameraCause): string {
  return t(`camera.cause.${cause}`);
}

/** What a person does about it, best first. */
export function sayNext(cause: CameraCause): string {
  return t(`camera.next.${cause}`);
}

const causes: Record<CameraCause, true> = {
  ...{ unreachable: true, refused: true, 'timed-out': true, 'wrong-password': true, locked: true, 'clock-skew': true },
  ...{ 'not-onvif': true, 'broken-reply': true, unsupported: true, 'no-profiles': true },
  ...{ 'stream-refused': true, 'stream-busy': true, 'stream-silent': true, 'stream-stalled': true },
  ...{ slow: true, thin: true, frozen: true, black: true, 'clock-off': true, flapping: true },
};

/** The cause that a refusal's code names (`camera.wrong-password`); null: it is about something else. */
export function causeOf(code: string): CameraCause | null {
  const name = code.replace(/^camera\./, '');
  return name in causes ? (name as CameraCause) : null;
}

export type CameraGroup = 'trouble' | 'waiting' | 'well' | 'maintenance';

function groupOf({ status, maintenance }: Standing): CameraGroup {
  if (maintenance) return 'maintenance';
  if (status === 'online') return 'well';
  return status === 'unknown' ? 'waiting' : 'trouble';
}

const order: readonly CameraGroup[] = ['trouble', 'waiting', 'well', 'maintenance'];
const gone = (status: Camera['status']): number => (status === 'offline' || status === 'locked' ? 0 : 1);

/** Those that somebody should see to first; of them, those that are gone. Each sort keeps its order. */
export function inGroups<T extends Standing>(
  cameras: readonly T[],
): { readonly group: CameraGroup; readonly cameras: T[] }[] {
  return order
    .map((group) => ({
      group,
      cameras: cameras.filter((camera) => groupOf(camera) === group).sort((a, b) => gone(a.status) - gone(b.status)),
    }))
    .filter((each) => each.cameras.length > 0);
}

/** What somebody should see to stands first. */
export function troubleFirst<T extends Standing>(cameras: readonly T[]): T[] {
  return inGroups(cameras).flatMap((each) => each.cameras);
}

/** "8/9 camera hoạt động tốt"; those somebody works on are counted apart. */
export function tellCameras(cameras: readonly Standing[]): { tone: Tone; word: string } {
  const count = (group: CameraGroup) => cameras.filter((camera) => groupOf(camera) === group).length;
  const resting = count('maintenance');
  const all = cameras.length - resting;
  const well = count('well');
  const said = all === 0 ? '' : well === all ? t('cameras.all-well', { all }) : t('cameras.well', { well, all });
  const word = [said, resting > 0 ? t('cameras.resting', { count: resting }) : ''].filter(Boolean).join(' ');
  const amiss = cameras.filter((camera) => groupOf(camera) === 'trouble');
  if (amiss.length > 0) return { tone: amiss.some(({ status }) => gone(status) === 0) ? 'trouble' : 'attention', word };
  if (all === 0) return { tone: 'idle', word };
  return { tone: well === all ? 'well' : 'waiting', word };
}

/** Where it is asked: `192.168.1.64`, `192.168.1.64:8000`, `[fe80::1]:8000`. */
export function sayAddress({ host, port }: { readonly host: string; readonly port: number }): string {
  if (port === 80) return host;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
