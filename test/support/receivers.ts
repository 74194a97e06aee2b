import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AtTheEnd } from './gateway-process.ts';
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
  /** A group that it joins; left out: it is sent to this machine alone. */
  readonly group?: string;
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

/** By the SDP alone. */
export async function ffmpegOnRtp({ sdp }: RtpStream, atTheEnd: AtTheEnd): Promise<Receiver> {
  const sdpFile = join(await tempFolder(atTheEnd), 'loa.sdp');
  await writeFile(sdpFile, sdp);
  return start(atTheEnd, 'ffmpeg', (file) => [
    ...['-v', 'error', '-y', '-protocol_whitelist', 'file,udp,rtp', '-i', sdpFile],
    ...[...canonical, '-flush_packets', '1', file],
  ]);
}

export async function ffmpegOnHttp(url: string, atTheEnd: AtTheEnd): Promise<Receiver> {
  const options = [...canonical, '-flush_packets', '1'];
  return start(atTheEnd, 'ffmpeg', (file) => ['-v', 'error', '-y', '-i', url, ...options, file]);
}

export async function gstreamerOnRtp(
  { port, codec, group = '127.0.0.1' }: RtpStream,
  atTheEnd: AtTheEnd,
): Promise<Receiver> {
  const source = `udpsrc port=${port} address=${group} caps="application/x-rtp,media=audio,${gstRtp[codec]}`;
  return start(atTheEnd, 'gst-launch-1.0', (file) =>
    pipeline(`${source} ! ${gstCanonical} ! filesink location=${file}`),
  );
}

export async function gstreamerOnHttp(url: string, atTheEnd: AtTheEnd): Promise<Receiver> {
  const source = `souphttpsrc location=${url} is-live=true ! mpegaudioparse ! mpg123audiodec`;
  return start(atTheEnd, 'gst-launch-1.0', (file) =>
    pipeline(`${source} ! ${gstCanonical} ! filesink location=${file}`),
  );
}

/**
 * Debian builds VLC without live555: it reads no SDP, and RTP only of the payload types that need none, as PCMU is (RFC 3551
 * §6). L16 at 48 kHz has a number of its own in each SDP, so Debian's VLC cannot hear it.
 */
export async function vlcOnRtp({ port }: RtpStream, atTheEnd: AtTheEnd): Promise<Receiver> {
  return vlc(atTheEnd, `rtp://@127.0.0.1:${port}`, 8_000);
}

export async function vlcOnHttp(url: string, atTheEnd: AtTheEnd): Promise<Receiver> {
  return vlc(atTheEnd, url, 48_000);
}

/** It writes down what it decoded at its own rate: what it would make of another one is no business of ours. */
async function vlc(atTheEnd: AtTheEnd, url: string, rate: number): Promise<Receiver> {
  const heard = `#transcode{acodec=s16l,samplerate=${rate},channels=1}:std{access=file,mux=dummy,dst=`;
  const receiver = await start(
    atTheEnd,
    'vlc',
    (file) => ['-I', 'dummy', url, `--sout=${heard}${file}}`],
    mayNotBeRoot,
  );
  return {
    async heard() {
      const samples = await receiver.heard();
      return rate === 48_000 ? samples : resampled(samples, rate, atTheEnd);
    },
  };
}

async function resampled(samples: Int16Array, rate: number, atTheEnd: AtTheEnd): Promise<Int16Array> {
  const folder = await tempFolder(atTheEnd);
  const [before, after] = [join(folder, 'before.raw'), join(folder, 'after.raw')];
  await writeFile(before, samples);
  const input = ['-f', 's16le', '-ar', String(rate), '-ac', '1', '-i', before];
  await promisify(execFile)('ffmpeg', ['-v', 'error', ...input, ...canonical, after]);
  return samplesOf(await readFile(after));
}

/** It refuses to run as root. */
const nobody = 65_534;
const mayNotBeRoot = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** One word an argument, as a shell would cut it. */
function pipeline(text: string): string[] {
  return ['--quiet', '--eos-on-shutdown', ...text.split(' ').map((word) => word.replaceAll('"', ''))];
}

async function start(
  atTheEnd: AtTheEnd,
  program: string,
  args: (file: string) => string[],
  person: { uid?: number; gid?: number } = {},
): Promise<Receiver> {
  const folder = await tempFolder(atTheEnd);
  if (person.uid !== undefined) await chown(folder, person.uid, person.uid);
  const file = join(folder, 'heard.raw');
  const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder };
  const child = spawn(program, args(file), { stdio: ['ignore', 'ignore', 'pipe'], env, ...person });
  const gone = once(child, 'exit');
  let words = '';
  child.stderr.on('data', (said: Buffer) => (words += said.toString()));
  atTheEnd(async () => void child.kill('SIGKILL'));
  return {
    async heard() {
      child.kill('SIGINT');
      await gone;
      const bytes = await readFile(file).catch(() => {
        throw new Error(`${program} heard nothing: ${words}`);
      });
      return samplesOf(bytes);
    },
  };
}

function samplesOf(bytes: Buffer): Int16Array {
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~1)));
}
