import type { CameraStreamReading } from '../contract/index.ts';
import type { CameraLogin } from './onvif/login.ts';
import type { LoginRefusal } from './onvif/verdict.ts';
import type { Finding } from './status.ts';

/** Where a camera's picture comes from. */
export interface StreamSource {
  /** rtsp://, as reached from here, without a login in it. */
  readonly uri: string;
  readonly login: CameraLogin | null;
  /** What its profile says; null: nothing. */
  readonly promised: { readonly fps: number | null; readonly kbps: number | null };
}

/** What is found while a stream is watched. */
export interface StreamListener {
  /** `stream` about each second while it flows, `no-stream` once for each attempt that brings nothing, `picture` once a minute. */
  onFinding(finding: Extract<Finding, { kind: 'stream' | 'no-stream' | 'picture' }>): void;
  /** About each second; null: nothing comes. */
  onReading(reading: CameraStreamReading | null): void;
  /** A picture came that can be shown; epoch ms. */
  onPicture(at: number): void;
  /** Somebody's look at the large stream was refused, while this one flows. */
  onRefused(how: LoginRefusal): void;
}

export interface CameraStill {
  readonly jpeg: Buffer;
  /** Epoch ms. */
  readonly takenAt: number;
}

/** Somebody who looks. */
export interface LiveViewer {
  /** JSON text of the live socket, see `CameraLiveMessage`. */
  say(text: string): void;
  /** An initialisation segment or whole fragments. */
  show(bytes: Buffer): void;
  /** How many bytes wait to be sent: who is too slow is taken to the next key frame. */
  waiting(): number;
  /** Nothing more comes. */
  close(): void;
}

/** The pictures of all cameras. */
export interface CameraStreams {
  /**
   * Watches the small stream of a camera for as long as it is wanted, and tries again when it breaks (1 s doubling to 30).
   * Rejects only with the signal's reason, or with `camera.wrong-password` or `camera.locked`: that login is not tried again here.
   */
  watch(cameraId: string, source: StreamSource, listener: StreamListener, signal: AbortSignal): Promise<never>;
  /** Nothing is signed with this login any more, over any line to that place, until it is admitted or watched with it anew. */
  refuse(source: StreamSource, how: LoginRefusal): void;
  /** It was put right, or somebody says so: what flows may be fetched anew with it. */
  admit(source: StreamSource): void;
  /** It was heard of the camera: an attempt that waits for its time is made now. */
  hurry(cameraId: string): void;
  /** The newest picture as JPEG. Rejects with `camera.no-picture`. */
  still(cameraId: string): Promise<CameraStill>;
  /** What it showed is of no camera that is here now: it was removed, or is another. Until then its last picture stays. */
  forget(cameraId: string): void;
  /** Shows the watched stream to somebody; returns the way to look away. */
  look(cameraId: string, viewer: LiveViewer): () => void;
  /** Likewise the large one, fetched while somebody looks and 10 s longer. */
  lookClosely(cameraId: string, source: StreamSource, viewer: LiveViewer): () => void;
}

/** A picture of a stream as it goes to whoever looks: `moof` + `mdat` (ISO 14496-12). */
export interface TapeFragment {
  /** When it came, epoch ms. */
  readonly at: number;
  /** It is shown without those before it. */
  readonly key: boolean;
  readonly bytes: Buffer;
}

/** What the watched stream of a camera showed just now, and shows. */
export interface CameraTape {
  /**
   * The last 15 s or so, from a key frame on: `init` and the fragments one after the other are a file that plays. It begins anew
   * with each connection. null: nothing was seen yet.
   */
  tape(cameraId: string): { readonly init: Buffer; readonly fragments: readonly TapeFragment[] } | null;
  /** Each fragment as it comes. `init` is the same object for as long as one connection lasts; another one begins another file. */
  follow(cameraId: string, onFragment: (fragment: TapeFragment, init: Buffer) => void): () => void;
}
