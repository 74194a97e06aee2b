import type { ChildProcess } from 'node:child_process';
import ffmpeg from 'fluent-ffmpeg';

/** The parts of fluent-ffmpeg behind its public face that we stand on; it is archived, so they will not move. */
interface Spawner {
  _getFfmpegPath(done: (error: null, path: string) => void): void;
  _spawnFfmpeg(
    args: string[],
    options: SpawnOptions & { niceness: number },
    onProcess: (child: ChildProcess, stdout: Lines, stderr: Lines) => void,
    onEnd: (error: Error | null, stdout?: Lines, stderr?: Lines) => void,
  ): void;
}

export interface SpawnOptions {
  readonly captureStdout: boolean;
  /** So many last lines of each output are kept. */
  readonly stdoutLines: number;
  /** What is being heard waits for nothing; left out: it waits for what is heard. */
  readonly onAir?: boolean;
}

export interface Lines {
  callback(line: (text: string) => void): void;
  get(): string;
}

/** Whatever ffmpeg does waits for the sound on air, never the other way round. */
const niceness = 10;

/** Starts the program at `path` behind everything else. `onProcess` is not called when it could not be started. */
export function spawnFfmpeg(
  path: string,
  args: readonly string[],
  { onAir = false, ...options }: SpawnOptions,
  onProcess: (child: ChildProcess, stdout: Lines, stderr: Lines) => void,
  onEnd: (error: Error | null, stdout?: Lines, stderr?: Lines) => void,
): void {
  const spawner = ffmpeg() as unknown as Spawner;
  // Its own search remembers for ever that a program was missing.
  spawner._getFfmpegPath = (done) => done(null, path);
  spawner._spawnFfmpeg([...args], { ...options, niceness: onAir ? 0 : niceness }, onProcess, onEnd);
}
