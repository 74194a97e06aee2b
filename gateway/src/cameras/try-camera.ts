import type { CameraTestResult } from '../contract/index.ts';
import { AppError, reasonOf } from '../core/errors.ts';
import { chooseProfiles, hasHead, warningsOf } from './choose-profiles.ts';
import type { CameraLogin } from './onvif/login.ts';
import type { Onvif } from './onvif/onvif.ts';
import type { Locate } from './whereabouts.ts';

export interface Trial {
  readonly host: string;
  readonly port: number;
  readonly path: string | null;
  readonly login: CameraLogin | null;
  readonly wanted: { readonly monitorProfile: string | null; readonly viewProfile: string | null };
  readonly again: boolean;
}

/** Asks a camera for everything that it would be used for. What is wrong is in the answer; nothing is kept of it. */
export async function tryCamera(
  { onvif, locate }: { readonly onvif: Onvif; readonly locate: Locate },
  trial: Trial,
  signal: AbortSignal,
): Promise<CameraTestResult> {
  const result: CameraTestResult = {
    ...{ problem: null, facts: null, profiles: [], turns: false, driftMs: null, warnings: [], picture: null },
    chosen: { monitorProfile: null, viewProfile: null },
  };
  try {
    const { port, path, login, wanted, again } = trial;
    const host = await locate(trial.host, signal);
    const camera = await onvif.reach({ host, port, login, ...(path === null ? {} : { path }) }, signal, { again });
    const { facts, driftMs } = camera;
    Object.assign(result, { facts, driftMs });
    result.profiles = await camera.profiles(signal);
    result.turns = hasHead(camera, result.profiles);
    const chosen = chooseProfiles(result.profiles, wanted);
    if (chosen === null) return result;
    result.chosen = { monitorProfile: chosen.monitor.token, viewProfile: chosen.view.token };
    result.warnings = warningsOf(chosen, null);
    await camera.streamUri(chosen.monitor.token, signal);
    // A camera without one works as well: the picture helps to know which camera it is.
    const jpeg = await camera.snapshot(chosen.monitor.token, signal).catch(() => null);
    result.picture = jpeg && `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    result.problem = reasonOf(error);
  }
  return result;
}
