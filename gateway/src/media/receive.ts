import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { AppError } from '../core/errors.ts';
import { receivingArguments } from './arguments.ts';
import type { StreamDecoder } from './ports.ts';
import { findProgram } from './programs.ts';
import { missing } from './run.ts';
import { spawnFfmpeg } from './spawn.ts';

const keptLines = 20;

/** One ffmpeg between a station's bytes and its samples; it is killed, by its id, as soon as the signal is aborted. */
export async function receive(
  bytes: AsyncIterable<Uint8Array>,
  onSamples: Parameters<StreamDecoder['decodeStream']>[1],
  signal: AbortSignal,
  searchPath: string,
): Promise<void> {
  signal.throwIfAborted();
  const path = findProgram('ffmpeg', searchPath);
  if (!path) throw missing('ffmpeg');
  const { child, gone } = start(path);
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  const ending = new AbortController();
  const fed = feed(bytes, child.stdin, ending.signal).then(
    () => null,
    (error: unknown) => {
      // What came before the line broke is still sound.
      child.stdin?.end();
      return { error };
    },
  );
  try {
    const frames = await hand(child, onSamples);
    ending.abort();
    const trouble = await fed;
    signal.throwIfAborted();
    if (trouble) throw trouble.error;
    const words = await gone;
    if (frames === 0) {
      throw new AppError('media.not-audio', 422, 'No sound could be decoded from it.', { cause: new Error(words) });
    }
  } finally {
    kill();
    ending.abort();
    signal.removeEventListener('abort', kill);
  }
}

/** `gone`: what it complained about, once it is gone. */
function start(path: string): { child: ChildProcess; gone: Promise<string> } {
  let child: ChildProcess | null = null;
  const gone = new Promise<string>((resolve) => {
    spawnFfmpeg(
      path,
      receivingArguments,
      { captureStdout: false, stdoutLines: keptLines, onAir: true },
      (started) => {
        child = started;
        started.stdin?.on('error', () => undefined); // a broken pipe: its end is told by its stdout
      },
      (error, _stdout, stderr) => resolve(`${error?.message ?? ''} ${stderr?.get() ?? ''}`.trim()),
    );
  });
  // Its search for the program answers at once, and what could not be started says so by its streams.
  if (!child) throw new AppError('media.failed', 500, 'ffmpeg could not be started.');
  return { child, gone };
}

async function feed(bytes: AsyncIterable<Uint8Array>, stdin: Writable | null, ended: AbortSignal): Promise<void> {
  for await (const piece of bytes) {
    if (ended.aborted || !stdin?.writable) return;
    if (!stdin.write(piece)) await once(stdin, 'drain', { signal: ended }).catch(() => undefined);
  }
  stdin?.end();
}

/** Hands over whole samples; says how many there were. */
async function hand(child: ChildProcess, onSamples: Parameters<StreamDecoder['decodeStream']>[1]): Promise<number> {
  let half = Buffer.alloc(0);
  let frames = 0;
  for await (const data of child.stdout ?? []) {
    const all = Buffer.concat([half, data as Buffer]);
    const whole = all.length & ~1;
    half = all.subarray(whole);
    if (whole === 0) continue;
    frames += whole / 2;
    await onSamples(new Int16Array(all.buffer.slice(all.byteOffset, all.byteOffset + whole)));
  }
  return frames;
}
