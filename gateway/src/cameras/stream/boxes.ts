import { StreamFailure } from './trouble.ts';

/** A box of an MP4 (ISO 14496-12 §4.2), its header included. */
export interface Box {
  readonly type: string;
  readonly bytes: Buffer;
}

const headerBytes = 8;
/** A key frame of 4 K is some hundred kB; whoever announces more has something else in mind. */
const longest: Readonly<Record<string, number>> = { mdat: 4 * 1024 * 1024 };
const longestOther = 64 * 1024;

/** Takes bytes as they come and gives whole boxes. What is too long is refused as soon as it is announced. */
export function createBoxReader(onBox: (box: Box) => void): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let have = 0;
  let need = headerBytes;

  function gather(): Buffer {
    const all = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    pieces = [];
    have = 0;
    return all;
  }

  return (chunk) => {
    pieces.push(chunk);
    have += chunk.length;
    while (have >= need) {
      let rest = gather();
      while (rest.length >= headerBytes) {
        const length = lengthOf(rest);
        if (rest.length < length) break;
        onBox({ type: rest.toString('latin1', 4, 8), bytes: rest.subarray(0, length) });
        rest = rest.subarray(length);
      }
      need = rest.length >= headerBytes ? lengthOf(rest) : headerBytes;
      if (rest.length === 0) return;
      pieces = [rest];
      have = rest.length;
    }
  };
}

/** A length of 0 (to the end) and of 1 (64 bits follow) are as little expected as too long a one. */
function lengthOf(start: Buffer): number {
  const type = start.toString('latin1', 4, 8);
  const length = start.readUInt32BE(0);
  if (length >= headerBytes && length <= (longest[type] ?? longestOther)) return length;
  throw unreadable(`a box '${type.replace(/[^\x20-\x7e]/g, '?')}' of ${length} bytes`);
}

export function unreadable(what: string): StreamFailure {
  return new StreamFailure('unreadable', what);
}

/** The boxes within `bytes`, which begins where the first of them does. */
export function boxesIn(bytes: Buffer): Box[] {
  const found: Box[] = [];
  for (let at = 0; at + headerBytes <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (length < headerBytes || at + length > bytes.length) throw unreadable('a box that ends outside of its own');
    found.push({ type: bytes.toString('latin1', at + 4, at + 8), bytes: bytes.subarray(at, at + length) });
    at += length;
  }
  return found;
}

/** The first box at `path` within a box whose own fields take `skip` bytes. */
export function boxAt(box: Buffer, path: readonly string[], skip = headerBytes): Buffer | null {
  const [type, ...further] = path;
  if (type === undefined) return box;
  const inner = boxesIn(box.subarray(skip)).find((one) => one.type === type);
  return inner ? boxAt(inner.bytes, further) : null;
}
