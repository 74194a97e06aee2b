import type { Recording } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, codeOf, reasonOf } from '../core/errors.ts';
import type { Cue } from '../library/ports.ts';
import type { Heard, Sound } from './facts.ts';
import type { PreflightPorts } from './ports.ts';

/** All of them together may take so long: a disk that is dying must not keep the rest of the answer. */
const longestMs = 15 * 60_000;

export interface ListenParts {
  readonly ports: Pick<PreflightPorts, 'cue' | 'media' | 'silenceIn'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Decodes each recording's prepared file from end to end, one after the other, in the order they are needed. The media
 * door runs it at low priority, bounds each run's time, and kills it when the signal is aborted.
 */
export async function listen(
  recordings: readonly Recording[],
  { ports, clock, signal }: ListenParts,
): Promise<Map<string, Sound>> {
  const begunAt = clock.monotonic();
  const sounds = new Map<string, Sound>();
  for (const recording of recordings) {
    signal.throwIfAborted();
    const late = clock.monotonic() - begunAt > longestMs;
    const heard = await hear(recording, ports, late, signal);
    sounds.set(recording.id, { recording, heard });
  }
  return sounds;
}

async function hear(
  { id, problem, state }: Recording,
  { cue, media, silenceIn }: ListenParts['ports'],
  late: boolean,
  signal: AbortSignal,
): Promise<Heard> {
  let cued: Cue;
  try {
    cued = await cue(id);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: 'refused', problem: (state === 'failed' ? problem : null) ?? reasonOf(error) };
  }
  if (late || !media.present()) return { kind: 'not-reached' };
  try {
    const { lufs, durationMs, decodeErrors } = await media.measure(cued.path, { signal, expectedMs: cued.durationMs });
    if (durationMs === 0) return { kind: 'broken' };
    const silence = await silenceIn(cued.path, signal);
    return { kind: 'decoded', lufs, durationMs, decodeErrors, silentFromMs: silence?.fromMs ?? null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return codeOf(error) === 'media.not-audio' ? { kind: 'broken' } : { kind: 'undecided', problem: reasonOf(error) };
  }
}
