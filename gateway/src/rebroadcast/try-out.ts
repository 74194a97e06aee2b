import type { Reason, UpstreamTestResult } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { framesPerMs } from '../core/wav.ts';
import { createLeveller } from './loudness.ts';
import type { LimiterPort } from './ports.ts';
import type { Receiver } from './receiver.ts';

export interface TryOut extends Omit<UpstreamTestResult, 'soundId'> {
  /** What was heard, at the level it would be aired at. */
  readonly sound: Int16Array;
}

const blockMs = 100;
const silentDb = -50;
/** From the first sound on; and for the first sound, as on air. */
const listenMs = 6_000;
const patienceMs = 10_000;

/** Listens to one address for some seconds, as fast as it comes. */
export async function tryOut(
  receiver: Receiver,
  { clock, limiters }: { readonly clock: Clock; readonly limiters: LimiterPort },
  signal: AbortSignal,
): Promise<TryOut> {
  const leveller = createLeveller(limiters);
  const blocks: Int16Array[] = [];
  const begunAt = clock.monotonic();
  let firstSoundAt: number | null = null;
  let dry = 0;
  const lateAt = () => (firstSoundAt ?? begunAt) + patienceMs;
  while (blocks.length * blockMs < listenMs && clock.monotonic() < lateAt() && !receiver.trouble()) {
    const samples = receiver.take(blockMs * framesPerMs);
    if (samples.length === 0) {
      dry++;
      await clock.sleep(blockMs / 2, signal);
      continue;
    }
    const levelled = leveller.level(samples);
    const loud = leveller.peakRmsDb() > silentDb;
    if (loud) firstSoundAt ??= clock.monotonic();
    // Silence before the first sound is not kept, and takes its time.
    if (firstSoundAt !== null) blocks.push(levelled);
    else await clock.sleep(blockMs, signal);
  }
  const sound = joined(blocks);
  return {
    problem: sound.length >= (listenMs / 2) * framesPerMs ? null : problemOf(receiver, firstSoundAt !== null, dry),
    kind: receiver.kind(),
    firstSoundMs: firstSoundAt === null ? null : Math.round(firstSoundAt - begunAt),
    lufs: rounded(leveller.lufs()),
    sound,
  };
}

function problemOf(receiver: Receiver, heard: boolean, dry: number): Reason {
  const trouble = receiver.trouble();
  if (trouble) return trouble;
  if (heard) return { code: 'upstream.stalled', params: {} };
  // What it sent was silence, or it sent nothing that could be heard in time.
  const mostlyDry = dry * (blockMs / 2) > patienceMs / 2;
  return { code: mostlyDry ? 'upstream.too-slow' : 'upstream.silent', params: {} };
}

function rounded(lufs: number | null): number | null {
  return lufs === null ? null : Math.round(lufs * 10) / 10;
}

function joined(blocks: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}
