import type { Clock } from '../../core/clock/clock.ts';
import type { Logger } from '../../core/log.ts';
import { signalUnder } from '../../core/signal-under.ts';
import type { PictureReader } from '../../media/ports.ts';
import type { CameraStreams, CameraTape, StreamListener, StreamSource } from '../ports.ts';
import { attempt } from './attempt.ts';
import { createChannel, type Channel } from './channel.ts';
import { createCloser } from './closer.ts';
import { keepConnected } from './keep.ts';
import { lookNowAndThen } from './looks.ts';
import { createPlaces } from './places.ts';
import { createRefusals } from './refusals.ts';
import { createStillMaker } from './stills.ts';
import { findingOf, isAboutLogin, noPicture, streamError, type StreamFailure } from './trouble.ts';

export interface CameraStreamsParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly media: PictureReader;
  /** 0 … 1; so that nine cameras that lost their power together are not all knocked at together. */
  readonly luck?: () => number;
}

/** So much is kept for a clip of what was just before. */
const tapeMs = 15_000;
/** Decoding waits for live sound and for people; two at a time are enough for a wall of stills. */
const decodersAtOnce = 2;

interface Watched {
  readonly channel: Channel;
  readonly makeStill: ReturnType<typeof createStillMaker>;
  /** One after the other: a camera is changed while it is watched. */
  watching: Promise<unknown>;
  watches: number;
  /** The watch that goes on. */
  now: { readonly source: StreamSource; readonly listener: StreamListener } | null;
  /** Where it was watched last, host and port. */
  place: string | null;
  /** Ends the pause before the next attempt, if there is one. */
  hurry: () => void;
}

/** The pictures of all cameras; holds nothing until something is watched or looked at. */
export function createCameraStreams(parts: CameraStreamsParts): CameraStreams & CameraTape {
  const { clock, log, media, luck = Math.random } = parts;
  const cameras = new Map<string, Watched>();
  const inPlace = createPlaces(decodersAtOnce);
  const refusals = createRefusals(clock);
  const closer = createCloser({
    ...{ clock, media, luck, refusals },
    onRefused,
  });

  /** Who looks closely may do so since before another password was typed: what is refused then is the former one. */
  function onRefused(cameraId: string): void {
    const now = cameras.get(cameraId)?.now;
    const how = now && refusals.of(now.source);
    if (how) now.listener.onRefused(how);
  }

  function watchedOf(cameraId: string): Watched {
    const known = cameras.get(cameraId);
    if (known) return known;
    const watched: Watched = {
      channel: createChannel({ clock, keepMs: tapeMs }),
      makeStill: createStillMaker(media, inPlace),
      ...{ watching: Promise.resolve(), watches: 0, now: null, place: null, hurry: () => undefined },
    };
    cameras.set(cameraId, watched);
    return watched;
  }

  function forgetIfUnused(cameraId: string): void {
    const watched = cameras.get(cameraId);
    if (watched?.watches !== 0 || watched.channel.lookedAt || watched.channel.followed) return;
    // Whoever comes later is shown what was seen last of a camera that is lost, or refuses its login.
    if (watched.channel.newestStill() === null) cameras.delete(cameraId);
  }

  async function watch(
    cameraId: string,
    watched: Watched,
    source: StreamSource,
    listener: StreamListener,
    signal: AbortSignal,
  ): Promise<never> {
    signal.throwIfAborted();
    const { channel } = watched;
    const { promised } = source;
    const place = new URL(source.uri).host;
    if (watched.place !== null && watched.place !== place) channel.forget();
    watched.place = place;
    watched.now = { source, listener };
    /** Something came of this connection, and since the last second. */
    let brought = false;
    let came = false;
    let told = false;
    let badLooks = 0;
    let said = '';

    const shown = {
      onInit: channel.onInit,
      onFragment(...[bytes, facts]: Parameters<Channel['onFragment']>) {
        channel.onFragment(bytes, facts);
        brought = true;
        came = true;
        said = '';
        if (facts.key) listener.onPicture(clock.now());
      },
    };

    function beat(): void {
      const reading = channel.reading();
      if (reading || told) listener.onReading(reading);
      told = reading !== null;
      if (!reading || !came) return;
      came = false;
      listener.onFinding({ kind: 'stream', fps: reading.fps, kbps: reading.kbps, promised });
    }

    async function connect(until: AbortSignal): Promise<never> {
      const over = signalUnder(until);
      const looking = lookNowAndThen(
        {
          ...{ clock, media, channel, inTurn: inPlace },
          onSeen(seen) {
            badLooks = seen === 'live' ? 0 : badLooks + 1;
            channel.judge(badLooks < 2);
            listener.onFinding({ kind: 'picture', seen });
          },
          onTrouble: (err) => log.warn({ cameraId, err }, 'camera picture could not be looked at'),
        },
        over.signal,
      );
      looking.catch(() => undefined); // it ends with the connection
      try {
        return await attempt({ clock, media, source, refusals, shown, forBrowsers: false }, until);
      } finally {
        over.abort(new Error('the connection is over'));
        over.letGo();
        channel.pause();
      }
    }

    function onEnd(why: StreamFailure): void {
      badLooks = 0;
      // Before the next attempt: whoever knows that the login is refused by now has it left.
      if (told) listener.onReading(null);
      told = false;
      // A camera that is away for a day says so once.
      if (said !== why.trouble) log.info({ cameraId, why: why.message }, 'camera stream ended');
      said = why.trouble;
      if (isAboutLogin(why.trouble)) {
        refusals.remember(source, why.trouble);
        throw streamError(why.trouble, new URL(source.uri).host);
      }
      // It will be as large the next time: who looks is told why, instead of waiting.
      if (why.trouble === 'too-large') channel.end(streamError(why.trouble, '').code);
      if (!brought) listener.onFinding(findingOf(why.trouble));
      brought = false;
    }

    const cancel = clock.every(1_000, beat);
    try {
      return await keepConnected({ clock, luck, connect, onEnd, onPause: (end) => (watched.hurry = end) }, signal);
    } finally {
      cancel();
      watched.now = null;
      if (told) listener.onReading(null);
    }
  }

  return {
    async watch(cameraId, source, listener, signal) {
      const watched = watchedOf(cameraId);
      refusals.forget(source);
      watched.watches++;
      const mine = watched.watching.then(() => watch(cameraId, watched, source, listener, signal));
      watched.watching = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        watched.watches--;
        if (signal.aborted) forgetIfUnused(cameraId);
      }
    },
    refuse: refusals.remember,
    admit: refusals.forget,
    hurry: (cameraId) => cameras.get(cameraId)?.hurry(),
    async still(cameraId) {
      const watched = cameras.get(cameraId);
      const newest = watched?.channel.newestStill();
      if (!watched || !newest) throw noPicture();
      return watched.makeStill(newest, new AbortController().signal);
    },
    forget(cameraId) {
      cameras.get(cameraId)?.channel.forget();
      forgetIfUnused(cameraId);
    },
    look(cameraId, viewer) {
      const leave = watchedOf(cameraId).channel.look(viewer);
      return () => {
        leave();
        forgetIfUnused(cameraId);
      };
    },
    lookClosely: (cameraId, source, viewer) => closer.look(cameraId, source, viewer),
    tape: (cameraId) => cameras.get(cameraId)?.channel.tape() ?? null,
    follow(cameraId, onFragment) {
      const stop = watchedOf(cameraId).channel.follow(onFragment);
      return () => {
        stop();
        forgetIfUnused(cameraId);
      };
    },
  };
}
