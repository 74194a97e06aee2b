import { AppError } from '../core/errors.ts';
import type { CameraChoices, Learnt } from './camera-store.ts';
import { chooseProfiles, hasHead } from './choose-profiles.ts';
import { asSeenFromHere } from './onvif/address.ts';
import type { CameraTarget, OnvifCamera } from './onvif/camera.ts';
import type { StreamSource } from './ports.ts';

export interface Lesson {
  readonly learnt: Learnt;
  /** Its small stream. */
  readonly source: StreamSource;
}

/** Asks a camera for its streams, of which are taken what was chosen. Rejects with its trouble. */
export async function learnFrom(
  camera: OnvifCamera,
  choices: CameraChoices,
  login: CameraTarget['login'],
  signal: AbortSignal,
): Promise<Lesson> {
  const profiles = await camera.profiles(signal);
  const chosen = chooseProfiles(profiles, choices);
  if (chosen === null) throw new AppError('camera.no-profiles', 502, 'It offers no stream.');
  const { monitor, view } = chosen;
  const monitorUri = await camera.streamUri(monitor.token, signal);
  const viewUri = view === monitor ? monitorUri : await camera.streamUri(view.token, signal).catch(() => monitorUri);
  return {
    learnt: { facts: camera.facts, profiles, turns: hasHead(camera, profiles), monitorUri, viewUri },
    source: { uri: monitorUri, login, promised: monitor },
  };
}

/**
 * What was learnt before, of where the camera is now: where a name leads to may be another place than when it was learnt. null:
 * there is no stream in it. Pure.
 */
export function learntBefore(
  learnt: Learnt,
  choices: CameraChoices,
  { host, port, login }: CameraTarget,
): Lesson | null {
  const [monitorUri, viewUri] = [learnt.monitorUri, learnt.viewUri].map((uri) =>
    asSeenFromHere(uri, { host, port, path: '/' }, null),
  );
  if (!monitorUri || !viewUri) return null;
  const chosen = chooseProfiles(learnt.profiles, choices);
  return {
    learnt: { ...learnt, monitorUri, viewUri },
    source: { uri: monitorUri, login, promised: chosen?.monitor ?? { fps: null, kbps: null } },
  };
}
