/**
 * A piece of a stream made a film of its own: fragments (ISO 14496-12 §8.8) count their time from when the camera was
 * connected, so a film cut out of them would begin hours late; and a player should know how long it is. Pure.
 */
interface Box {
  readonly type: string;
  readonly from: number;
  /** Where what it holds begins. */
  readonly body: number;
  readonly to: number;
}

/** The boxes in a part of it, up to the first that is none. */
function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > to) break;
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), from: at, body: at + 8, to: at + size });
    at += size;
  }
  return boxes;
}

function find(bytes: Buffer, path: readonly string[]): Box | null {
  let box: Box | null = { type: '', from: 0, body: 0, to: bytes.length };
  for (const type of path) {
    if (box) box = boxesIn(bytes, box.body, box.to).find((inner) => inner.type === type) ?? null;
  }
  return box;
}

/** Ticks a second of the first track; null: it is no initialisation segment. */
export function ticksOf(init: Buffer): number | null {
  const header = find(init, ['moov', 'trak', 'mdia', 'mdhd']);
  return header ? init.readUInt32BE(header.body + (init[header.body] === 1 ? 20 : 12)) : null;
}

/** The initialisation segment with how long the film is (`mehd`, §8.8.2); as it was where there is no place for that. */
export function withLength(init: Buffer, seconds: number): Buffer {
  const [moov, mvex, mvhd] = [find(init, ['moov']), find(init, ['moov', 'mvex']), find(init, ['moov', 'mvhd'])];
  if (!moov || !mvex || !mvhd || find(init, ['moov', 'mvex', 'mehd'])) return init;
  const ticks = init.readUInt32BE(mvhd.body + (init[mvhd.body] === 1 ? 20 : 12));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(lengthBytes, 0);
  length.write('mehd', 4, 'latin1');
  length.writeUInt32BE(Math.min(0xffff_ffff, Math.round(seconds * ticks)), 12);
  const longer = Buffer.concat([init.subarray(0, mvex.body), length, init.subarray(mvex.body)]);
  for (const { from, to } of [moov, mvex]) longer.writeUInt32BE(to - from + lengthBytes, from);
  return longer;
}

const lengthBytes = 16;

export interface Timed {
  readonly bytes: Buffer;
  /** When it is shown, in ticks of its first track from the beginning of the film. */
  readonly ticks: number;
}

/** Gives each fragment the time that it has in the film that begins with the first of them. */
export function createFilmTime(): (fragment: Buffer) => Timed {
  const begins = new Map<number, bigint>();
  return (fragment) => {
    const bytes = Buffer.from(fragment);
    let ticks: bigint | null = null;
    const moof = find(bytes, ['moof']);
    for (const traf of moof ? boxesIn(bytes, moof.body, moof.to) : []) {
      if (traf.type !== 'traf') continue;
      const inner = boxesIn(bytes, traf.body, traf.to);
      const [tfhd, tfdt] = ['tfhd', 'tfdt'].map((type) => inner.find((box) => box.type === type));
      if (!tfhd || !tfdt) continue;
      const track = bytes.readUInt32BE(tfhd.body + 4);
      const long = bytes[tfdt.body] === 1;
      const time = long ? bytes.readBigUInt64BE(tfdt.body + 4) : BigInt(bytes.readUInt32BE(tfdt.body + 4));
      const begin = begins.get(track) ?? time;
      begins.set(track, begin);
      const now = time > begin ? time - begin : 0n;
      if (long) bytes.writeBigUInt64BE(now, tfdt.body + 4);
      else bytes.writeUInt32BE(Number(now), tfdt.body + 4);
      ticks ??= now;
    }
    return { bytes, ticks: Number(ticks ?? 0n) };
  };
}
