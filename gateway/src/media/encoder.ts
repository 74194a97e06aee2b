import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import { bytesPerFrame, sampleRate } from '../core/wav.ts';
import type { Encoder } from './ports.ts';
import { findProgram } from './programs.ts';
import { missing } from './run.ts';
import { spawnFfmpeg, type Lines } from './spawn.ts';

/** So much may wait for an encoder that stands still: ten seconds of sound, about 1 MB. */
const mostWaitingBytes = 10 * sampleRate * bytesPerFrame;
/** For the last page, once nothing more comes. */
const finishMs = 10_000;
const keptLines = 20;

export interface EncoderParts {
  readonly clock: Clock;
  readonly searchPath: string;
  /** Where it puts what it makes, when that is its stdout. */
  readonly onBytes?: (bytes: Buffer) => void;
}

/** Starts one ffmpeg that encodes what it is given, as it comes. Who gives never waits for it. */
export function startEncoder(args: readonly string[], { clock, searchPath, onBytes }: EncoderParts): Encoder {
  const path = findProgram('ffmpeg', searchPath);
  let child: ChildProcess | null = null;
  let ended = false;
  const gone = new AbortController();

  const over = new Promise<AppError | null>((resolve) => {
    const settle = (trouble: AppError | null) => {
      ended = true;
      gone.abort(new Error('the encoder is gone'));
      resolve(trouble);
    };
    if (!path) return settle(missing('ffmpeg'));
    spawnFfmpeg(
      path,
      args,
      { captureStdout: false, stdoutLines: keptLines },
      (started) => {
        child = started;
        if (onBytes) started.stdout?.on('data', onBytes);
        started.stdin?.on('error', () => undefined); // a broken pipe: its end is told below
      },
      (error, _stdout, stderr) => settle(error ? failure(error, stderr) : null),
    );
  });

  return {
    over,
    write(samples) {
      const stdin = child?.stdin;
      if (ended || !stdin?.writable || stdin.writableLength > mostWaitingBytes) return false;
      stdin.write(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
      return true;
    },
    end() {
      if (ended) return;
      ended = true;
      child?.stdin?.end();
      clock.sleep(finishMs, gone.signal).then(
        () => child?.kill('SIGKILL'),
        () => undefined,
      );
    },
  };
}

function failure(cause: Error, stderr: Lines | undefined): AppError {
  const words = stderr?.get() ?? '';
  if (/No space left on device/.test(words)) {
    return new AppError('storage.full', 507, 'The disk is full: free some space.', { cause });
  }
  return new AppError('media.encoder-ended', 500, `The encoder ended: ${cause.message} ${words}`.trim(), { cause });
}
