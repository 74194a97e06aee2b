import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { png } from '../../gateway/src/simulator/png.ts';

/** A real picture of one colour. */
export function plainPng(width: number, height: number): Buffer {
  return png(width, height, Buffer.alloc(width * height * 3, 140));
}

/** The same as whatever ffmpeg makes of it. */
export async function plainPicture(kind: 'mjpeg' | 'libwebp', width: number, height: number): Promise<Buffer> {
  const colour = `color=c=teal:s=${width}x${height}:d=1`;
  const made = ['-frames:v', '1', '-c:v', kind, '-f', kind === 'mjpeg' ? 'image2pipe' : 'webp', 'pipe:1'];
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', colour, ...made], {
    encoding: 'buffer',
  });
  return stdout;
}
