import type { AppError } from '../core/errors.ts';

/** What the other features may ask of ffmpeg. All paths are absolute; every refusal is an `AppError`. */
export interface Media {
  /** Whether ffmpeg and ffprobe can be started; looked up again on each call, so installing them later works. */
  present(): boolean;
  /** What the file says it is. Rejects with `media.not-audio`, or `media.cut-off` when its end is needed to read it. */
  probe(path: string, signal: AbortSignal): Promise<SoundInfo>;
  /** Decodes the file once and measures it as the mono sound it will be aired as. */
  measure(path: string, watch: Watch): Promise<Measurement>;
  /** Writes `target`, canonical sound at a new level, and measures what it writes. An existing `target` is replaced. */
  level(path: string, target: string, by: Levelling, watch: Watch): Promise<Measurement>;
  /** Reads canonical sound once: its exact length, and the loudest sample (0…255) of each of `parts` equal parts. */
  waveform(path: string, parts: number, signal: AbortSignal): Promise<{ durationMs: number; peaks: Uint8Array }>;
}

/** Sound that is kept as it comes, and heard again. */
export interface SoundCoder {
  /** Begins the Opus file `target` (Ogg), which can be played at any instant, whatever becomes of the encoder. */
  encode(target: string): Encoder;
  /** A piece of a file as canonical samples; shorter where the file ends. Rejects with `media.not-audio`. */
  decode(path: string, fromMs: number, forMs: number, signal: AbortSignal): Promise<Int16Array>;
}

/** Sound for players on the network. */
export interface StreamCoder {
  /** Begins an MP3 stream (64 kbit/s, mono, 48 kHz) that a player can join at any byte. */
  encodeStream(onBytes: (bytes: Buffer) => void): Encoder;
}

/** Sound from elsewhere that is decoded while it comes. */
export interface StreamDecoder {
  /**
   * Canonical samples of `bytes`, whatever format of sound they are in; a promise from `onSamples` holds everything back
   * until it is kept, down to whoever sends the bytes. Resolves when they end and all was decoded; rejects with what
   * they rejected with, the signal's reason, or `media.not-audio` when no sound came out of them.
   */
  decodeStream(
    bytes: AsyncIterable<Uint8Array>,
    onSamples: (samples: Int16Array) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Pictures of cameras. */
export interface PictureReader {
  /**
   * The pictures of an RTSP stream on this machine as they come, not decoded: fragmented MP4 (ISO 14496-12), one picture a
   * fragment. There must be no login in `uri`: everybody on the machine can read a program's words. Resolves when it ended by
   * itself, to what it complained of, whatever it brought before; rejects with the signal's reason.
   */
  copyStream(uri: string, onBytes: (bytes: Buffer) => void, signal: AbortSignal): Promise<string>;
  /** The first picture of an MP4 as JPEG, no wider than `widest`. Rejects with `media.no-picture`. */
  jpeg(mp4: Buffer, widest: number, signal: AbortSignal): Promise<Buffer>;
  /**
   * The brightness (0…255) of each picture of an MP4 at `width` × `height` of its points, which are not blended: noise, the sign
   * that a picture lives, stays what it is.
   */
  lumas(mp4: Buffer, size: { width: number; height: number }, signal: AbortSignal): Promise<Buffer[]>;
}

/** Sound that is encoded as it comes: canonical samples in, to a file half a second at a time, or to a stream. */
export interface Encoder {
  /** Takes samples without waiting; false: it is seconds behind, or gone, and took none of them. */
  write(samples: Int16Array): boolean;
  /** Nothing more comes: it finishes what it makes, or is killed when it does not. Safe twice. */
  end(): void;
  /** Resolves when it is gone: null when what it made is whole, else why not. Never rejects. */
  readonly over: Promise<AppError | null>;
}

export interface SoundInfo {
  /** ffmpeg's name of the codec: `mp3`, `opus`, `aac`, `amr_nb`, … */
  readonly codec: string;
  /** As the file declares it; null: it does not, and what ffprobe says is an estimate. */
  readonly durationMs: number | null;
}

/** EBU R128, mono counted as a horn plays it (`dualmono`). */
export interface Measurement {
  /** Integrated loudness; −70 is the meter's floor, i.e. silence. */
  readonly lufs: number;
  readonly truePeakDb: number;
  /** How much was decoded; 0: nothing. `level` never writes less than half a second. */
  readonly durationMs: number;
  /** How many complaints the decoder had. */
  readonly decodeErrors: number;
}

export interface Levelling {
  readonly gainDb: number;
  /** The limiter lets no sample above this, dBFS. */
  readonly ceilingDb: number;
}

export interface Watch {
  readonly signal: AbortSignal;
  /** How long the sound is thought to be: bounds the run's time. */
  readonly expectedMs: number;
  /** Called about twice a second with how much sound is done. */
  readonly onProgress?: (doneMs: number) => void;
}
