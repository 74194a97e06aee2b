import type { SoundInfo } from './ports.ts';

/** Pure: what ffmpeg and ffprobe printed, understood. */

/** The last summary of the `ebur128` filter, or null when the run never got there. `-inf` and `nan` become −70. */
export function readLoudness(stderr: string): { lufs: number; truePeakDb: number } | null {
  const lufs = stderr.match(/\bI:\s+(\S+) LUFS/g)?.at(-1);
  const peak = stderr.match(/\bPeak:\s+(\S+) dBFS/g)?.at(-1);
  if (lufs === undefined || peak === undefined) return null;
  return { lufs: decibels(lufs), truePeakDb: decibels(peak) };
}

const floorDb = -70;

function decibels(text: string): number {
  const value = Number(/(-?[\d.]+) (?:LUFS|dBFS)$/.exec(text)?.[1] ?? Number.NaN);
  return Number.isFinite(value) ? Math.max(floorDb, value) : floorDb;
}

/** How much sound is done, from `-progress` output: the last `out_time_us`; null before the first. */
export function readProgressMs(progress: string): number | null {
  const last = progress.match(/^out_time_us=(\d+)$/gm)?.at(-1);
  return last === undefined ? null : Math.round(Number(last.slice('out_time_us='.length)) / 1000);
}

/** ffprobe's JSON and its warnings; null when it names no stream of sound. */
export function readProbe(json: string, stderr: string): SoundInfo | null {
  const { streams, format } = parse(json);
  const stream = streams?.find(({ codec_name, channels }) => codec_name && (channels ?? 0) > 0);
  if (!stream?.codec_name) return null;
  const seconds = Number(stream.duration ?? format?.duration ?? Number.NaN);
  const declared = Number.isFinite(seconds) && !/Estimating duration from bitrate/.test(stderr);
  return { codec: stream.codec_name, durationMs: declared ? Math.round(seconds * 1000) : null };
}

interface ProbeOutput {
  streams?: { codec_name?: string; channels?: number; duration?: string }[];
  format?: { duration?: string };
}

function parse(json: string): ProbeOutput {
  try {
    return JSON.parse(json) as ProbeOutput;
  } catch {
    return {};
  }
}
