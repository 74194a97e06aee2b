/** What a stream is encoded as. */
export type Encoding = 'H264' | 'H265';

/** A picture as an encoder made it: its NAL units without start codes, parameter sets included where it is a key frame. */
export interface AccessUnit {
  readonly key: boolean;
  readonly nalUnits: readonly Buffer[];
}

/** Types of NAL units (ITU-T H.264 table 7-1, H.265 table 7-1). */
const kinds = {
  H264: { of: (head: number) => head & 0x1f, delimiter: 9, isKey: (type: number) => type === 5, sets: [7, 8] },
  H265: {
    of: (head: number) => (head >> 1) & 0x3f,
    delimiter: 35,
    isKey: (type: number) => type >= 16 && type <= 21,
    sets: [32, 33, 34],
  },
} as const;

/** Takes a byte stream apart (Annex B of either); each picture begins with an access unit delimiter. */
export function accessUnits(stream: Buffer, encoding: Encoding): AccessUnit[] {
  const { of, delimiter, isKey } = kinds[encoding];
  const pictures: Buffer[][] = [];
  for (const unit of nalUnits(stream)) {
    if (of(unit[0] ?? 0) === delimiter) pictures.push([]);
    else pictures.at(-1)?.push(unit);
  }
  return pictures.map((units) => ({ key: units.some((unit) => isKey(of(unit[0] ?? 0))), nalUnits: units }));
}

/**
 * What a decoder must know beforehand: SPS and PPS (RFC 6184 §8.1, sprop-parameter-sets), VPS, SPS and PPS of H.265 (RFC 7798
 * §7.1, sprop-vps and others).
 */
export function parameterSets(units: readonly AccessUnit[], encoding: Encoding): Buffer[] {
  const { of, sets } = kinds[encoding];
  const all = units.flatMap((unit) => unit.nalUnits);
  return sets.map((type) => {
    const found = all.find((unit) => of(unit[0] ?? 0) === type);
    if (!found) throw new Error('The stream has no parameter sets.');
    return found;
  });
}

function nalUnits(stream: Buffer): Buffer[] {
  const startCode = Buffer.from([0, 0, 1]);
  const units: Buffer[] = [];
  let from = stream.indexOf(startCode);
  while (from >= 0) {
    const next = stream.indexOf(startCode, from + 3);
    let end = next < 0 ? stream.length : next;
    while (stream[end - 1] === 0) end--;
    units.push(stream.subarray(from + 3, end));
    from = next;
  }
  return units;
}
