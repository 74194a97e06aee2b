import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock/clock.ts';
import { onAbort } from '../../core/on-abort.ts';
import { reachCamera, type CameraTarget, type OnvifCamera } from './camera.ts';
import { discoverCameras, type FoundCamera, type Search } from './discover.ts';
import { listenToCamera, type Listening } from './listen.ts';
import { usualTiming, type OnvifTiming } from './timing.ts';
import { refusesLogin } from './verdict.ts';

/** All of ONVIF that the gateway has; the only way to the package of that name. */
export interface Onvif {
  /**
   * Rejects with the camera's trouble. A login that was refused is answered from memory for half an hour, whoever asks: a
   * second try could lock the account. `again`: a person says that it was put right in the camera.
   */
  reach(target: CameraTarget, signal: AbortSignal, how?: { readonly again?: boolean }): Promise<OnvifCamera>;
  /** See `listenToCamera`; a refused login is remembered here too. */
  listen(target: CameraTarget, heard: Pick<Listening, 'onNotice' | 'onSilence'>, signal: AbortSignal): Promise<never>;
  discover(search: Omit<Search, 'clock'>, signal: AbortSignal): Promise<FoundCamera[]>;
}

/** Hikvision locks for half an hour, IMOU and Reolink for five minutes. */
const rememberedMs = 30 * 60_000;

export function createOnvif({ clock, timing = usualTiming }: { clock: Clock; timing?: OnvifTiming }): Onvif {
  const refused = new Map<string, { readonly until: number; readonly trouble: unknown }>();
  /** Whoever reaches for a camera with a login while somebody tries that login waits for what comes of it. */
  const trying = new Map<string, Promise<unknown>>();

  async function attempt(key: string, target: CameraTarget, signal: AbortSignal): Promise<OnvifCamera> {
    try {
      return await reachCamera({ clock, timing }, target, signal);
    } catch (error) {
      if (refusesLogin(error)) refused.set(key, { until: clock.monotonic() + rememberedMs, trouble: error });
      throw error;
    } finally {
      trying.delete(key);
    }
  }

  const reach: Onvif['reach'] = async (target, signal, { again = false } = {}) => {
    const key = keyOf(target);
    for (let other = trying.get(key); other; other = trying.get(key)) await unlessAborted(other, signal);
    const memory = refused.get(key);
    if (memory && !again && clock.monotonic() < memory.until) throw memory.trouble;
    refused.delete(key);
    const trial = attempt(key, target, signal);
    trying.set(
      key,
      trial.catch(() => undefined),
    );
    return trial;
  };

  return {
    reach,
    listen: (target, heard, signal) =>
      listenToCamera({ clock, timing, reach: (until) => reach(target, until), ...heard }, signal),
    discover: (search, signal) => discoverCameras({ clock, ...search }, signal),
  };
}

/** `other` never rejects. */
async function unlessAborted(other: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let forget = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    forget = onAbort(signal, resolve);
  });
  await Promise.race([other, aborted]);
  forget();
  signal.throwIfAborted();
}

/** Nothing that a password could be read from. */
function keyOf({ host, port, login }: CameraTarget): string {
  const words = JSON.stringify([host, port, login?.username, login?.password]);
  return createHash('sha256').update(words).digest('base64');
}
