import type { Reason } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import { framesPerMs } from '../core/wav.ts';
import {
  chooser,
  decide,
  isHushed,
  isSame,
  onBegun,
  onLocal,
  onUrl,
  silentSince,
  whyNotFirst,
  whyOf,
  type Choice,
} from './chooser.ts';
import { createLocalPlayer } from './local-player.ts';
import type { LocalItem, RebroadcastPorts } from './ports.ts';
import type { Receiver } from './receiver.ts';
import { reportOf, type Stretch, type StreamReport } from './record.ts';
import { cross, fadeOut } from './smooth.ts';
import { createSource, type Source } from './source.ts';
import { hostOf } from './upstream-url.ts';

/** What is aired now of a station, for people. */
export interface AiredNow {
  /** Its place among the addresses; null: it is the village's own recording, or nothing. */
  readonly urlIndex: number | null;
  /** Of the recording; null: it is an address, or nothing. */
  readonly local: string | null;
  /** Epoch ms. */
  readonly since: number;
  /** Why it is not the first address; null: it is. */
  readonly why: Reason | null;
}

/** A station that is listened to, and from `begin` on aired. */
export interface OnAir {
  /** What the buses play. */
  readonly feed: SharedArrayBuffer;
  /** Its first sample is heard at `startAt` (epoch ms), its last `durationMs` later, whatever becomes of the station. */
  begin(slot: AirTime): void;
  /** What came of it so far. */
  report(): StreamReport;
  /** Lets everything go. Safe twice. */
  close(): void;
}

export interface AirTime {
  /** Epoch ms of the first sample. */
  readonly startAt: number;
  readonly durationMs: number;
  /** Nothing has been heard for long, or something is again. */
  readonly onHush: (hushed: boolean) => void;
  /** Nothing is heard since then (epoch ms); null: something is again. */
  readonly onSilent: (since: number | null) => void;
}

export interface OnAirOrder {
  readonly name: string;
  readonly urls: readonly string[];
  readonly local: readonly LocalItem[];
}

export interface OnAirParts {
  readonly ports: Pick<RebroadcastPorts, 'openFeed' | 'limiters'> & {
    readonly media: Pick<RebroadcastPorts['media'], 'decode'>;
  };
  readonly clock: Clock;
  readonly log: Logger;
  /** Tunes a receiver to one of the addresses. */
  readonly tune: (url: string) => Receiver;
  readonly onChange: (now: AiredNow) => void;
}

const blockMs = 100;
const blockFrames = blockMs * framesPerMs;
/** At the slot's end. */
const fadeFrames = 50 * framesPerMs;
/** Written so far before it is heard: a busy main thread is not heard. */
const aheadMs = 1_000;
const feedSeconds = 6;

/**
 * Receives from now on, and airs once it is told to. Every open address plays all the time, to nobody or to everybody: what
 * is changed to has been heard before, and is not begun.
 */
export function listenToStation(order: OnAirOrder, { ports, clock, log, tune, onChange }: OnAirParts): OnAir {
  const feed = ports.openFeed(feedSeconds);
  const local = createLocalPlayer(order.local, { decode: ports.media.decode, log });
  const open = new Map<number, Source>();
  /** Monotonic, and so is the next; it has not been told to begin yet. */
  let beginAt = Infinity;
  let endAt = Infinity;
  let slot: AirTime | null = null;
  /** When the next block will be heard; one of them begins with the slot. */
  let at = clock.monotonic();
  let state = chooser(order.urls.length, order.local.length > 0);
  let aired: Choice = state.aired;
  let title = titleOf(aired);
  let stretchFrom = 0;
  let hushed = false;
  let silent: number | null = null;
  let soundMs = 0;
  /** Of the village's own recording, in the last block. */
  let localFrames = 0;
  let closed = false;
  const stretches: Stretch[] = [];
  /** Address → the trouble with it that the record has. */
  const named = new Map<number, string>();

  function titleOf(what: Choice): string {
    if (what.kind === 'local') return local.item()?.title ?? order.name;
    return what.kind === 'url' ? `${order.name} (${hostOf(order.urls[what.index] ?? '')})` : order.name;
  }

  /** Each open address plays its block; what it says of itself is told to the chooser. */
  function listen(): Map<number, Int16Array> {
    const blocks = new Map<number, Int16Array>();
    for (const [index, source] of open) {
      const { samples, event, why } = source.next(blockFrames);
      blocks.set(index, samples);
      state = onUrl(state, index, event, at, why);
      if (source.ending()) state = onUrl(state, index, 'ending', at);
      if (event !== 'failed') continue;
      source.close();
      open.delete(index);
    }
    return blocks;
  }

  function choose(): void {
    const decision = decide(state, at);
    state = decision.state;
    for (const index of decision.close) {
      open.get(index)?.close();
      open.delete(index);
    }
    for (const index of decision.open) {
      open.get(index)?.close();
      open.set(index, createSource(tune(order.urls[index] ?? ''), ports.limiters));
    }
    for (const [index, source] of open) {
      const given = state.sources[index]?.phase;
      if (given !== 'resting' && given !== 'closed') continue;
      source.close();
      open.delete(index);
    }
  }

  function blockOf(what: Choice, blocks: ReadonlyMap<number, Int16Array>): Int16Array {
    const silence = new Int16Array(blockFrames);
    if (what.kind === 'url') return blocks.get(what.index) ?? silence;
    if (what.kind === 'nothing') return silence;
    const taken = local.take(blockFrames);
    silence.set(taken);
    localFrames = taken.length;
    const phase = local.item() === null ? 'spent' : local.isBetween() ? 'between' : 'airing';
    // A disk that is behind is silence like any other.
    state = onLocal(state, phase, taken.length > 0 ? at : null);
    return silence;
  }

  /** So much of the block that was just taken is sound. */
  function soundingFrames(): number {
    if (aired.kind === 'local') return localFrames;
    return aired.kind === 'url' && state.sources[aired.index]?.phase === 'sounding' ? blockFrames : 0;
  }

  function endStretch(why: Reason | null): void {
    const toMs = at - beginAt;
    if (toMs > stretchFrom) {
      stretches.push({ what: aired, title, fromMs: stretchFrom, toMs, why });
      if (aired.kind === 'url' && why) named.set(aired.index, why.code);
    }
    stretchFrom = Math.max(0, toMs);
  }

  /** Those that failed without being on the air are in the record too, each trouble once. */
  function nameFailures(): void {
    for (const [index, { phase, why }] of state.sources.entries()) {
      if (phase !== 'resting' || !why || named.get(index) === why.code) continue;
      const what = { kind: 'url', index } as const;
      stretches.push({ what, title: titleOf(what), fromMs: at - beginAt, toMs: at - beginAt, why });
      named.set(index, why.code);
    }
  }

  function tellAired(): void {
    if (!slot) return;
    const since = clock.now() + Math.max(0, at - clock.monotonic());
    const urlIndex = aired.kind === 'url' ? aired.index : null;
    onChange({ urlIndex, local: aired.kind === 'local' ? title : null, since, why: whyNotFirst(state) });
  }

  function tellSilence(): void {
    const since = silentSince(state, at);
    if (since === silent) return;
    silent = since;
    slot?.onSilent(since === null ? null : clock.now() + since - clock.monotonic());
  }

  function whyLeft(): Reason | null {
    if (aired.kind !== 'url') return null;
    const source = state.sources[aired.index];
    const better = state.aired.kind === 'url' && state.aired.index < aired.index;
    return better ? null : whyOf(source);
  }

  /** One block of what is heard at `at`. */
  function step(): void {
    if (state.begunAt === null && at >= beginAt) state = onBegun(state, at);
    const blocks = listen();
    choose();
    const before = aired;
    const changed = !isSame(before, state.aired) || (aired.kind === 'local' && local.isBetween());
    if (changed) endStretch(whyLeft());
    aired = state.aired;
    if (changed) {
      title = titleOf(aired);
      if (aired.kind === 'url') named.delete(aired.index);
      tellAired();
      log.info({ upstream: title, what: aired.kind }, 'rebroadcast from another source');
    }
    const block = blockOf(aired, blocks);
    if (at < beginAt) return;
    nameFailures();
    tellSilence();
    if (isHushed(state, at) !== hushed) slot?.onHush((hushed = !hushed));
    const heard = changed
      ? cross(blockOf(before.kind === 'local' ? { kind: 'nothing' } : before, blocks), block)
      : block;
    const left = Math.round((endAt - at) * framesPerMs);
    const written = heard.subarray(0, left);
    if (left < blockFrames + fadeFrames) fadeOut(written, left - fadeFrames, fadeFrames);
    soundMs += Math.min(written.length, soundingFrames()) / framesPerMs;
    feed.write(written);
  }

  function tick(): void {
    while (!closed && at < clock.monotonic() + aheadMs) {
      if (at >= endAt) return finish();
      step();
      at = Math.min(at + blockMs, Math.max(endAt, at));
    }
  }

  function finish(): void {
    if (closed) return;
    closed = true;
    stopTicking();
    endStretch(null);
    for (const source of open.values()) source.close();
    open.clear();
    local.close();
    feed.end();
  }

  const stopTicking = clock.every(blockMs / 2, tick);
  tick();

  return {
    feed: feed.memory,
    begin(asked) {
      slot = asked;
      beginAt = clock.monotonic() + asked.startAt - clock.now();
      endAt = beginAt + asked.durationMs;
      at = beginAt - Math.floor(Math.max(0, beginAt - at) / blockMs) * blockMs;
      tellAired();
      tick();
    },
    report: () => {
      const toMs = at - beginAt;
      const now = closed || toMs <= stretchFrom ? [] : [{ what: aired, title, fromMs: stretchFrom, toMs, why: null }];
      const why = whyOf(state.sources[0]);
      return reportOf([...stretches, ...now], { startAt: slot?.startAt ?? clock.now(), soundMs, why });
    },
    close() {
      // What was written ahead is not heard any more.
      if (!closed && slot) at = Math.max(beginAt + stretchFrom, Math.min(at, clock.monotonic()));
      finish();
    },
  };
}
