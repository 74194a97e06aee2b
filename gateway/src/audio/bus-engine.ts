import type { Reason } from '../contract/index.ts';
import type { FromWorker } from './bus-messages.ts';
import type { Played, PlayRequest } from './bus.ts';
import { overBed } from './bed.ts';
import { createLimiter, lookaheadFrames, type Limiter } from './limiter.ts';
import { createMeter, silenceDb } from './meter.ts';
import { createPlayedLine, type PlayedLine } from './played-line.ts';
import { fileSilence } from './silence-watch.ts';
import { lost, unreachable, type BusTime, type OpenSink, type SinkLine } from './sinks/sink.ts';
import { createSoundReader } from './sound-reader.ts';
import { createTape, type Taped } from './tape.ts';
import { createVoice, rampFrames, type Voice } from './voice.ts';
import { framesPerMs } from '../core/wav.ts';

/** Mixes the plays of one output and keeps its sink fed. All it does happens in `tick`. */
export interface BusEngine {
  play(id: number, request: PlayRequest): void;
  stop(id: number): void;
  /** What the sound needs behind the sink is gone (why), or there again (null). */
  behind(why: Reason | null): void;
  /** Everything due now. */
  tick(): void;
  /** How long the thread may sleep until the next tick, ms; null: until something is asked of it. */
  pauseMs(): number | null;
  close(): void;
}

export interface BusEngineParts {
  readonly time: BusTime;
  readonly openSink: OpenSink;
  readonly latencyMs: number;
  /** It speaks so much later than it is told to. */
  readonly delayMs?: number;
  readonly tell: (message: FromWorker) => void;
  /** What is due already can be heard as soon as there is a tick. */
  readonly wake?: () => void;
}

export const tickMs = 10;
/** Written so far ahead of what sounds: a saturated machine made gaps of 215 ms with less. */
const leadMs = 250;
/** Under a live voice, so that the lead is not its delay; each time the machine was too busy for it, it grows. */
const liveLeadMs = 40;
const liveLeadStepMs = 20;
const longestLiveLeadMs = 120;
/** So near to what sounds nothing is taken back: it has to reach the sink before its time. */
const untouchedMs = 8;
/** The sink is opened this long before a play is due, and the thread sleeps before that. */
const wakeMs = 30_000;
const longestSleepMs = 5_000;
/** Back-to-back plays share a sink that stays open this long with nothing to do. */
const lingerMs = 10_000;
const levelMs = 125;
/** A sink that has played nothing more for so long is gone, whatever it says: there is always something to play, if only silence. */
const silentSinkMs = 2_000;
const openingMs = 5_000;
/** A play that could not begin within this of its time begins where its time is by then. */
const patienceMs = 5_000;
const firstRetryMs = 250;
const longestRetryMs = 4_000;

/** A clock that is corrected by more than this was set; by less, the start follows it. */
const clockStepMs = 2_000;

const blockFrames = tickMs * framesPerMs;

interface Cue {
  readonly id: number;
  readonly request: PlayRequest;
  readonly voice: Voice;
  readonly live: boolean;
  readonly cuedAt: number;
  /** The monotonic instant at which it would leave the sink, as the clock was when it was cued. */
  readonly leavesAt: number;
  /** The monotonic instant at which its first sample left, or would have left, the sink; null: not begun. */
  zeroAt: number | null;
  startedAt: number | null;
  /** It lies on the line that is open now. */
  placed: boolean;
  /** `heard`: what was written ahead of it was taken back. */
  stopping: false | 'asked' | 'heard';
  /** Why some of it never sounded, though it went on. */
  missed: Reason | null;
}

interface OpenLine {
  readonly sink: SinkLine;
  readonly played: PlayedLine;
  readonly openedAt: number;
  readonly limiter: Limiter;
  /** When it had last played more than before; null: nothing yet. */
  heardAt: number | null;
  heardFrames: number;
  liveLeadMs: number;
  /** The sink has it; the limiter has a little more. */
  written: number;
  /** Something was due in what the limiter still holds. */
  due: boolean;
}

export function createBusEngine({ time, openSink, latencyMs, delayMs = 0, tell, wake }: BusEngineParts): BusEngine {
  const cues = new Map<number, Cue>();
  const mix = new Float32Array(blockFrames);
  const meter = createMeter();
  const tape = createTape();
  let line: OpenLine | null = null;
  let fault: Reason | null = null;
  let lastFault: Reason | null = null;
  let gone: Reason | null = null;
  let retryAt = -Infinity;
  let retryMs = firstRetryMs;
  let usedAt = -Infinity;
  let levelAt = -Infinity;
  let sounding = false;
  let told = 'idle ';

  /** The monotonic instant at which a sample must leave the sink to be heard at `instant`. */
  const leaveAt = (instant: number) => time.monotonicAt(instant) - latencyMs;

  /**
   * Silence is due by the clock, wherever the horn stands; only what begins is put off. A clock that was set since it was cued
   * moves nothing that is about to begin: amplifiers are on for it.
   */
  function dueAt({ request, leavesAt }: Cue): number {
    const due = leaveAt(request.startAt);
    return (Math.abs(due - leavesAt) > clockStepMs ? leavesAt : due) + delayMs;
  }

  /** Until the thread must see to it; what has begun stays begun, wherever the wall clock was set to since. */
  const waitMs = (cue: Cue, now: number) => (cue.zeroAt === null ? dueAt(cue) - now - wakeMs : 0);

  const isNear = (cue: Cue, now: number) => waitMs(cue, now) <= 0;

  function open(now: number): void {
    const opened: OpenLine = {
      played: createPlayedLine(),
      limiter: createLimiter(),
      openedAt: now,
      heardAt: null,
      heardFrames: 0,
      liveLeadMs,
      written: 0,
      due: false,
      sink: openSink(time, {
        played(frames, at) {
          if (line !== opened) return;
          if (frames > opened.heardFrames) opened.heardAt = time.monotonic();
          opened.heardFrames = Math.max(opened.heardFrames, frames);
          opened.played.report(frames, at);
          if (opened.played.settled()) {
            fault = null;
            retryMs = firstRetryMs;
          }
        },
        underrun() {
          if (line !== opened) return;
          opened.played.restart();
          if (underLive()) opened.liveLeadMs = Math.min(leadOf(opened) + liveLeadStepMs, longestLiveLeadMs);
          for (const cue of cues.values()) if (cue.voice.sounding()) cue.voice.ranDry();
        },
        lost: (why) => lose(opened, why),
      }),
    };
    line = opened;
    usedAt = now;
  }

  function lose(opened: OpenLine, why: Reason): void {
    if (line !== opened) return;
    listen(time.monotonic(), opened);
    line = null;
    opened.sink.close();
    meter.clear();
    tellAired(tape.cut());
    fault = lastFault = why;
    retryAt = time.monotonic() + retryMs;
    retryMs = Math.min(2 * retryMs, longestRetryMs);
    tell({ kind: 'note', message: 'sink lost', facts: { code: why.code, ...why.params } });
    for (const cue of cues.values()) {
      if (!cue.placed) continue;
      cue.placed = false;
      cue.voice.ranDry();
      cue.voice.lost();
    }
  }

  function mindLine(now: number): void {
    if ([...cues.values()].some((cue) => isNear(cue, now))) usedAt = now;
    const wanted = now - usedAt < lingerMs;
    if (!line) {
      if (gone) fault = lastFault = gone;
      else if (wanted && cues.size > 0 && now >= retryAt) open(now);
    } else if (!wanted) {
      line.sink.close();
      line = null;
      meter.clear();
    } else if (line.heardAt === null && now - line.openedAt > openingMs) {
      lose(line, unreachable('it was opened and never said that it plays'));
    } else if (line.heardAt !== null && now - line.heardAt > silentSinkMs) {
      lose(line, lost('it does not play on'));
    }
  }

  /** The frame from which a cue wants other samples than were written; Infinity: it wants none. */
  function wishOf(cue: Cue, played: PlayedLine): number {
    if (cue.placed) return cue.stopping === 'asked' ? -Infinity : Infinity;
    if (cue.zeroAt !== null || !played.settled() || !cue.voice.ready()) return Infinity;
    return Math.round(played.frameAt(dueAt(cue)) ?? Infinity);
  }

  /** A live voice is on the line, with its chime. */
  const underLive = () => [...cues.values()].some((cue) => cue.placed && cue.live && !cue.voice.exhausted());

  function leadOf({ sink, liveLeadMs: live }: OpenLine): number {
    return underLive() ? Math.max(live, sink.leastLeadMs ?? 0) : leadMs;
  }

  /** What is written ahead must not be the latency of what comes, or ends, at once: it is taken back and mixed anew. */
  function takeBack(now: number, opened: OpenLine): void {
    const { sink, played, limiter } = opened;
    const wish = Math.min(...[...cues.values()].map((cue) => wishOf(cue, played)));
    for (const cue of cues.values()) if (cue.stopping === 'asked') cue.stopping = 'heard';
    const untouched = Math.ceil((played.frameAt(now) ?? Infinity) + untouchedMs * framesPerMs);
    // A little earlier, so that what is already loud can be turned down before it.
    const from = Math.max(wish - lookaheadFrames, untouched);
    if (from >= limiter.mixed()) return;
    const first = from < opened.written ? (sink.takeBack(from) ?? opened.written) : from;
    if (first >= limiter.mixed()) return;
    opened.written = Math.min(opened.written, first);
    limiter.takeBack(first);
    for (const cue of cues.values()) if (cue.placed) cue.voice.takeBack(first);
    meter.takeBack(first);
  }

  function feed(now: number, opened: OpenLine): void {
    const { sink, played, limiter } = opened;
    takeBack(now, opened);
    const ahead = () => opened.written - (played.frameAt(now) ?? 0);
    // `lose` may take the line away in the midst of it, and a voice that begins make the lead shorter.
    while (line === opened && ahead() + blockFrames <= leadOf(opened) * framesPerMs) {
      const from = limiter.mixed();
      let due = false;
      mix.fill(0);
      for (const cue of cues.values()) {
        place(cue, played, from);
        due ||= cue.placed && !cue.voice.exhausted();
        if (cue.placed) cue.voice.mixInto(mix, from, blockFrames);
      }
      const samples = limiter.write(mix);
      meter.wrote(samples, opened.written);
      record(opened, samples, from, due);
      opened.written += samples.length;
      sink.write(samples);
    }
  }

  /** What was mixed before `from` was held by the limiter till now. */
  function record(opened: OpenLine, samples: Int16Array, from: number, due: boolean): void {
    const held = from - opened.written;
    tape.wrote(opened.due ? samples.subarray(0, held) : null, opened.written);
    tape.wrote(due ? samples.subarray(held) : null, from);
    opened.due = due;
  }

  /** Decides, as late as can be, at which frame a play begins, goes on, or must be silent. */
  function place(cue: Cue, played: PlayedLine, from: number): void {
    const { voice, request } = cue;
    if (!cue.placed) {
      if (!played.settled() || !voice.ready()) return;
      if (cue.zeroAt === null) {
        const due = Math.round(played.frameAt(dueAt(cue)) ?? Infinity);
        if (due >= from + blockFrames) return;
        const first = Math.max(due, from);
        voice.startAt(first);
        cue.zeroAt = played.monotonicAt(first);
      } else {
        const zero = Math.round(played.frameAt(cue.zeroAt) ?? from);
        if (zero < from) cue.missed = lastFault;
        voice.resume(zero, from);
      }
      cue.placed = true;
    }
    if (cue.stopping) voice.cut(from + rampFrames, 'stopped');
    if (request.endBy !== null) {
      const end = played.frameAt(leaveAt(request.endBy)) ?? Infinity;
      if (end - rampFrames < from + blockFrames) voice.cut(Math.max(end, from + 1), 'end-by');
    }
  }

  function tellAired(taped: readonly Taped[]): void {
    for (const sound of taped) tell({ kind: 'aired', sound });
  }

  /** Tells what began to sound, and what sounded. */
  function listen(now: number, { played, written }: OpenLine): void {
    const frame = Math.min(written, played.frameAt(now) ?? 0);
    tellAired(tape.playedUpTo(frame, (at) => time.wallAt(played.monotonicAt(at) ?? now) + latencyMs));
    for (const cue of cues.values()) {
      if (!cue.placed) continue;
      for (const beginning of cue.voice.playedUpTo(frame)) {
        const at = time.wallAt(played.monotonicAt(beginning.frame) ?? now) + latencyMs;
        if (cue.startedAt === null) {
          cue.startedAt = at;
          tell({ kind: 'event', id: cue.id, event: { kind: 'started', at } });
        }
        tell({ kind: 'event', id: cue.id, event: { kind: 'item', index: beginning.item, at } });
      }
    }
  }

  /** Without a line, time runs on all the same. */
  function passTime(now: number): void {
    for (const cue of cues.values()) {
      const start = dueAt(cue);
      if (cue.zeroAt === null && now > Math.max(start, cue.cuedAt) + patienceMs) cue.zeroAt = start;
      if (cue.zeroAt !== null) cue.voice.dropTo((now - cue.zeroAt) * framesPerMs);
    }
  }

  function endingOf(cue: Cue, now: number): Played['ending'] | null {
    if (cue.placed) return cue.voice.finished();
    if (cue.stopping) return 'stopped';
    const over = cue.request.endBy !== null && now >= leaveAt(cue.request.endBy);
    const spent = cue.zeroAt !== null && cue.voice.exhausted();
    if (!over && !spent) return null;
    return fault ? 'failed' : over ? 'end-by' : 'ended';
  }

  function finish(now: number): void {
    for (const cue of cues.values()) {
      const ending = endingOf(cue, now);
      if (ending === null) continue;
      cues.delete(cue.id);
      cue.voice.close();
      if (![...cues.values()].some(({ placed }) => placed)) tellAired(tape.cut());
      const played = cue.voice.result(ending, cue.startedAt, ending === 'failed' ? fault : cue.missed);
      tell({ kind: 'done', id: cue.id, played });
    }
  }

  function show(now: number): void {
    const nowSounding = [...cues.values()].some((cue) => cue.voice.sounding());
    const state = fault ? 'fault' : nowSounding ? 'playing' : 'idle';
    const telling = `${state} ${fault?.code ?? ''}`;
    if (telling !== told) tell({ kind: 'state', state, fault });
    told = telling;

    if (nowSounding && line && now - levelAt >= levelMs) {
      levelAt = now;
      tell({ kind: 'level', ...meter.playedUpTo(line.played.frameAt(now) ?? 0) });
      for (const cue of cues.values()) {
        if (cue.startedAt !== null) {
          tell({ kind: 'progress', id: cue.id, played: cue.voice.result('failed', cue.startedAt, null) });
        }
      }
    } else if (sounding && !nowSounding) {
      tell({ kind: 'level', rmsDb: silenceDb, peakDb: silenceDb });
    }
    sounding = nowSounding;
  }

  function tick(): void {
    time.sample();
    const now = time.monotonic();
    mindLine(now);
    line?.sink.pump(now);
    if (line) feed(now, line);
    if (line) listen(now, line);
    else passTime(now);
    finish(now);
    show(now);
  }

  return {
    play(id, request) {
      const isDue = () => leaveAt(request.startAt) - time.monotonic() < leadMs;
      const onReady = () => {
        if (isDue()) wake?.();
      };
      const { items, loops, silence = fileSilence } = request;
      const spoken = createVoice(request, createSoundReader(items, { loops, silence, onReady }));
      const voice = overBed(spoken, request);
      const cuedAt = time.monotonic();
      cues.set(id, {
        id,
        request,
        voice,
        live: request.items.some((item) => 'feed' in item && item.manner === 'live'),
        cuedAt,
        leavesAt: leaveAt(request.startAt),
        zeroAt: null,
        startedAt: null,
        placed: false,
        stopping: false,
        missed: null,
      });
    },
    stop(id) {
      const cue = cues.get(id);
      if (cue) cue.stopping ||= 'asked';
    },
    behind(why) {
      gone = why;
      if (why && line) lose(line, why);
      if (why) return;
      fault = null;
      retryAt = -Infinity;
      retryMs = firstRetryMs;
    },
    tick,
    pauseMs() {
      if (line) return tickMs;
      const now = time.monotonic();
      const waits = [...cues.values()].map((cue) => waitMs(cue, now));
      if (waits.length === 0) return null;
      return Math.max(tickMs, Math.min(longestSleepMs, ...waits));
    },
    close() {
      for (const cue of cues.values()) {
        cue.voice.close();
        tell({ kind: 'done', id: cue.id, played: cue.voice.result('stopped', cue.startedAt, null) });
      }
      cues.clear();
      tellAired(tape.cut());
      line?.sink.close();
      line = null;
    },
  };
}
