import type { Cancel, Clock } from '../../core/clock/clock.ts';
import type { CameraLiveMessage } from '../../contract/index.ts';
import type { LiveViewer, TapeFragment } from '../ports.ts';
import type { InitSegment } from './init-segment.ts';

/** Who looks at one stream. */
export interface Audience {
  readonly size: number;
  /** What was shown since the newest key frame is shown at once, if anything comes; returns the way to look away. */
  join(viewer: LiveViewer, now: { init: InitSegment | null; group: readonly TapeFragment[] }): () => void;
  begin(init: InitSegment): void;
  show(fragment: TapeFragment): void;
  /** Nothing more comes. */
  end(code: string): void;
}

/** A viewer for whom more waits is seconds behind: it goes on with the next key frame once half of that is sent. */
const mostWaiting = 2 * 1024 * 1024;

interface Seat {
  readonly viewer: LiveViewer;
  /** From the next key frame on; until then it has not begun, or was too slow. */
  waitsForKey: boolean;
}

const beatMs = 1_000;

/** `facts`: the age of the newest picture (epoch ms), and whether it is one of now; told to each each second. */
export function createAudience(clock: Clock, facts: () => { pictureAt: number | null; live: boolean }): Audience {
  const seats = new Set<Seat>();
  let cancel: Cancel | null = null;
  const say = ({ viewer }: Seat, message: CameraLiveMessage) => viewer.say(JSON.stringify(message));

  function alive(): CameraLiveMessage {
    const { pictureAt, live } = facts();
    return { kind: 'alive', now: isoOf(clock.now()), pictureAt: pictureAt === null ? null : isoOf(pictureAt), live };
  }

  function beat(): void {
    const message = alive();
    for (const seat of seats) if (seat.viewer.waiting() <= mostWaiting) say(seat, message);
  }

  function leave(seat: Seat): void {
    seats.delete(seat);
    if (seats.size > 0) return;
    cancel?.();
    cancel = null;
  }

  /** False: what comes cannot be shown in a browser, and it is told so. */
  function start(seat: Seat, init: InitSegment): boolean {
    if (!init.codec.startsWith('avc1.')) {
      leave(seat);
      say(seat, { kind: 'ended', code: 'camera.codec-unsupported' });
      seat.viewer.close();
      return false;
    }
    say(seat, { kind: 'starts', mime: `video/mp4; codecs="${init.codec}"`, now: isoOf(clock.now()) });
    seat.viewer.show(init.bytes);
    seat.waitsForKey = true;
    return true;
  }

  return {
    get size() {
      return seats.size;
    },
    join(viewer, { init, group }) {
      const seat: Seat = { viewer, waitsForKey: true };
      seats.add(seat);
      cancel ??= clock.every(beatMs, beat);
      if (init && start(seat, init) && group.length > 0) {
        viewer.show(Buffer.concat(group.map(({ bytes }) => bytes)));
        seat.waitsForKey = false;
      }
      // Nobody believes a picture before it is said of when it is.
      if (seats.has(seat)) say(seat, alive());
      return () => leave(seat);
    },
    begin(init) {
      for (const seat of seats) start(seat, init);
    },
    show({ key, bytes }) {
      for (const seat of seats) {
        const waiting = seat.viewer.waiting();
        if (waiting > mostWaiting) seat.waitsForKey = true;
        if (seat.waitsForKey && (!key || waiting > mostWaiting / 2)) continue;
        seat.waitsForKey = false;
        seat.viewer.show(bytes);
      }
    },
    end(code) {
      for (const seat of seats) {
        leave(seat);
        say(seat, { kind: 'ended', code });
        seat.viewer.close();
      }
    },
  };
}

function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}
