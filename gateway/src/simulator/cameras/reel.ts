import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { makeFootage, type Footage } from './rtsp/footage.ts';

/** What one stream of a camera shows. */
export interface Shots {
  readonly live: Footage;
  readonly frozen: Footage;
  readonly black: Footage;
}

/** All that cameras show, made once and shared: nine of them need it no nine times. Itself the small stream. */
export interface Reel extends Shots {
  /** The large stream; left out: it is no larger. */
  readonly main?: Shots;
  /** A JPEG, for snapshots. */
  readonly still: Buffer;
}

const size = { width: 640, height: 360 };

export async function makeReel(seconds = 20): Promise<Reel> {
  const order = { ...size, fps: 15, kbps: 500, seconds };
  const [live, frozen, black] = [
    await makeFootage({ ...order, picture: 'live' }),
    await makeFootage({ ...order, picture: 'frozen' }),
    await makeFootage({ ...order, picture: 'black' }),
  ];
  const args = [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    `testsrc2=size=${size.width}x${size.height}`,
    '-frames:v',
    '1',
    '-f',
    'mjpeg',
    'pipe:1',
  ];
  const { stdout: still } = await promisify(execFile)('ffmpeg', args, {
    encoding: 'buffer',
    maxBuffer: 4 * 1024 * 1024,
  });
  return { live, frozen, black, still };
}
