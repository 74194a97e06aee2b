import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { soundRate } from './sound.ts';

/** The wall clock with fractions of a millisecond. */
export const preciseNow = () => performance.timeOrigin + performance.now();

export type Capture = Awaited<ReturnType<typeof captureCard>>;

/**
 * Captures what the null sink `horn` plays, with the instant of each sample: a chunk that arrives now ended now at the latest,
 * so the earliest of all arrivals (less the samples before them) tells where sample 0 lies. `latencyMs`: how long the chunks are.
 */
export async function captureCard(env: NodeJS.ProcessEnv, latencyMs = 10) {
  const child: ChildProcess = spawn(
    'parec',
    [
      ...['--device=horn.monitor', '--raw', '--format=s16le', '--channels=1'],
      ...[`--rate=${soundRate}`, `--latency-msec=${latencyMs}`],
    ],
    { env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const chunks: { first: number; samples: Int16Array }[] = [];
  let frames = 0;
  let zero = Infinity;
  let odd: Buffer = Buffer.alloc(0);
  child.stdout?.on('data', (data: Buffer) => {
    const at = preciseNow();
    const bytes = odd.length === 0 ? data : Buffer.concat([odd, data]);
    const whole = bytes.length - (bytes.length % 2);
    odd = bytes.subarray(whole);
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole));
    chunks.push({ first: frames, samples });
    frames += samples.length;
    zero = Math.min(zero, at - (frames * 1000) / soundRate);
  });
  while (frames < soundRate / 10) {
    if (child.exitCode !== null) throw new Error('nothing is captured of the card');
    await delay(20);
  }

  return {
    /** The instant of the first sound at or after `since`, once it was captured; null when none came by `until`. */
    async onset(since: number, until: number, threshold = 200): Promise<number | null> {
      while (preciseNow() < until + 300) {
        for (const { first, samples } of chunks) {
          const firstAt = zero + (first * 1000) / soundRate;
          if (firstAt + (samples.length * 1000) / soundRate < since || firstAt > until) continue;
          const offset = samples.findIndex(
            (sample, i) => Math.abs(sample) >= threshold && firstAt + (i * 1000) / soundRate >= since,
          );
          if (offset >= 0) return firstAt + (offset * 1000) / soundRate;
        }
        await delay(20);
      }
      return null;
    },
    /** All that was captured, and the instant of its first sample. */
    heard() {
      const samples = new Int16Array(chunks.reduce((sum, chunk) => sum + chunk.samples.length, 0));
      let at = 0;
      for (const chunk of chunks) {
        samples.set(chunk.samples, at);
        at += chunk.samples.length;
      }
      return { samples, beganAt: zero + ((chunks[0]?.first ?? 0) * 1000) / soundRate };
    },
    /** Forgets the sound so far. */
    clear: () => void (chunks.length = 0),
    async stop(): Promise<void> {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
