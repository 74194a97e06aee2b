import type { ChildProcess } from 'node:child_process';
import { AppError } from '../core/errors.ts';
import { copyingArguments, jpegArguments, lumaArguments } from './picture-arguments.ts';
import type { PictureReader } from './ports.ts';
import { findProgram } from './programs.ts';
import { missing, type Run } from './run.ts';
import { spawnFfmpeg } from './spawn.ts';

const keptLines = 20;
/** One picture is decoded in a tenth of a second; a small computer at work may need ten times that, and more. */
const pictureDeadlineMs = 15_000;

export function createPictureReader(run: Run, searchPath: () => string): PictureReader {
  async function decode(args: readonly string[], input: Buffer, signal: AbortSignal): Promise<Buffer> {
    const pieces: Buffer[] = [];
    const report = await run({
      ...{ program: 'ffmpeg', args, input, signal, deadlineMs: pictureDeadlineMs, stallMs: null },
      onBytes: (bytes) => pieces.push(bytes),
    });
    if (pieces.length > 0) return Buffer.concat(pieces);
    throw new AppError('media.no-picture', 502, 'No picture could be decoded.', { cause: new Error(report.stderr) });
  }

  return {
    copyStream: (uri, onBytes, signal) => copy(uri, onBytes, signal, searchPath()),
    jpeg: (mp4, widest, signal) => decode(jpegArguments(widest), mp4, signal),
    async lumas(mp4, size, signal) {
      const bytes = await decode(lumaArguments(size), mp4, signal);
      const each = size.width * size.height;
      return Array.from({ length: Math.floor(bytes.length / each) }, (_, n) =>
        bytes.subarray(n * each, (n + 1) * each),
      );
    },
  };
}

/** It is killed, by its id, as soon as the signal is aborted. Its exit code says 0 also where a camera stood still. */
async function copy(
  uri: string,
  onBytes: (bytes: Buffer) => void,
  signal: AbortSignal,
  searchPath: string,
): Promise<string> {
  signal.throwIfAborted();
  const path = findProgram('ffmpeg', searchPath);
  if (!path) throw missing('ffmpeg');
  let child: ChildProcess | null = null;
  const kill = () => child?.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  try {
    const words = await new Promise<string>((resolve) => {
      spawnFfmpeg(
        path,
        copyingArguments(uri),
        { captureStdout: false, stdoutLines: keptLines },
        (started) => {
          child = started;
          started.stdout?.on('data', (bytes: Buffer) => {
            if (!signal.aborted) onBytes(bytes);
          });
        },
        (error, _stdout, stderr) => resolve(`${stderr?.get() ?? ''} ${error?.message ?? ''}`.trim()),
      );
    });
    signal.throwIfAborted();
    return words;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}
