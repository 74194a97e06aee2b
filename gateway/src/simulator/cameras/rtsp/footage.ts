import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { accessUnits, type AccessUnit, type Encoding } from './annex-b.ts';

/** What a camera sees and hears, over and over: made once by ffmpeg, then only sent. */
export interface Footage {
  readonly encoding: Encoding;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly pictures: readonly AccessUnit[];
  /** G.711 µ-law, 8 kHz. */
  readonly sound: Buffer;
}

export interface FootageOrder {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly kbps: number;
  readonly seconds: number;
  /** `frozen`: the first picture of `live`, for ever; `black`: something hangs before the lens. */
  readonly picture: 'live' | 'frozen' | 'black';
  readonly encoding?: Encoding;
}

/** Key frames come so far apart. */
export const gopSeconds = 2;
/** The number of the picture is burnt in along its upper edge: so many squares, the lowest bit first, white is one. */
export const numberBits = 12;
export const squareSize = 16;

const scenes = {
  live: (size: string, fps: number) => `testsrc2=size=${size}:rate=${fps},${burntInNumber}`,
  frozen: (size: string, fps: number) =>
    `testsrc2=size=${size}:rate=${fps},trim=end_frame=1,loop=loop=-1:size=1,setpts=N/${fps}/TB`,
  black: (size: string, fps: number) => `color=black:size=${size}:rate=${fps}`,
};

/** As ffmpeg's filters draw it. */
export const burntInNumber = [
  `drawbox=x=0:y=0:w=${numberBits * squareSize}:h=${squareSize}:color=black:t=fill`,
  ...Array.from(
    { length: numberBits },
    (_, bit) =>
      `drawbox=x=${bit * squareSize}:y=0:w=${squareSize}:h=${squareSize}:color=white:t=fill:enable='mod(floor(n/${2 ** bit})\\,2)'`,
  ),
].join(',');

export async function makeFootage(order: FootageOrder): Promise<Footage> {
  const { width, height, fps, kbps, seconds, picture, encoding = 'H264' } = order;
  const stream = await ffmpeg([
    ...['-f', 'lavfi', '-i', scenes[picture](`${width}x${height}`, fps), '-t', String(seconds)],
    ...encodedAs(encoding, fps, kbps),
    'pipe:1',
  ]);
  return { encoding, width, height, fps, pictures: accessUnits(stream, encoding), sound: await makeSound(seconds) };
}

/** A beep a second. */
export async function makeSound(seconds: number): Promise<Buffer> {
  return ffmpeg([
    ...['-f', 'lavfi', '-i', `sine=frequency=440:beep_factor=4:sample_rate=8000`, '-t', String(seconds)],
    ...['-c:a', 'pcm_mulaw', '-ar', '8000', '-ac', '1', '-f', 'mulaw', 'pipe:1'],
  ]);
}

/** ffmpeg's arguments for what a camera's encoder does. */
export function encodedAs(encoding: Encoding, fps: number, kbps: number): string[] {
  const [rate, gop] = [`${kbps}k`, String(gopSeconds * fps)];
  const common = ['-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-b:v', rate, '-maxrate', rate, '-bufsize', rate];
  if (encoding === 'H265') {
    const own = `log-level=none:info=0:aud=1:repeat-headers=1:slices=1:pools=1:frame-threads=1:scenecut=0:bframes=0:keyint=${gop}:min-keyint=${gop}`;
    return ['-c:v', 'libx265', ...common, '-x265-params', own, '-f', 'hevc'];
  }
  return [
    ...['-c:v', 'libx264', '-profile:v', 'baseline', ...common, '-g', gop, '-keyint_min', gop],
    ...['-sc_threshold', '0', '-threads', '1', '-x264-params', 'aud=1:repeat-headers=1:slices=1', '-f', 'h264'],
  ];
}

async function ffmpeg(args: readonly string[]): Promise<Buffer> {
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', ...args], {
    encoding: 'buffer',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}
