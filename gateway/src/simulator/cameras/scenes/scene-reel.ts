import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Reel, Shots } from '../reel.ts';
import { accessUnits, type Encoding } from '../rtsp/annex-b.ts';
import { burntInNumber, encodedAs, gopSeconds, makeFootage, type Footage } from '../rtsp/footage.ts';
import { dotsPerUnit, paint, sheet } from './paint.ts';
import { scenes, type Place, type Scene } from './scenes.ts';

const fps = 15;
/** The way of what moves, there and gone. */
const loopSeconds = 6;
const sizes = {
  sub: { width: 640, height: 360, kbps: 500 },
  main: { width: sheet.width, height: sheet.height, kbps: 2_000 },
} as const;
type Kind = keyof typeof sizes;

/** What the lens sees when something hangs before it, and what the microphone hears: the same everywhere. */
export interface Common {
  readonly black: Readonly<Record<Kind, Footage>>;
}

export async function makeCommon(): Promise<Common> {
  const black = (kind: Kind) => makeFootage({ ...sizes[kind], fps, seconds: gopSeconds, picture: 'black' });
  return { black: { sub: await black('sub'), main: await black('main') } };
}

/** Draws a place of the village and lets ffmpeg make its two streams, in about half a second of one core. */
export async function makeSceneReel(place: Place, { black }: Common, mainAs: Encoding = 'H264'): Promise<Reel> {
  const scene = scenes[place];
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-scene-'));
  try {
    await writeFile(join(folder, 'ground'), paint(scene.ground));
    await writeFile(join(folder, 'mover'), paint(scene.mover.shapes, scene.mover));
    await promisify(execFile)('ffmpeg', argumentsFor(scene, { sub: 'H264', main: mainAs }), { cwd: folder });
    const read = async (kind: Kind, name: 'live' | 'frozen', encoding: Encoding): Promise<Footage> => {
      const pictures = accessUnits(await readFile(join(folder, `${kind}-${name}`)), encoding);
      const { width, height } = sizes[kind];
      return { encoding, width, height, fps, pictures, sound: black[kind].sound };
    };
    const shots = async (kind: Kind, encoding: Encoding): Promise<Shots> => ({
      live: await read(kind, 'live', encoding),
      frozen: await read(kind, 'frozen', encoding),
      black: black[kind],
    });
    return {
      ...(await shots('sub', 'H264')),
      main: await shots('main', mainAs),
      still: await readFile(join(folder, 'still')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function argumentsFor(scene: Scene, encodings: Readonly<Record<Kind, Encoding>>): string[] {
  const { mover, path } = scene;
  const raw = (file: string, width: number, height: number) => [
    ...['-f', 'rawvideo', '-framerate', String(fps), '-pixel_format', 'rgba'],
    ...['-video_size', `${width * dotsPerUnit}x${height * dotsPerUnit}`],
    ...['-i', file],
  ];
  const forEver = `loop=loop=-1:size=1,setpts=N/${fps}/TB`;
  const way = (from: number, to: number, kind: Kind) =>
    `(${from}+${to - from}*t/${loopSeconds})*${sizes[kind].width / sheet.width}`;
  const streams = (['sub', 'main'] as const).map((kind) => {
    const { width, height } = sizes[kind];
    const share = width / sheet.width;
    const [w, h] = [Math.round(mover.width * share), Math.round(mover.height * share)];
    return [
      `[g-${kind}]scale=${width}:${height}:flags=area,format=yuv420p,split[a-${kind}][b-${kind}]`,
      `[m-${kind}]scale=${w}:${h}:flags=area,${forEver}[c-${kind}]`,
      `[a-${kind}]${forEver}[d-${kind}]`,
      `[d-${kind}][c-${kind}]overlay=x='${way(path[0], path[2], kind)}':y='${way(path[1], path[3], kind)}',${burntInNumber}[live-${kind}]`,
      `[b-${kind}]${forEver}[frozen-${kind}]`,
    ];
  });
  const graph = [
    '[0:v]split=3[g-sub][g-main][s]',
    '[1:v]split[m-sub][m-main]',
    `[s]scale=${sheet.width}:${sheet.height}:flags=area[still]`,
    ...streams.flat(),
  ];
  const output = (kind: Kind, name: 'live' | 'frozen', seconds: number) => [
    ...['-map', `[${name}-${kind}]`, '-t', String(seconds)],
    ...[...encodedAs(encodings[kind], fps, sizes[kind].kbps), `${kind}-${name}`],
  ];
  return [
    ...['-v', 'error', '-nostdin'],
    ...raw('ground', sheet.width, sheet.height),
    ...raw('mover', mover.width, mover.height),
    ...['-filter_complex', graph.join(';')],
    ...output('sub', 'live', loopSeconds),
    ...output('sub', 'frozen', gopSeconds),
    ...output('main', 'live', loopSeconds),
    ...output('main', 'frozen', gopSeconds),
    ...['-map', '[still]', '-frames:v', '1', '-f', 'mjpeg', 'still'],
  ];
}
