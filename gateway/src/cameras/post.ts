import { isDeepStrictEqual } from 'node:util';
import type { Camera, CameraStreamReading } from '../contract/index.ts';
import { createThrottle } from '../core/alarm.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import { signalUnder } from '../core/signal-under.ts';
import { chooseProfiles, warningsOf } from './choose-profiles.ts';
import { unreadable, type CameraRow, type Learnt, type Stood } from './camera-store.ts';
import { learnFrom, learntBefore } from './learn.ts';
import { createLoginHold } from './login-hold.ts';
import { createNews } from './news.ts';
import type { CameraTarget, OnvifCamera } from './onvif/camera.ts';
import type { CameraNotice } from './onvif/notices.ts';
import type { Onvif } from './onvif/onvif.ts';
import { cameraTrouble, refusalIn, verdictOf, type CameraVerdict, type LoginRefusal } from './onvif/verdict.ts';
import type { CameraStreams, StreamSource } from './ports.ts';
import { createStanding } from './standing.ts';
import type { Locate } from './whereabouts.ts';

/** Milliseconds. */
export interface PostTiming {
  /** Between two light questions. */
  readonly askMs: number;
  /** Everything is asked anew: firmware, streams, and whether the login still holds. */
  readonly renewMs: number;
  /** A refused login is tried again after so long, when nobody changed it. */
  readonly refusedMs: number;
  /** What only drifts (frames a second, the newest picture) is told no more often. */
  readonly announceMs: number;
}

export const postTiming: PostTiming = {
  askMs: 15_000,
  renewMs: 10 * 60_000,
  refusedMs: 30 * 60_000,
  announceMs: 10_000,
};

export interface PostParts {
  readonly clock: Clock;
  readonly onvif: Onvif;
  readonly streams: CameraStreams;
  readonly locate: Locate;
  readonly timing: PostTiming;
  /** Something that people see is another now. */
  readonly changed: () => void;
  readonly learnt: (learnt: Learnt) => void;
  readonly stood: (stood: Stood) => void;
  readonly noticed: (notice: CameraNotice) => void;
  /** null: it is heard what it notices; else why nobody knows. */
  readonly silent: (why: CameraVerdict | null) => void;
}

/** Everything that the gateway knows of one camera, and the asking that it knows it by. */
export interface Post {
  /** What was chosen; of what matters to reaching it, a new post is made. */
  row: CameraRow;
  view(): Camera;
  /** Its small stream; null: it was never reached. */
  source(): StreamSource | null;
  /** Its large one; null also while its login is refused: a look would be a try. */
  closeSource(): StreamSource | null;
  /** Asks, listens and watches until the signal is aborted; rejects with its reason. */
  run(signal: AbortSignal): Promise<never>;
  /** Asks now, also with a login that was refused: a person says that it was put right. */
  check(signal: AbortSignal): Promise<void>;
  /** Does something with the camera for somebody. Rejects with its trouble; a login that it refuses is refused to all. */
  use<T>(signal: AbortSignal, act: (camera: OnvifCamera) => Promise<T>): Promise<T>;
  stop(): void;
}

export function createPost(row: CameraRow, parts: PostParts): Post {
  const { clock, onvif, streams, locate, timing, changed } = parts;
  const login = createLoginHold({ clock, refusedMs: timing.refusedMs }, row);
  const standing = createStanding({
    ...{ clock, changed, before: row.stood, refused: login.refused, stood: parts.stood },
  });
  const { find } = standing;
  let learnt = row.learnt;
  let reading: CameraStreamReading | null = null;
  let pictureAt: number | null = null;
  let driftMs: number | null = null;
  let events: Camera['events'] = 'unknown';
  let camera: OnvifCamera | null = null;
  let reachedMs = -Infinity;
  /** The stream is followed from here; what was learnt before serves while ONVIF does not answer. */
  let source: StreamSource | null = null;
  let watching: AbortController | null = null;
  let listening: AbortController | null = null;
  /** Ends the pause before the next question. */
  let askSoon: () => void = () => undefined;
  /** Two questions at once would be two logins. */
  let asking: Promise<void> = Promise.resolve();
  const news = createNews();
  const drifting = createThrottle(clock, timing.announceMs, changed);

  async function target(signal: AbortSignal): Promise<CameraTarget> {
    const { host, port, path, username, password } = post.row;
    if (password === unreadable) {
      throw new AppError('camera.wrong-password', 422, 'Its password cannot be read any more: type it again.');
    }
    const address = await locate(host, signal);
    const typed = username === null ? null : { username, password: password ?? '' };
    return { host: address, port, login: typed, ...(path === null ? {} : { path }) };
  }

  /** The next question, the next connection, even to give back what was lent, would be a try. What flows may flow on. */
  function refuse(verdict: LoginRefusal): void {
    login.refuse(verdict);
    camera = null;
    if (source) streams.refuse(source, verdict);
    listening?.abort(troubleOf(verdict));
    if (reading === null) watching?.abort();
    find({ kind: 'trouble', verdict });
    news.tell();
  }

  const troubleOf = (verdict: LoginRefusal) => cameraTrouble(verdict, `${post.row.host}:${post.row.port}`);

  function admit(): void {
    if (login.refused === null) return;
    login.letIn();
    if (source) streams.admit(source);
    news.tell();
  }

  function follow(next: StreamSource): void {
    if (isDeepStrictEqual(next, source)) return;
    source = next;
    watching?.abort();
    news.tell();
  }

  function learn(fresh: Learnt): void {
    if (isDeepStrictEqual(fresh, learnt)) return;
    learnt = fresh;
    parts.learnt(fresh);
    changed();
  }

  async function reachAnew(signal: AbortSignal, again: boolean): Promise<OnvifCamera> {
    const at = await target(signal);
    const fresh = await onvif.reach(at, signal, { again });
    const lesson = await learnFrom(fresh, post.row, at.login, signal);
    learn(lesson.learnt);
    follow(lesson.source);
    reachedMs = clock.monotonic();
    camera = fresh;
    driftMs = fresh.driftMs;
    news.tell();
    return fresh;
  }

  async function ask(signal: AbortSignal, again: boolean): Promise<void> {
    if (again) camera = null;
    else if (login.isHeld) return;
    const { times } = login;
    // What is heard of it now may have been said before.
    const wasRefusedMeanwhile = () => login.times > times;
    try {
      if (camera === null || clock.monotonic() - reachedMs > timing.renewMs) await reachAnew(signal, again);
      else driftMs = await camera.drift(signal);
      if (wasRefusedMeanwhile()) return;
      admit();
      find({ kind: 'answered', driftMs });
      if (standing.health.stream.held !== 'good') streams.hurry(post.row.id);
      drifting.ask();
    } catch (error) {
      signal.throwIfAborted();
      camera = null;
      if (wasRefusedMeanwhile()) return;
      const refusal = refusalIn(error);
      if (refusal) return refuse(refusal);
      const verdict = verdictOf(error) ?? (isNowhere(error) ? 'unreachable' : null);
      if (verdict === null) throw error;
      admit();
      find({ kind: 'trouble', verdict });
      await followWhatWasLearnt(signal).catch(() => signal.throwIfAborted());
    }
  }

  /** After a power cut a camera may send before it answers, or never answer again. */
  async function followWhatWasLearnt(signal: AbortSignal): Promise<void> {
    if (source !== null || learnt === null) return;
    const lesson = learntBefore(learnt, post.row, await target(signal));
    if (lesson === null) return;
    learnt = lesson.learnt;
    follow(lesson.source);
  }

  function askInTurn(signal: AbortSignal, again = false): Promise<void> {
    const turn = asking.then(() => ask(signal, again));
    asking = turn.catch(() => undefined);
    return turn;
  }

  async function keepAsking(signal: AbortSignal): Promise<never> {
    for (;;) {
      const begunMs = clock.monotonic();
      await askInTurn(signal);
      const pause = signalUnder(signal);
      askSoon = pause.abort;
      const paused = clock.sleep(Math.max(0, begunMs + timing.askMs - clock.monotonic()), pause.signal);
      await paused.catch(() => signal.throwIfAborted()).finally(pause.letGo);
    }
  }

  async function keepWatching(signal: AbortSignal): Promise<never> {
    for (;;) {
      const from = source;
      if (from === null || login.refused) {
        await news.next(signal);
        continue;
      }
      watching = new AbortController();
      const until = AbortSignal.any([signal, watching.signal]);
      try {
        await streams.watch(post.row.id, from, listener, until);
      } catch (error) {
        signal.throwIfAborted();
        if (!until.aborted) {
          const refusal = refusalIn(error);
          if (!refusal) throw error;
          refuse(refusal);
        }
      } finally {
        reading = null;
      }
    }
  }

  const listener = {
    onFinding: find,
    onReading(next: CameraStreamReading | null) {
      const begun = (next === null) !== (reading === null) || next?.codec !== reading?.codec;
      reading = next;
      // What flowed has broken off, and its next attempt would be a login that is known to be refused.
      if (next === null && login.refused) watching?.abort();
      // What it said before is no answer to whether it is there.
      if (next === null) askSoon();
      if (begun) changed();
      else drifting.ask();
    },
    onPicture(at: number) {
      pictureAt = at;
      drifting.ask();
    },
    onRefused: refuse,
  };

  async function keepListening(signal: AbortSignal): Promise<never> {
    for (;;) {
      if (camera === null || login.refused) {
        await news.next(signal);
        continue;
      }
      listening = new AbortController();
      const until = AbortSignal.any([signal, listening.signal]);
      try {
        await onvif.listen(await target(signal), { onNotice: parts.noticed, onSilence }, until);
      } catch (error) {
        signal.throwIfAborted();
        const refusal = refusalIn(error);
        if (refusal) {
          onSilence(refusal);
          if (!until.aborted) refuse(refusal);
        } else if (isNowhere(error)) await clock.sleep(timing.askMs, signal);
        else throw error;
      }
    }
  }

  function onSilence(why: CameraVerdict | null): void {
    const next = why === null ? 'heard' : why === 'unsupported' ? 'unsupported' : 'unknown';
    if (next === events) return;
    events = next;
    parts.silent(why);
    changed();
  }

  async function keepTime(signal: AbortSignal): Promise<never> {
    for (;;) {
      await clock.sleep(1_000, signal);
      find({ kind: 'time' });
    }
  }

  const post: Post = {
    row,
    view() {
      const { password, learnt: _learnt, stood: _stood, ...choices } = post.row;
      const { status, cause, live } = standing.health.shown;
      const chosen = chooseProfiles(learnt?.profiles ?? [], choices);
      return {
        ...choices,
        hasPassword: password !== null,
        facts: learnt?.facts ?? null,
        profiles: learnt?.profiles ?? [],
        turns: learnt?.turns ?? false,
        ...{ status, cause, live, driftMs, events },
        since: new Date(standing.sinceAt).toISOString(),
        pictureAt: pictureAt === null ? null : new Date(pictureAt).toISOString(),
        stream: reading,
        warnings: chosen === null ? [] : warningsOf(chosen, reading),
      };
    },
    source: () => source,
    closeSource: () =>
      login.refused === null
        ? source && learnt && { ...source, uri: learnt.viewUri, promised: { fps: null, kbps: null } }
        : null,
    async run(signal) {
      const over = new AbortController();
      const until = AbortSignal.any([signal, over.signal]);
      const loops = [keepAsking(until), keepWatching(until), keepListening(until), keepTime(until)];
      try {
        return await Promise.race(loops);
      } finally {
        // Nobody listens until it is begun again.
        if (!signal.aborted) onSilence('timed-out');
        over.abort(new Error('another part of it failed'));
        await Promise.allSettled(loops);
      }
    },
    async check(signal) {
      await askInTurn(signal, true);
    },
    async use(signal, act) {
      if (login.refused && login.isHeld) throw troubleOf(login.refused);
      try {
        return await act(camera ?? (await reachAnew(signal, false)));
      } catch (error) {
        const refusal = refusalIn(error);
        if (refusal && !login.isHeld) refuse(refusal);
        throw error;
      }
    },
    stop: drifting.stop,
  };
  return post;
}

function isNowhere(error: unknown): boolean {
  return (
    error instanceof AppError && (error.code === 'camera.host-unknown' || error.code === 'camera.address-forbidden')
  );
}
