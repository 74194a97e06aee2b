/** A picture as an encoder made it: its NAL units without start codes, SPS and PPS included where it is a key frame. */
export interface AccessUnit {
  readonly key: boolean;
  readonly nalUnits: readonly Buffer[];
}

const typeOf = (unit: Buffer) => (unit[0] ?? 0) & 0x1f;
const [idr, sps, pps, delimiter] = [5, 7, 8, 9];

/** Takes an H.264 byte stream apart (ITU-T H.264 Annex B); each picture begins with an access unit delimiter. */
export function accessUnits(stream: Buffer): AccessUnit[] {
  const pictures: Buffer[][] = [];
  for (const unit of nalUnits(stream)) {
    if (typeOf(unit) === delimiter) pictures.push([]);
    else pictures.at(-1)?.push(unit);
  }
  return pictures.map((units) => ({ key: units.some((unit) => typeOf(unit) === idr), nalUnits: units }));
}

/** What a decoder must know beforehand (RFC 6184 §8.1, sprop-parameter-sets). */
export function parameterSets(units: readonly AccessUnit[]): { sps: Buffer; pps: Buffer } {
  const all = units.flatMap((unit) => unit.nalUnits);
  const [first, second] = [all.find((unit) => typeOf(unit) === sps), all.find((unit) => typeOf(unit) === pps)];
  if (!first || !second) throw new Error('The stream has no parameter sets.');
  return { sps: first, pps: second };
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
