import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { accessUnits, type AccessUnit } from './annex-b.ts';

/** What a camera sees and hears, over and over: made once by ffmpeg, then only sent. */
export interface Footage {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly pictures: readonly AccessUnit[];
  /** G.711 µ-law, 8 kHz, as long as the pictures. */
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

const burntInNumber = [
  `drawbox=x=0:y=0:w=${numberBits * squareSize}:h=${squareSize}:color=black:t=fill`,
  ...Array.from(
    { length: numberBits },
    (_, bit) =>
      `drawbox=x=${bit * squareSize}:y=0:w=${squareSize}:h=${squareSize}:color=white:t=fill:enable='mod(floor(n/${2 ** bit})\\,2)'`,
  ),
].join(',');

export async function makeFootage(order: FootageOrder): Promise<Footage> {
  const { width, height, fps, kbps, seconds, picture } = order;
  const rate = `${kbps}k`;
  const gop = String(gopSeconds * fps);
  const video = [
    ...['-f', 'lavfi', '-i', scenes[picture](`${width}x${height}`, fps), '-t', String(seconds)],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-profile:v',
      'baseline',
      '-pix_fmt',
      'yuv420p',
      '-g',
      gop,
      '-keyint_min',
      gop,
    ],
    ...['-sc_threshold', '0', '-b:v', rate, '-maxrate', rate, '-bufsize', rate, '-threads', '1'],
    ...['-x264-params', 'aud=1:repeat-headers=1:slices=1', '-f', 'h264', 'pipe:1'],
  ];
  const audio = [
    ...['-f', 'lavfi', '-i', `sine=frequency=440:beep_factor=4:sample_rate=8000`, '-t', String(seconds)],
    ...['-c:a', 'pcm_mulaw', '-ar', '8000', '-ac', '1', '-f', 'mulaw', 'pipe:1'],
  ];
  const [stream, sound] = [await ffmpeg(video), await ffmpeg(audio)];
  return { width, height, fps, pictures: accessUnits(stream), sound };
}

async function ffmpeg(args: readonly string[]): Promise<Buffer> {
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', ...args], {
    encoding: 'buffer',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}
