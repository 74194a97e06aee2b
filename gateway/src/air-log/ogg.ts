/** Pure: as much of Ogg (RFC 3533) and its Opus mapping (RFC 7845) as says how long a file is. */

const headBytes = 27;
const framesPerMs = 48;
/** A page is at most 65,307 bytes, so the last whole one begins within this. */
export const tailBytes = 2 * 65_307;

/** Frames at the head that are not sound (RFC 7845 §4.2); null: not an Opus file. */
export function preSkipOf(head: Buffer): number | null {
  const at = head.indexOf('OpusHead');
  return at < 0 || at + 12 > head.length ? null : head.readUInt16LE(at + 10);
}

/** How much sound the file holds, from its first bytes and its last; 0 when nothing in it can be played. */
export function opusDurationMs(head: Buffer, tail: Buffer): number {
  const preSkip = preSkipOf(head);
  if (preSkip === null) return 0;
  for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1)) {
    const granule = granuleOf(tail.subarray(at));
    if (granule !== null) return Math.max(0, (granule - preSkip) / framesPerMs);
  }
  return 0;
}

/** The granule position of a page that is whole and ends a packet; else null. */
function granuleOf(page: Buffer): number | null {
  if (page.length < headBytes || page[4] !== 0) return null;
  const segments = page[26] ?? 0;
  if (page.length < headBytes + segments) return null;
  const bytes = page.subarray(headBytes, headBytes + segments).reduce((sum, size) => sum + size, 0);
  if (page.length < headBytes + segments + bytes) return null;
  const granule = Number(page.readBigInt64LE(6));
  return granule < 0 ? null : granule;
}
