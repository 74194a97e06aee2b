import { sampleRate } from '../core/wav.ts';
import type { Levelling } from './ports.ts';

/** Pure: the words ffmpeg and ffprobe are started with. */

/**
 * Longest piece taken, so that a small hostile file cannot unpack to fill the disk (Opus of silence: 600 to 1).
 * Six hours are 2 GB of canonical sound, well below the 4 GB of a WAV.
 */
export const longestMs = 6 * 3_600_000;

/** Formats that hold sound themselves; `hls`, `concat`, `dash`, `sdp` and such point elsewhere and are not here. */
const formats = ['wav', 'w64', 'aiff', 'mp3', 'ogg', 'flac', 'mov', 'aac', 'amr', 'amrnb', 'amrwb', 'matroska', 'asf'];

/** Options in front of every input: nothing but this one local file is opened, and only as sound. */
export const guards = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', formats.join(',')] as const;

/** An absolute path as ffmpeg's `file:` address, so that no name can be read as an option or a protocol. */
export function fileAddress(path: string): string {
  if (!path.startsWith('/') || path.includes('\0')) throw new Error(`not an absolute path: ${path}`);
  return `file:${path}`;
}

export function probeArguments(path: string): string[] {
  return [
    ...['-v', 'warning', '-print_format', 'json', '-select_streams', 'a'],
    ...['-show_entries', 'format=duration:stream=codec_name,channels,duration'],
    ...guards,
    ...['-i', fileAddress(path)],
  ];
}

/** Downmix first, then resample: the meter must see what the horn will play. */
const canonical = ['aformat=channel_layouts=mono', `aresample=${sampleRate}`];

/** R128 measures in blocks of 0.4 s: a shorter piece is followed by silence. */
export const shortestMs = 500;
const padding = `apad=whole_dur=${shortestMs / 1000}`;

/** `framelog=verbose` keeps its ten lines a second out of the log; the summary at the end stays. */
const meter = 'ebur128=peak=true:dualmono=true:framelog=verbose';

export const measuringFilters: readonly string[] = [...canonical, meter];
export const paddedMeasuringFilters: readonly string[] = [...canonical, padding, meter];

/** The meter sits behind the rounding to 16 bits: it measures exactly the samples that are written. */
export function levellingFilters({ gainDb, ceilingDb }: Levelling): string[] {
  return [
    ...canonical,
    padding,
    `volume=${gainDb.toFixed(2)}dB`,
    `alimiter=limit=${ceilingDb.toFixed(2)}dB:level=false:latency=true`,
    'aformat=sample_fmts=s16',
    meter,
  ];
}

/** Speech and music through a horn: transparent, and 14 MB an hour. */
const opusBitrate = '32k';
/** Whoever kills the encoder loses this much, and what is on its way to it. */
const pageUs = 500_000;

/** Canonical samples on stdin to an Ogg Opus file; each page goes to the disk as soon as it is full. */
export function encodingArguments(target: string): string[] {
  return [
    ...['-y', '-hide_banner', '-loglevel', 'error', '-threads', '1'],
    ...['-f', 's16le', '-ar', String(sampleRate), '-ac', '1', '-i', 'pipe:0'],
    ...['-c:a', 'libopus', '-b:a', opusBitrate, '-application', 'audio'],
    ...['-page_duration', String(pageUs), '-flush_packets', '1', '-f', 'ogg', fileAddress(target)],
  ];
}

/**
 * Canonical samples on stdin to MP3 on stdout. No bit reservoir: each frame stands for itself, so that who joins hears the
 * next one. No Xing header, which would promise a length; no ID3 tag, which small players take for sound.
 */
export const streamingArguments: readonly string[] = [
  ...['-hide_banner', '-loglevel', 'error', '-threads', '1'],
  ...['-f', 's16le', '-ar', String(sampleRate), '-ac', '1', '-i', 'pipe:0'],
  ...['-c:a', 'libmp3lame', '-b:a', '64k', '-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0'],
  ...['-flush_packets', '1', '-f', 'mp3', 'pipe:1'],
];

/** Formats a station sends; `hls`, `concat` and such point elsewhere and are not here. `mov` comes in pieces. */
const streamFormats = ['mp3', 'aac', 'ogg', 'flac', 'mpegts', 'mov', 'wav', 'matroska'];

/**
 * A station's bytes on stdin to canonical samples on stdout, each as soon as it is there. Nothing but stdin is read. A
 * second of it, or a megabyte where pictures lie between, is enough to know what it is.
 */
export const receivingArguments: readonly string[] = [
  ...['-hide_banner', '-loglevel', 'level+error', '-threads', '1', '-protocol_whitelist', 'pipe'],
  ...['-format_whitelist', streamFormats.join(','), '-probesize', '1000000', '-analyzeduration', '1000000'],
  ...['-i', 'pipe:0', '-vn', '-sn', '-dn', '-map', '0:a:0', '-af', canonical.join(',')],
  ...['-flush_packets', '1', '-f', 's16le', 'pipe:1'],
];

/** A piece of a file as canonical samples on stdout. */
export function decodingArguments(path: string, fromMs: number, forMs: number): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'level+error', '-threads', '1', ...guards],
    ...['-ss', (fromMs / 1000).toFixed(3), '-i', fileAddress(path), '-map', '0:a:0'],
    ...['-t', (forMs / 1000).toFixed(3), '-ac', '1', '-ar', String(sampleRate), '-f', 's16le', 'pipe:1'],
  ];
}
