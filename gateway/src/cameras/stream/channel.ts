import type { Clock } from '../../core/clock/clock.ts';
import type { CameraStreamReading } from '../../contract/index.ts';
import type { LiveViewer, TapeFragment } from '../ports.ts';
import type { Shown } from './attempt.ts';
import { createAudience } from './audience.ts';
import type { FragmentFacts } from './fragment.ts';
import type { InitSegment } from './init-segment.ts';
import { ratesOf, withMark, type Mark } from './readings.ts';
import { createTape } from './tape.ts';

/** A key frame with what is needed to decode it: a file of one picture. */
export interface Still {
  readonly at: number;
  readonly init: InitSegment;
  readonly fragment: TapeFragment;
}

/** All that one stream of a camera shows, to whoever looks, and what is known of it; through all its connections. */
export interface Channel extends Shown {
  /** The connection is over; what was shown last stays. */
  pause(): void;
  /** What was shown is of another camera than what comes now. */
  forget(): void;
  look(viewer: LiveViewer): () => void;
  follow(onFragment: (fragment: TapeFragment, init: Buffer) => void): () => void;
  /** What was seen in its pictures: one that is frozen or black is not called live. */
  judge(pictureIsGood: boolean): void;
  /** Nothing more comes, for a reason. */
  end(code: string): void;
  readonly lookedAt: boolean;
  readonly followed: boolean;
  /** Of the last seconds; null: nothing comes, or not for long enough. */
  reading(): CameraStreamReading | null;
  tape(): { readonly init: Buffer; readonly fragments: readonly TapeFragment[] } | null;
  /** The key frames on the tape, the newest last. */
  stills(): Still[];
  /** Also of a connection that is over; null: none ever came. */
  newestStill(): Still | null;
}

export interface ChannelParts {
  readonly clock: Clock;
  readonly keepMs: number;
}

const mostTapeBytes = 4 * 1024 * 1024;
/** Cameras that send key frames alone send one each 2 to 4 s. */
const liveMs = 5_000;

export function createChannel({ clock, keepMs }: ChannelParts): Channel {
  const audience = createAudience(clock, () => ({ pictureAt, live: isLive() && pictureIsGood }));
  const followers = new Set<(fragment: TapeFragment, init: Buffer) => void>();
  const tape = createTape({ keepMs, mostBytes: mostTapeBytes });
  let init: InitSegment | null = null;
  let flows = false;
  let pictureIsGood = true;
  let begunMs = 0;
  let marks: readonly Mark[] = [];
  let lastMs = -Infinity;
  let pictureAt: number | null = null;
  let newest: Still | null = null;
  /** When the newest key frame is to be shown, in the stream's own time, and how long after the one before it. */
  let keySeconds: number | null = null;
  let gopSeconds: number | null = null;

  const isLive = () => flows && clock.monotonic() - lastMs <= liveMs;

  return {
    onInit(begun) {
      tape.clear();
      init = begun;
      flows = true;
      pictureIsGood = true;
      begunMs = clock.monotonic();
      marks = [];
      keySeconds = null;
      gopSeconds = null;
      audience.begin(init);
    },
    onFragment(bytes: Buffer, facts: FragmentFacts) {
      if (!init) return;
      lastMs = clock.monotonic();
      pictureAt = clock.now();
      marks = withMark(marks, { ...facts, atMs: lastMs, bytes: bytes.length });
      const fragment = { at: pictureAt, key: facts.key, bytes };
      if (facts.key) {
        if (keySeconds !== null) gopSeconds = Math.round((facts.atSeconds - keySeconds) * 100) / 100;
        keySeconds = facts.atSeconds;
        newest = { at: pictureAt, init, fragment };
      }
      tape.add(fragment);
      audience.show(fragment);
      for (const follower of followers) follower(fragment, init.bytes);
    },
    pause() {
      flows = false;
    },
    forget() {
      flows = false;
      tape.clear();
      init = null;
      newest = null;
      pictureAt = null;
    },
    look: (viewer) => audience.join(viewer, { init: flows ? init : null, group: tape.newestGroup() }),
    follow(onFragment) {
      followers.add(onFragment);
      return () => followers.delete(onFragment);
    },
    judge(good) {
      pictureIsGood = good;
    },
    end: (code) => audience.end(code),
    get lookedAt() {
      return audience.size > 0;
    },
    get followed() {
      return followers.size > 0;
    },
    reading() {
      if (!init || !isLive()) return null;
      const { codec, width, height } = init;
      const rates = ratesOf(marks, begunMs, clock.monotonic());
      return rates && { codec, width, height, ...rates, gopSeconds };
    },
    tape() {
      return init ? { init: init.bytes, fragments: tape.all() } : null;
    },
    stills() {
      return init ? tape.keys().map((fragment) => ({ at: fragment.at, init: init as InitSegment, fragment })) : [];
    },
    newestStill: () => newest,
  };
}
