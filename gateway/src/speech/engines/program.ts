import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Clock } from '../../core/clock/clock.ts';
import { AppError } from '../../core/errors.ts';

export interface ProgramRequest {
  readonly path: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly deadlineMs: number;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

/** Speaking waits for the sound on air, never the other way round. */
const niceness = 10;
const keptWords = 500;

/** The absolute path of a program on `searchPath` (as `$PATH`), or null. */
export function findOnPath(program: string, searchPath: string): string | null {
  const places = searchPath.split(delimiter).filter((folder) => folder.startsWith('/'));
  return places.map((folder) => join(folder, program)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Gives it `input` on stdin and resolves with all of its stdout. It is killed when too slow, too long or unwanted. */
export async function runProgram(request: ProgramRequest, clock: Clock): Promise<Buffer> {
  const { path, args, input, deadlineMs, mostBytes, signal } = request;
  signal.throwIfAborted();
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const child = spawn('nice', ['-n', String(niceness), path, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env });
  const over = new AbortController();
  const pieces: Buffer[] = [];
  let bytes = 0;
  let words = '';
  const killed = new AbortController();

  function kill(reason: unknown): void {
    killed.abort(reason);
    child.kill('SIGKILL');
  }
  const onAbort = () => kill(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  clock.sleep(deadlineMs, over.signal).then(
    () => kill(tooSlow(deadlineMs)),
    () => undefined,
  );
  child.stdin.on('error', () => undefined); // a broken pipe: its end is told by 'close'
  child.stdin.end(input);
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (more: string) => {
    words = (words + more).slice(-keptWords);
  });
  child.stdout.on('data', (piece: Buffer) => {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > mostBytes) kill(failed(`it wrote more than ${mostBytes} bytes`));
  });

  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', (error) => reject(failed(error.message)));
      child.on('close', resolve);
    });
    killed.signal.throwIfAborted();
    if (code !== 0) throw failed(`it ended with ${code}: ${words.trim()}`);
    return Buffer.concat(pieces);
  } finally {
    over.abort();
    signal.removeEventListener('abort', onAbort);
  }
}

export function failed(detail: string): AppError {
  return new AppError('speech.failed', 500, 'The text could not be turned into sound.', { cause: new Error(detail) });
}

export function tooSlow(deadlineMs: number): AppError {
  const seconds = Math.round(deadlineMs / 1000);
  return new AppError('speech.too-slow', 504, `The voice was not done with a sentence after ${seconds} s.`, {
    params: { seconds },
  });
}
