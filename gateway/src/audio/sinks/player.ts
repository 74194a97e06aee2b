import { spawn } from 'node:child_process';
import { lost, unreachable, type SinkEvents } from './sink.ts';

/** A program that plays what comes on its stdin. */
export interface Player {
  readonly pid: number | undefined;
  write(samples: Int16Array): void;
  close(): void;
}

export interface PlayerParts {
  readonly command: string;
  readonly args: readonly string[];
  readonly events: Pick<SinkEvents, 'lost'>;
  /** What it says on stderr, as it comes; not cut into lines. */
  readonly onWords: (words: string) => void;
}

const keptWords = 300;

/**
 * Its stdin swallows a second or two whatever it plays, so the bus paces by what was played, never by back-pressure.
 * English messages are asked for: they are read.
 */
export function startPlayer({ command, args, events, onWords }: PlayerParts): Player {
  const child = spawn(command, args, {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let closed = false;
  let ran = false;
  let lastWords = '';

  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (words: string) => {
    lastWords = (lastWords + words).slice(-keptWords);
    if (!closed) onWords(words);
  });
  child.stdin.on('error', () => undefined); // a broken pipe: its end is told by 'close'
  child.on('spawn', () => {
    ran = true;
  });
  child.on('error', (error) => end(unreachable(error.message)));
  child.on('close', (code, signal) => {
    const detail = `${command} ended (${signal ?? code}): ${lastWords.trim()}`;
    end(ran ? lost(detail) : unreachable(detail));
  });

  function end(fault: ReturnType<typeof lost>): void {
    if (closed) return;
    closed = true;
    events.lost(fault);
  }

  return {
    pid: child.pid,
    write(samples) {
      if (!closed) child.stdin.write(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
    },
    close() {
      closed = true;
      child.stdin.destroy();
      child.kill();
    },
  };
}
