import ffmpeg from 'fluent-ffmpeg';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import {
  decodingArguments,
  encodingArguments,
  fileAddress,
  guards,
  levellingFilters,
  longestMs,
  measuringFilters,
  paddedMeasuringFilters,
  probeArguments,
  shortestMs,
  streamingArguments,
} from './arguments.ts';
import { startEncoder } from './encoder.ts';
import { createPictureReader } from './pictures.ts';
import type { Measurement, Media, PictureReader, SoundCoder, StreamCoder, StreamDecoder, Watch } from './ports.ts';
import { findProgram } from './programs.ts';
import { readLoudness, readProbe, readProgressMs } from './report.ts';
import { receive } from './receive.ts';
import { createRun, type RunReport } from './run.ts';
import { readWaveform } from './waveform.ts';

const probeDeadlineMs = 20_000;
const startUpMs = 60_000;
const stallMs = 30_000;

export interface MediaDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Where programs are looked for, as `$PATH`. */
  readonly searchPath?: () => string;
}

/** The service behind the ffmpeg door; holds nothing, so there is nothing to start or stop. */
export function createMedia({
  clock,
  log,
  searchPath = () => process.env.PATH ?? '',
}: MediaDeps): Media & SoundCoder & StreamCoder & StreamDecoder & PictureReader {
  const run = createRun({ clock, log, searchPath });

  /** One pass over the sound of `path` through `filters`; `shape` says where it goes. */
  async function pass(
    path: string,
    filters: readonly string[],
    shape: (command: ffmpeg.FfmpegCommand) => ffmpeg.FfmpegCommand,
    { signal, expectedMs, onProgress }: Watch,
  ): Promise<Measurement> {
    let doneMs = 0;
    const report = await run({
      program: 'ffmpeg',
      args: argumentsOf(shape(command(path, filters))),
      // Slower than real time on top of the start is a machine in trouble: about a hundred times slower than it should be.
      deadlineMs: startUpMs + Math.min(expectedMs, longestMs),
      stallMs,
      signal,
      onOutput(text) {
        doneMs = readProgressMs(text) ?? doneMs;
        onProgress?.(doneMs);
      },
    });
    const loudness = readLoudness(report.stderr);
    if (report.exitCode !== 0 || !loudness) throw failure(report);
    return { ...loudness, durationMs: doneMs, decodeErrors: report.complaints };
  }

  return {
    present: () => (['ffmpeg', 'ffprobe'] as const).every((program) => findProgram(program, searchPath()) !== null),

    async probe(path, signal) {
      const args = probeArguments(path);
      const report = await run({ program: 'ffprobe', args, deadlineMs: probeDeadlineMs, stallMs: null, signal });
      const info = readProbe(report.stdout, report.stderr);
      if (!info) throw unreadable(report);
      return info;
    },

    async measure(path, watch) {
      const nowhere = (made: ffmpeg.FfmpegCommand) => made.format('null').output('-');
      const whole = await pass(path, measuringFilters, nowhere, watch);
      if (whole.durationMs === 0 || whole.durationMs >= shortestMs) return whole;
      const padded = await pass(path, paddedMeasuringFilters, nowhere, watch);
      return { ...padded, durationMs: whole.durationMs };
    },

    level: (path, target, by, watch) =>
      pass(
        path,
        levellingFilters(by),
        (made) =>
          made
            .audioCodec('pcm_s16le')
            .format('wav')
            .outputOptions('-fflags', '+bitexact', '-map_metadata', '-1')
            .output(fileAddress(target)),
        watch,
      ),

    waveform: readWaveform,
    ...createPictureReader(run, searchPath),

    encode: (target) => startEncoder(encodingArguments(target), { clock, searchPath: searchPath() }),
    encodeStream: (onBytes) => startEncoder(streamingArguments, { clock, searchPath: searchPath(), onBytes }),

    decodeStream: (bytes, onSamples, signal) => receive(bytes, onSamples, signal, searchPath()),

    async decode(path, fromMs, forMs, signal) {
      const pieces: Buffer[] = [];
      const report = await run({
        program: 'ffmpeg',
        args: decodingArguments(path, fromMs, forMs),
        deadlineMs: startUpMs,
        stallMs: null,
        signal,
        onBytes: (bytes) => pieces.push(bytes),
      });
      const bytes = Buffer.concat(pieces);
      // A file that was cut off is complained about, and sounds as far as it goes.
      if (report.exitCode !== 0 && bytes.length === 0) throw failure(report);
      return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~1)));
    },
  };
}

function command(path: string, filters: readonly string[]): ffmpeg.FfmpegCommand {
  return ffmpeg()
    .input(fileAddress(path))
    .inputOptions('-y', '-nostdin', '-hide_banner', '-loglevel', 'level+info')
    .inputOptions('-nostats', '-progress', 'pipe:1', '-stats_period', '0.5')
    .inputOptions('-threads', '1', ...guards)
    .noVideo()
    .audioFilters([...filters])
    .outputOptions('-map', '0:a:0', '-t', String(longestMs / 1000 + 1));
}

function argumentsOf(made: ffmpeg.FfmpegCommand): string[] {
  return (made as unknown as { _getArguments(): (string | number)[] })._getArguments().map(String);
}

function failure(report: RunReport): AppError {
  if (/No space left on device/.test(report.stderr)) {
    return new AppError('storage.full', 507, 'The disk is full: free some space, then upload the recording again.');
  }
  return new AppError('media.not-audio', 422, 'No sound could be decoded from the file.', {
    cause: new Error(report.stderr.slice(-1_000)),
  });
}

function unreadable(report: RunReport): AppError {
  const cause = new Error(report.stderr.slice(-1_000));
  // An MP4 file has its table of contents at its end: without it nothing can be read, though it is sound.
  if (/moov atom not found/.test(report.stderr)) {
    return new AppError('media.cut-off', 422, 'The end of the file is missing; copy it again from its source.', {
      cause,
    });
  }
  return new AppError('media.not-audio', 422, 'This is not a file of sound that can be read.', { cause });
}
