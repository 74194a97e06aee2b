import type { Reason } from '../../contract/index.ts';
import type { Clock } from '../../core/clock/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { CameraTape, TapeFragment } from '../ports.ts';
import type { Album, FilmFile } from './album.ts';
import { createFilmTime, ticksOf, withLength } from './fmp4.ts';

export interface FilmParts {
  readonly album: Pick<Album, 'beginFilm'>;
  readonly tape: CameraTape;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What came of it; epoch ms. `bytes` 0: nothing, and `why` says so. */
export interface Film {
  readonly from: number | null;
  readonly to: number | null;
  readonly bytes: number;
  /** Why there is none, or less than there should be. */
  readonly why: Reason | null;
}

const beforeMs = 10_000;
const afterMs = 20_000;
/** A picture that should have ended it may come late. */
const patienceMs = 3_000;
/** Of a small stream it is half a minute at 20 Mbit/s: what sends more is no small stream. */
const mostBytes = 75_000_000;

/**
 * Films an event: from the tape ten seconds before it, and as it comes twenty seconds after. `signal`: the gateway stops,
 * what is there is kept. Never rejects.
 */
export async function filmEvent(
  { album, tape, clock, log }: FilmParts,
  event: { readonly id: string; readonly cameraId: string; readonly at: number },
  signal: AbortSignal,
): Promise<Film> {
  const held = tape.tape(event.cameraId);
  const before = held ? fragmentsSince(held.fragments, event.at - beforeMs) : [];
  if (!held || before.length === 0) return nothing('camera-event.no-stream');

  const waiting: TapeFragment[] = [...before];
  const untilAt = event.at + afterMs;
  const ending = new AbortController();
  let why: Reason | null = null;
  const end = (code: string | null) => {
    if (ending.signal.aborted) return;
    why = code === null ? null : { code, params: {} };
    ending.abort(new Error(code ?? 'the film is long enough'));
  };
  const letGo = tape.follow(event.cameraId, (fragment, init) => {
    if (ending.signal.aborted) return;
    if (init !== held.init) return end('camera-event.stream-broke');
    if (fragment.at > untilAt) return end(null);
    waiting.push(fragment);
  });
  const onStop = () => end('camera-event.gateway-stopped');
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();

  const filmTime = createFilmTime();
  const [from, fragmentTicks] = [before[0]?.at ?? event.at, [] as number[]];
  let [to, bytes] = [from, 0];
  let file: FilmFile | null = null;

  async function write(film: FilmFile): Promise<void> {
    const timed = waiting.splice(0).map((fragment) => {
      to = fragment.at;
      return filmTime(fragment.bytes);
    });
    fragmentTicks.push(...timed.map(({ ticks }) => ticks));
    const piece = Buffer.concat(timed.map((one) => one.bytes));
    await film.write(piece);
    bytes += piece.length;
    if (bytes > mostBytes) end('camera-event.too-large');
  }

  const head = (seconds: number) => withLength(held.init, seconds);
  try {
    file = await album.beginFilm(event.id);
    await file.write(head(0));
    const deadline = clock.monotonic() + Math.max(0, untilAt - clock.now()) + patienceMs;
    while (!ending.signal.aborted) {
      await write(file);
      if (clock.monotonic() >= deadline) end('camera-event.stream-broke');
      else await clock.sleep(1_000, ending.signal).catch(() => undefined);
    }
    await write(file);
    await file.finish(head(secondsOf(fragmentTicks, ticksOf(held.init))));
    return { from, to, bytes: bytes + head(0).length, why };
  } catch (error) {
    log.warn({ eventId: event.id, cameraId: event.cameraId, reason: messageOf(error) }, 'event could not be filmed');
    await file?.discard().catch(() => undefined);
    return nothing(isFull(error) ? 'camera-event.no-room' : 'camera-event.not-written');
  } finally {
    end(null);
    letGo();
    signal.removeEventListener('abort', onStop);
  }
}

/** From the last key frame at or before that instant, or the first one after it. */
function fragmentsSince(fragments: readonly TapeFragment[], at: number): readonly TapeFragment[] {
  const atOrBefore = fragments.findLastIndex((fragment) => fragment.key && fragment.at <= at);
  const after = fragments.findIndex((fragment) => fragment.key && fragment.at > at);
  // A tape that ended long ago shows nothing of it.
  if ((fragments.at(-1)?.at ?? 0) < at) return [];
  const first = atOrBefore >= 0 ? atOrBefore : after;
  return first < 0 ? [] : fragments.slice(first);
}

/** The last picture is shown as long as those before it were on average. */
function secondsOf(shownAt: readonly number[], ticksASecond: number | null): number {
  const last = shownAt.at(-1) ?? 0;
  if (!ticksASecond || shownAt.length < 2) return 0;
  return (last + last / (shownAt.length - 1)) / ticksASecond;
}

const nothing = (code: string): Film => ({ from: null, to: null, bytes: 0, why: { code, params: {} } });

const isFull = (error: unknown) => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
