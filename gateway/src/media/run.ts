import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { findProgram, type Program } from './programs.ts';
import { spawnFfmpeg } from './spawn.ts';

export interface RunRequest {
  readonly program: Program;
  readonly args: readonly string[];
  readonly deadlineMs: number;
  /** Longest time without any output; null for a program that prints only at its end. */
  readonly stallMs: number | null;
  readonly signal: AbortSignal;
  readonly onOutput?: (text: string) => void;
  /** What it reads from its stdin. */
  readonly input?: Buffer;
  /** Of a program that puts out sound or pictures: what it says, as bytes; the report then has no `stdout`. */
  readonly onBytes?: (bytes: Buffer) => void;
}

/** How it ended by itself; what that means is for the caller to judge from what was made. */
export interface RunReport {
  readonly exitCode: number | null;
  /** The last hundred lines of each. */
  readonly stdout: string;
  readonly stderr: string;
  /** Lines of `stderr` at level `error` or `fatal`, counted over the whole run (needs `-loglevel level+…`). */
  readonly complaints: number;
}

export type Run = (request: RunRequest) => Promise<RunReport>;

const keptLines = 100;
const watchEveryMs = 500;
/** Between asking a program to end and killing it. */
const graceMs = 2_000;

/** Starts programs one at a time per call. Rejects when one is missing, too slow, stuck, or the signal was aborted. */
export function createRun(deps: { clock: Clock; log: Logger; searchPath: () => string }): Run {
  const { clock, log, searchPath } = deps;

  return async (request) => {
    request.signal.throwIfAborted();
    const path = findProgram(request.program, searchPath());
    if (!path) throw missing(request.program);

    const over = new AbortController();
    let lastOutputAt = clock.monotonic();
    let child: ChildProcess | null = null;
    const stopped = new AbortController();

    async function stop(reason: unknown): Promise<void> {
      if (stopped.signal.aborted) return;
      stopped.abort(reason);
      child?.kill('SIGTERM');
      await clock.sleep(graceMs, over.signal).catch(() => undefined);
      if (!over.signal.aborted) child?.kill('SIGKILL');
    }

    async function watch(): Promise<void> {
      const startedAt = clock.monotonic();
      for (;;) {
        await clock.sleep(watchEveryMs, over.signal);
        const now = clock.monotonic();
        if (now - startedAt > request.deadlineMs) return stop(tooSlow(request));
        if (request.stallMs !== null && now - lastOutputAt > request.stallMs) return stop(stuck(request));
      }
    }

    const onAbort = () => void stop(request.signal.reason);
    request.signal.addEventListener('abort', onAbort, { once: true });
    watch().catch(() => undefined);

    try {
      const report = await spawn(path, request, (started) => {
        child = started;
        started.stdout?.on('data', (data: Buffer) => {
          lastOutputAt = clock.monotonic();
          if (request.onBytes) request.onBytes(data);
          else request.onOutput?.(data.toString());
        });
      });
      if (stopped.signal.aborted) {
        log.warn({ program: request.program, stderr: lastLines(report.stderr) }, 'media run stopped');
        stopped.signal.throwIfAborted();
      }
      if (report.exitCode !== 0) {
        const facts = { program: request.program, exitCode: report.exitCode, stderr: lastLines(report.stderr) };
        log.info(facts, 'media run ended badly');
      }
      return report;
    } finally {
      over.abort();
      request.signal.removeEventListener('abort', onAbort);
    }
  };
}

function spawn(path: string, request: RunRequest, onStart: (child: ChildProcess) => void): Promise<RunReport> {
  return new Promise((resolve, reject) => {
    let child: ChildProcess | null = null;
    let complaints = 0;
    /** It may be gone while the last of what it put out is still on its way. */
    let heard: Promise<unknown> = Promise.resolve();
    spawnFfmpeg(
      path,
      request.args,
      { captureStdout: !request.onBytes, stdoutLines: keptLines },
      (started, _stdout, stderr) => {
        child = started;
        stderr.callback((line) => {
          if (/\[(error|fatal)\]/.test(line)) complaints++;
        });
        onStart(started);
        if (request.onBytes && started.stdout) heard = new Promise((done) => started.stdout?.once('close', done));
        if (!request.input) return;
        started.stdin?.on('error', () => undefined); // a broken pipe: what it made of it is told by its stdout
        started.stdin?.end(request.input);
      },
      (error, stdout, stderr) => {
        if (!child || !stdout || !stderr) {
          reject(
            new AppError('media.failed', 500, `${request.program} could not be started.`, {
              cause: error ?? undefined,
            }),
          );
        } else {
          const report = { exitCode: child.exitCode, stdout: stdout.get(), stderr: stderr.get(), complaints };
          void heard.then(() => resolve(report));
        }
      },
    );
  });
}

export function missing(program: Program): AppError {
  return new AppError(
    'media.ffmpeg-missing',
    503,
    `${program} is not installed: install the system package ffmpeg; nothing else needs to be restarted.`,
    { params: { program } },
  );
}

function tooSlow({ program, deadlineMs }: RunRequest): AppError {
  const seconds = Math.round(deadlineMs / 1000);
  return new AppError('media.too-slow', 504, `${program} was not done after ${seconds} s and was ended.`, {
    params: { program, seconds },
  });
}

function stuck({ program, stallMs }: RunRequest): AppError {
  const seconds = Math.round((stallMs ?? 0) / 1000);
  return new AppError('media.stuck', 504, `${program} made no progress for ${seconds} s and was ended.`, {
    params: { program, seconds },
  });
}

function lastLines(text: string): string {
  return text.split('\n').slice(-8).join('\n');
}
