import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CameraTape, TapeFragment } from '../../gateway/src/cameras/ports.ts';
import type { Clock } from '../../gateway/src/core/clock/clock.ts';

/** A stream as ffmpeg cuts it: H.264, 10 pictures a second, a key frame each 2 s, a fragment each picture. */
export interface CutStream {
  readonly init: Buffer;
  readonly fragments: readonly Buffer[];
}

export const picturesASecond = 10;
const keyEach = 20;

export async function cutStream(seconds: number): Promise<CutStream> {
  const args = [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=${picturesASecond}`, '-t', String(seconds)],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-b:v',
      '400k',
      '-g',
      String(keyEach),
      '-bf',
      '0',
      '-sc_threshold',
      '0',
    ],
    ...['-pix_fmt', 'yuv420p', '-f', 'mp4', '-movflags', '+empty_moov+default_base_moof+frag_every_frame', 'pipe:1'],
  ];
  const { stdout } = await promisify(execFile)('ffmpeg', args, { encoding: 'buffer', maxBuffer: 64_000_000 });
  const boxes: { type: string; bytes: Buffer }[] = [];
  for (let at = 0; at < stdout.length;) {
    const size = stdout.readUInt32BE(at);
    boxes.push({ type: stdout.toString('latin1', at + 4, at + 8), bytes: stdout.subarray(at, at + size) });
    at += size;
  }
  const bytesOf = (types: string[]) => boxes.filter(({ type }) => types.includes(type)).map(({ bytes }) => bytes);
  const media = bytesOf(['mdat']);
  return {
    init: Buffer.concat(bytesOf(['ftyp', 'moov'])),
    fragments: bytesOf(['moof']).map((moof, n) => Buffer.concat([moof, media[n] ?? Buffer.alloc(0)])),
  };
}

export interface PlayedTape extends CameraTape {
  /** Nothing more comes. */
  stop(): void;
  /** The camera is connected anew: another film begins. */
  reconnect(): void;
}

const heldMs = 15_000;

/** Plays a stream over and over by a clock, as one camera's. */
export function playTape({ init, fragments }: CutStream, clock: Clock): PlayedTape {
  let held: TapeFragment[] = [];
  let head = init;
  let next = 0;
  const listeners = new Set<(fragment: TapeFragment, init: Buffer) => void>();
  const stop = clock.every(1_000 / picturesASecond, () => {
    const n = next++ % fragments.length;
    const fragment = { at: clock.now(), key: n % keyEach === 0, bytes: fragments[n] ?? Buffer.alloc(0) };
    held.push(fragment);
    const firstKey = held.findIndex(({ key, at }) => key && at >= clock.now() - heldMs);
    if (firstKey > 0) held = held.slice(firstKey);
    for (const listener of listeners) listener(fragment, head);
  });
  return {
    tape: () => (held.length > 0 ? { init: head, fragments: [...held] } : null),
    follow(_cameraId, onFragment) {
      listeners.add(onFragment);
      return () => listeners.delete(onFragment);
    },
    stop,
    reconnect() {
      head = Buffer.from(init);
      held = [];
    },
  };
}
