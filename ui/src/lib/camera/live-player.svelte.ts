import type { CameraLiveMessage } from '#contract';
import { createLineDelay, type LineDelay } from './line-delay.ts';
import { openLiveLine, type LiveLine } from './live-line.ts';
import { momentHere, msSince, type MomentHere } from './moment-here.ts';
import { canShow, canTellFrames, openMediaStage, type MediaStage } from './media-stage.ts';

/** Why there is no video here although the camera has pictures: this browser does not show its kind, or wants a tap first. */
export type NoVideo = 'unsupported' | 'not-allowed';

const lookMs = 250;
/** Ages are told in these steps: what is drawn of them changes no more often. */
const stepMs = 500;
/** The word of the line counts so long; it comes each second. */
const wordMs = 3_000;
/** Pictures that are so late on their way are not worth waiting for: the gateway sends newer ones to whoever comes anew. */
const lateMs = 2_000;
/** Fragments come, but nothing appears: so long after a start, doubling, the browser's decoder is begun anew. */
const stuckMs = 4_000;
const longestStuckMs = 60_000;
/** Where there is no video it is looked again after a while: the camera may have been set to another kind. */
const noVideoMs = 60_000;
const waitsMs = 2_000;

/** Live video of one camera in one video element, and the truth of how old it is. */
export class LivePlayer {
  /** How old what is on the screen is; null: nothing is. */
  ageMs = $state<number | null>(null);
  /** The gateway says that what comes is of now; null: it says nothing. */
  saidLive = $state<boolean | null>(null);
  noVideo = $state<NoVideo | null>(null);
  /** It was begun a while ago. */
  waits = $state(false);

  readonly #path: string;
  readonly #video: HTMLVideoElement;
  #line: LiveLine | null = null;
  #stage: MediaStage | null = null;
  #delay: LineDelay = createLineDelay();
  #timer: ReturnType<typeof setInterval> | undefined;
  #frames = 0;
  /** When a picture was put on the screen, and how late it was then. */
  #shownAt: MomentHere | null = null;
  #lateMs = 0;
  /** How much the gateway's newest picture lags behind, by its own word, and when it said so. */
  #sourceAgeMs = 0;
  #heardAt: MomentHere | null = null;
  #startsWith: string | null = null;
  #addedAt = -Infinity;
  #begunAt = 0;
  #restsUntil = -Infinity;
  #patienceMs = stuckMs;

  constructor(path: string, video: HTMLVideoElement) {
    this.#path = path;
    this.#video = video;
  }

  start(): void {
    this.stop();
    if (!canTellFrames) {
      this.noVideo = 'unsupported';
      return;
    }
    this.#begunAt = performance.now();
    this.#frames = this.#video.requestVideoFrameCallback(this.#onFrame);
    this.#open();
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#look();
  }

  #open(): void {
    this.#line = openLiveLine({
      path: this.#path,
      onmessage: (message) => this.#hear(message),
      onbytes: (bytes) => this.#take(bytes),
      onlost: () => this.#forgetLine(),
    });
  }

  #forgetLine(): void {
    this.#startsWith = null;
    this.#delay = createLineDelay();
  }

  /** Nothing is fetched any more; the last picture stays, and grows old. */
  stop(): void {
    clearInterval(this.#timer);
    this.#line?.close();
    this.#line = null;
    this.#forgetLine();
    if (canTellFrames) this.#video.cancelVideoFrameCallback(this.#frames);
    this.saidLive = null;
  }

  close(): void {
    this.stop();
    this.#stage?.close();
    this.#stage = null;
    // A browser has a few decoders for a page, and gives those of an element back only some time after that is gone.
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #hear(message: CameraLiveMessage): void {
    switch (message.kind) {
      case 'starts':
        this.#startsWith = message.mime;
        if (canShow(message.mime)) this.noVideo = null;
        else this.#rest('unsupported');
        this.#lag(message.now);
        return;
      case 'alive':
        this.#lag(message.now);
        this.#heardAt = momentHere();
        this.#sourceAgeMs =
          message.pictureAt === null ? 0 : Math.max(0, Date.parse(message.now) - Date.parse(message.pictureAt));
        this.saidLive = message.live;
        return;
      case 'ended':
        this.saidLive = null;
        if (message.code === 'camera.codec-unsupported') this.#rest('unsupported');
    }
  }

  #lag(now: string): void {
    this.#lateMs = this.#delay.heard(Date.parse(now), performance.now());
    if (this.#lateMs > lateMs) this.#again();
  }

  #again(): void {
    this.#forgetLine();
    this.#line?.again();
  }

  /** Stills are fetched meanwhile. */
  #rest(why: NoVideo): void {
    this.noVideo = why;
    this.#restsUntil = performance.now() + noVideoMs;
    this.#line?.close();
    this.#line = null;
    this.#forgetLine();
    this.saidLive = null;
  }

  #take(bytes: ArrayBuffer): void {
    if (this.#startsWith === null) {
      if (this.#stage) this.#addedAt = performance.now();
      this.#stage?.add(bytes);
      return;
    }
    const mime = this.#startsWith;
    this.#startsWith = null;
    if (this.#stage?.mime !== mime) {
      this.#clear();
      this.#stage = openMediaStage({ video: this.#video, mime, onbroken: () => this.#rebuild() });
    }
    this.#stage.begin(bytes);
    // A browser may have stopped it while nobody could see it.
    this.#video.play().catch((thrown: unknown) => {
      if (thrown instanceof DOMException && thrown.name === 'NotAllowedError') this.#rest('not-allowed');
    });
  }

  /** What was on the screen goes with its stage: an age without a picture would be told of a black one. */
  #clear(): void {
    if (!this.#stage) return;
    this.#stage.close();
    this.#stage = null;
    this.#shownAt = null;
    this.ageMs = null;
  }

  /** The browser's decoder is begun anew, with a key frame. */
  #rebuild(): void {
    this.#clear();
    this.#begunAt = performance.now();
    this.#patienceMs = Math.min(2 * this.#patienceMs, longestStuckMs);
    if (this.#line) this.#again();
  }

  readonly #onFrame = (): void => {
    this.#shownAt = momentHere();
    this.#frames = this.#video.requestVideoFrameCallback(this.#onFrame);
  };

  #look(): void {
    const here = performance.now();
    if (!this.#line && here > this.#restsUntil) this.#open();
    if (this.#heardAt === null || msSince(this.#heardAt) > wordMs) this.saidLive = null;
    if (this.#shownAt !== null) {
      const shownMs = msSince(this.#shownAt) + (this.#stage?.behindMs() ?? 0) + this.#lateMs;
      const ageMs = Math.max(shownMs, this.#sourceAgeMs);
      this.ageMs = ageMs - (ageMs % stepMs);
      if (shownMs < stepMs) this.#patienceMs = stuckMs;
    }
    this.waits = here - this.#begunAt > waitsMs;
    const appeared = Math.max(this.#shownAt?.steadyMs ?? 0, this.#begunAt);
    const stuck = here - appeared > this.#patienceMs && here - this.#addedAt < wordMs;
    if (stuck) this.#rebuild();
  }
}
