import { boxAt, unreadable } from './boxes.ts';
import type { InitSegment } from './init-segment.ts';

/** What a `moof` says of the pictures after it. */
export interface FragmentFacts {
  /** Begins with a picture that is shown without those before it. */
  readonly key: boolean;
  readonly pictures: number;
  /** Since the stream began. */
  readonly atSeconds: number;
}

/** ISO 14496-12 §8.8.3.1: `sample_is_non_sync_sample`. */
const nonSync = 0x10000;

/** One `traf` with one `trun`, as ffmpeg writes them. Pure. */
export function readFragment(moof: Buffer, { timescale, usual }: InitSegment): FragmentFacts {
  const track = boxAt(moof, ['traf']);
  const [head, time, run] = ['tfhd', 'tfdt', 'trun'].map((type) => track && boxAt(track, [type]));
  if (!head || !time || !run) throw unreadable('a fragment without pictures');
  try {
    const decodeTime = time[8] === 1 ? Number(time.readBigUInt64BE(12)) : time.readUInt32BE(12);
    const flags = firstFlags(run) ?? usualFlags(head) ?? usual.flags;
    return { key: (flags & nonSync) === 0, pictures: run.readUInt32BE(12), atSeconds: decodeTime / timescale };
  } catch (error) {
    throw error instanceof RangeError ? unreadable('a fragment that breaks off') : error;
  }
}

/** §8.8.8: of the first picture, where the run says it itself. */
function firstFlags(run: Buffer): number | null {
  const has = flagsOf(run);
  const at = 16 + (has & 0x1 ? 4 : 0);
  if (has & 0x4) return run.readUInt32BE(at);
  if ((has & 0x400) === 0) return null;
  return run.readUInt32BE(at + (has & 0x100 ? 4 : 0) + (has & 0x200 ? 4 : 0));
}

/** §8.8.7: of each picture of this fragment. */
function usualFlags(head: Buffer): number | null {
  const has = flagsOf(head);
  if ((has & 0x20) === 0) return null;
  const before = [0x1, 0x2, 0x8, 0x10].map((flag) => (has & flag ? (flag === 0x1 ? 8 : 4) : 0));
  return head.readUInt32BE(before.reduce((sum, bytes) => sum + bytes, 16));
}

function flagsOf(fullBox: Buffer): number {
  return fullBox.readUIntBE(9, 3);
}
