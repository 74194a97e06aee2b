import type { Loudness, Reason, Recording } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import type { Media } from '../media/ports.ts';
import { judgeIntake } from './intake-rules.ts';
import { isLevel, nextStep, targetLufs, type Attempt } from './loudness-rules.ts';

export interface Prepared {
  readonly durationMs: number;
  readonly format: string;
  readonly loudness: Loudness;
  readonly peaks: Uint8Array;
  /** A note for the person; it can be aired all the same. */
  readonly problem: Reason | null;
}

export type Step = NonNullable<Recording['step']>;

export interface Preparing {
  readonly signal: AbortSignal;
  readonly onStep: (step: Step, progress: number) => void;
}

const waveformParts = 800;
/** For the run's time limit, when the file does not say how long it is. */
const unknownMs = 3_600_000;

/** Makes `target`, canonical sound at the right level, of any file of sound. Throws an `AppError` when it may not air. */
export async function prepare(
  media: Media,
  source: string,
  target: string,
  { signal, onStep }: Preparing,
): Promise<Prepared> {
  onStep('probe', 0);
  const info = await media.probe(source, signal).catch(asRecording);

  const progressOf = (step: Step, wholeMs: number | null) => (doneMs: number) =>
    onStep(step, wholeMs === null ? 0 : Math.min(1, doneMs / Math.max(1, wholeMs)));
  onStep('measure', 0);
  const onProgress = progressOf('measure', info.durationMs);
  const input = await media
    .measure(source, { signal, expectedMs: info.durationMs ?? unknownMs, onProgress })
    .catch(asRecording);
  const note = judgeIntake({ declaredMs: info.durationMs, decodedMs: input.durationMs, lufs: input.lufs });

  const attempts: Attempt[] = [];
  for (let next = nextStep(input, attempts); !next.done; next = nextStep(input, attempts)) {
    const { gainDb, ceilingDb } = next;
    const step = attempts.length === 0 ? 'normalise' : 'verify';
    onStep(step, 0);
    const watch = { signal, expectedMs: input.durationMs, onProgress: progressOf(step, input.durationMs) };
    const result = await media.level(source, target, { gainDb, ceilingDb }, watch).catch(asRecording);
    attempts.push({ gainDb, ceilingDb, result });
  }
  const last = attempts.at(-1);
  if (!last) throw new Error('nothing was levelled');

  const { durationMs, peaks } = await media.waveform(target, waveformParts, signal);
  const { lufs, truePeakDb } = last.result;
  return {
    durationMs,
    format: info.codec,
    peaks,
    loudness: {
      inputLufs: input.lufs,
      inputTruePeakDb: input.truePeakDb,
      outputLufs: lufs,
      outputTruePeakDb: truePeakDb,
      gainDb: Math.round(last.gainDb * 10) / 10,
    },
    problem: note ?? (isLevel(last.result) ? null : { code: 'recording.off-level', params: { lufs, targetLufs } }),
  };
}

/** The door speaks of files, the library of recordings. */
function asRecording(error: unknown): never {
  const code = error instanceof AppError ? error.code : null;
  if (code === 'media.not-audio') {
    throw new AppError('recording.not-audio', 422, 'This is not a file of sound that can be read.', { cause: error });
  }
  if (code === 'media.cut-off') {
    throw new AppError('recording.truncated', 422, 'The end of the file is missing; copy it again.', {
      cause: error,
      params: { seconds: 0, declaredSeconds: 0 },
    });
  }
  throw error;
}
