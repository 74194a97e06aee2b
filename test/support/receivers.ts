import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

/** A program that villages really listen with; it writes down what it hears as 48 kHz mono. */
export interface Receiver {
  /** Lets it finish, and gives everything it heard. */
  heard(): Promise<Int16Array>;
}

export interface RtpStream {
  readonly port: number;
  readonly codec: 'L16' | 'PCMU';
  readonly sdp: string;
}

const canonical = ['-f', 's16le', '-ar', '48000', '-ac', '1'];
const gstCanonical = 'audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=48000,channels=1';
const gstRtp = {
  L16: 'clock-rate=48000,encoding-name=L16,channels=1,payload=96" ! rtpjitterbuffer ! rtpL16depay',
  PCMU: 'clock-rate=8000,encoding-name=PCMU,payload=0" ! rtpjitterbuffer ! rtppcmudepay ! mulawdec',
};

/** GStreamer, and every plug-in of it that is used here. */
export async function hasGstreamer(): Promise<boolean> {
  const plugins = ['rtpL16depay', 'rtppcmudepay', 'mulawdec', 'souphttpsrc', 'mpg123audiodec', 'audioresample'];
  const looks = plugins.map((plugin) => promisify(execFile)('gst-inspect-1.0', ['--exists', plugin]));
  return Promise.all(looks).then(
    () => true,
    () => false,
  );
}

export async function ffmpegOnRtp(sdpFile: string): Promise<Receiver> {
  return start('ffmpeg', (file) => [
    ...['-v', 'error', '-y', '-protocol_whitelist', 'file,udp,rtp', '-i', sdpFile],
    ...[...canonical, '-flush_packets', '1', file],
  ]);
}

export async function ffmpegOnHttp(url: string): Promise<Receiver> {
  return start('ffmpeg', (file) => ['-v', 'error', '-y', '-i', url, ...canonical, '-flush_packets', '1', file]);
}

export async function gstreamerOnRtp({ port, codec }: RtpStream): Promise<Receiver> {
  const source = `udpsrc port=${port} address=127.0.0.1 caps="application/x-rtp,media=audio,${gstRtp[codec]}`;
  return start('gst-launch-1.0', (file) => pipeline(`${source} ! ${gstCanonical} ! filesink location=${file}`));
}

export async function gstreamerOnHttp(url: string): Promise<Receiver> {
  const source = `souphttpsrc location=${url} is-live=true ! mpegaudioparse ! mpg123audiodec`;
  return start('gst-launch-1.0', (file) => pipeline(`${source} ! ${gstCanonical} ! filesink location=${file}`));
}

/** One word an argument, as a shell would cut it. */
function pipeline(text: string): string[] {
  return ['--quiet', '--eos-on-shutdown', ...text.split(' ').map((word) => word.replaceAll('"', ''))];
}

async function start(program: string, args: (file: string) => string[]): Promise<Receiver> {
  const file = join(await tempFolder(), 'heard.raw');
  const child = spawn(program, args(file), { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = once(child, 'exit');
  let words = '';
  child.stderr.on('data', (said: Buffer) => (words += said.toString()));
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    async heard() {
      child.kill('SIGINT');
      await gone;
      const bytes = await readFile(file).catch(() => {
        throw new Error(`${program} heard nothing: ${words}`);
      });
      return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~1)));
    },
  };
}
