import type { CueItem, Played, PlayEvent, PlayRequest } from '../../gateway/src/audio/bus.ts';
import { createBroadcasts } from '../../gateway/src/broadcast/broadcast-service.ts';
import type { AirZone, CuedContent, CuedItem } from '../../gateway/src/broadcast/ports.ts';
import type { AirLogLine, Broadcast, ChangeEvents, Chimes, Content, Reason } from '../../gateway/src/contract/index.ts';
import { createChanges } from '../../gateway/src/core/changes.ts';
import { AppError } from '../../gateway/src/core/errors.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { quietLog } from './quiet-log.ts';
import type { WatchedStorage } from './storage.ts';

export interface FakeVillage {
  /** What was seen and heard, with the seconds since the village's start: `3.0 up dau-thon`. */
  readonly story: string[];
  readonly log: AirLogLine[];
  /** zone → how its amplifier misbehaves. */
  readonly broken: Map<string, 'dead' | 'will-not-go-off'>;
  /** Zones whose relays have not come in yet. */
  readonly away: Set<string>;
  /** output → a fault of it. */
  readonly mute: Map<string, Reason>;
  /** zone → how long its amplifier still rests, ms. */
  readonly resting: Map<string, number>;
  readonly contents: Map<string, CuedContent>;
  /** What `default` is in this village; at first there is none. */
  readonly bells: { opening: CuedItem | null; closing: CuedItem | null };
  readonly quiet: Set<string>;
  /** zone → the instant from which on it is quiet. */
  readonly quietFrom: Map<string, number>;
  readonly nextQuietAt: Map<string, number>;
  /** `killed`: the process dies at the very moment the next outcome is on the disk. */
  readonly disk: { full: boolean; killed: boolean };
  /** Outputs whose thread hangs once it has begun: it neither ends nor hears that it should. */
  readonly hanging: Set<string>;
  /** output → how long after its beginning the thread of its bus dies, ms; each instant comes once. */
  readonly dying: Map<string, number>;
  /** output → how long after the beginning of each of its next plays no file can be read any more, ms. */
  readonly spoiling: Map<string, number[]>;
  loseZone(zoneId: string, code: string): void;
  /** The amplifier of a zone that is on draws nothing. */
  doubtZone(zoneId: string, code: string): void;
}

export const sound = (title: string, seconds: number): CuedContent => ({
  title,
  durationMs: seconds * 1_000,
  items: [{ title, path: `/${title}.wav`, durationMs: seconds * 1_000 }],
});

export const recording = (recordingId: string): Content => ({ kind: 'recording', recordingId });

/** A village in memory that lives a day in a millisecond: everything around `broadcast/` faked, its own rules real. */
export function createFakeVillage(
  storage: WatchedStorage,
  zones: readonly AirZone[],
  clock: FakeClock = createFakeClock('2026-11-24T00:00:00.000Z', () => storage.settled()),
) {
  const changes = createChanges<ChangeEvents>();
  const began = clock.now();
  const lostListeners = new Set<(zoneId: string, reason: Reason) => void>();
  const doubtListeners = new Set<(zoneId: string, reason: Reason) => void>();
  const village: FakeVillage = {
    story: [],
    log: [],
    broken: new Map(),
    away: new Set(),
    mute: new Map(),
    contents: new Map(),
    bells: { opening: null, closing: null },
    resting: new Map(),
    quiet: new Set(),
    quietFrom: new Map(),
    nextQuietAt: new Map(),
    disk: { full: false, killed: false },
    hanging: new Set(),
    dying: new Map(),
    spoiling: new Map(),
    loseZone(zoneId, code) {
      for (const listener of lostListeners) listener(zoneId, { code, params: {} });
    },
    doubtZone(zoneId, code) {
      for (const listener of doubtListeners) listener(zoneId, { code, params: {} });
    },
  };
  /** Amplifiers that are on. */
  const powered = new Set<string>();
  /** zone → who holds it. */
  const holders = new Map<string, Set<string>>();
  const tell = (line: string) => village.story.push(`${((clock.now() - began) / 1_000).toFixed(1)} ${line}`);

  const amplifiers = {
    async powerUp(zoneId: string, holder: string, signal: AbortSignal) {
      tell(`up ${zoneId}`);
      holders.set(zoneId, (holders.get(zoneId) ?? new Set()).add(holder));
      await clock.sleep(100, signal);
      if (village.broken.get(zoneId) === 'dead') throw new AppError('relay.unreachable', 504, 'no answer');
      powered.add(zoneId);
    },
    isAway: (zoneId: string) => village.away.has(zoneId),
    restMs: (zoneId: string) => village.resting.get(zoneId) ?? 0,
    cool: (zoneId: string) => tell(`cool ${zoneId}`),
    powerDown(zoneId: string, holder: string) {
      holders.get(zoneId)?.delete(holder);
      // Somebody else needs it on.
      if (holders.get(zoneId)?.size) return Promise.resolve();
      tell(`down ${zoneId}`);
      if (village.broken.get(zoneId) !== 'will-not-go-off') powered.delete(zoneId);
      return village.broken.get(zoneId) === 'will-not-go-off'
        ? Promise.reject(new AppError('relay.stuck-on', 504, 'still on'))
        : Promise.resolve();
    },
    onLost(listener: (zoneId: string, reason: Reason) => void) {
      lostListeners.add(listener);
      return () => lostListeners.delete(listener);
    },
    onDoubt(listener: (zoneId: string, reason: Reason) => void) {
      doubtListeners.add(listener);
      return () => doubtListeners.delete(listener);
    },
  };

  /** As it is now, whatever it was when it was cued. */
  function lengthOf(cued: CueItem): number {
    if ('pauseMs' in cued) return cued.pauseMs;
    if ('feed' in cued) return stationMs(cued.title);
    const { path, fromMs = 0 } = cued;
    const bells = Object.values(village.bells).flatMap((bell) => bell ?? []);
    const items = [...bells, ...[...village.contents.values()].flatMap((content) => content.items)];
    return (items.flatMap((item) => ('path' in item && item.path === path ? item.durationMs : []))[0] ?? 0) - fromMs;
  }

  /** A feed is as long as whoever writes it says. */
  function stationMs(title: string): number {
    const items = [...village.contents.values()].flatMap((content) => content.items);
    return items.flatMap((item) => ('incoming' in item && item.title === title ? item.durationMs : []))[0] ?? 0;
  }

  async function play(
    outputId: string,
    request: PlayRequest,
    onEvent: (event: PlayEvent) => void,
    signal: AbortSignal,
  ): Promise<Played> {
    const skippedMs = beginningOf(request);
    const lengths = request.items.map(lengthOf);
    const total = lengths.reduce((sum, ms) => sum + ms, 0);
    const nothing: Played = { startedAt: null, airedMs: 0, items: [], ending: 'stopped', fault: null, underruns: 0 };
    const fault = village.mute.get(outputId);
    if (fault) return { ...nothing, ending: 'failed', fault };
    try {
      await clock.sleep(request.startAt - clock.now(), signal);
    } catch {
      return nothing;
    }
    const spoilsAfterMs = village.spoiling.get(outputId)?.shift();
    const unreadable = request.items.map(({ title }) => ({
      title,
      airedMs: spoilsAfterMs ?? 0,
      problem: { code: 'audio.file-broken', params: { title, detail: 'EIO' } },
    }));
    if (spoilsAfterMs === 0) return { ...nothing, items: unreadable, ending: 'ended' };
    const startedAt = clock.now();
    const from = clock.monotonic();
    const softer = request.gainDb === 0 ? '' : ` at ${request.gainDb} dB`;
    tell(
      `${request.loops ? 'repeat' : 'play'} ${request.title} on ${outputId}${softer}${skippedMs > 0 ? ` from ${(skippedMs / 1_000).toFixed(1)}` : ''}`,
    );
    onEvent({ kind: 'started', at: startedAt });
    onEvent({ kind: 'item', index: 0, at: startedAt });
    if (village.hanging.has(outputId)) return new Promise(() => undefined);
    const diesAfterMs = village.dying.get(outputId);
    if (diesAfterMs !== undefined) {
      village.dying.delete(outputId);
      await clock.sleep(diesAfterMs, signal);
      tell(`bus of ${outputId} died`);
      const died: Reason = { code: 'audio.bus-died', params: {} };
      return { ...nothing, startedAt, airedMs: diesAfterMs, ending: 'failed', fault: died };
    }
    if (spoilsAfterMs !== undefined) {
      await clock.sleep(spoilsAfterMs, signal);
      tell(`silence on ${outputId}`);
      return { ...nothing, startedAt, airedMs: spoilsAfterMs, items: unreadable, ending: 'ended' };
    }
    const end = request.loops ? Infinity : startedAt + total;
    const until = Math.min(end, request.endBy ?? Infinity);
    const inTurn = request.items.some((item) => 'pauseMs' in item);
    let index = 0;
    let left = until - startedAt;
    let ended = true;
    // Only who speaks in turn is followed from one item to the next.
    while (ended && left > 0) {
      const ms = inTurn ? Math.min(left, lengths[index] ?? left) : left;
      ended = await clock.sleep(ms, signal).then(
        () => true,
        () => false,
      );
      left -= ms;
      const next = request.items[++index];
      if (!inTurn || !ended || left <= 0 || !next) continue;
      tell(`${'pauseMs' in next ? 'pause' : next.title} on ${outputId}`);
      onEvent({ kind: 'item', index, at: clock.now() });
    }
    // Counted in samples, whatever the clock shows.
    const airedMs = clock.monotonic() - from;
    tell(`silence on ${outputId}`);
    let before = 0;
    const items = request.items.map(({ title }, place) => {
      const ms = inTurn ? Math.max(0, Math.min(lengths[place] ?? 0, airedMs - before)) : airedMs;
      before += lengths[place] ?? 0;
      return { title, airedMs: ms, problem: null };
    });
    return {
      startedAt,
      airedMs,
      items,
      ending: !ended ? 'stopped' : until < end ? 'end-by' : 'ended',
      fault: null,
      underruns: 0,
    };
  }

  function cue(content: Content): Promise<CuedContent> {
    const found = village.contents.get(idOf(content));
    return found ? Promise.resolve(found) : Promise.reject(new AppError('recording.not-found', 404, 'gone'));
  }

  const bell = (chimes: Chimes, part: keyof Chimes) => (chimes[part] === 'default' ? village.bells[part] : null);
  const chimes = {
    async cue(chosen: Chimes) {
      return { opening: bell(chosen, 'opening'), closing: bell(chosen, 'closing') };
    },
    async lengths(chosen: Chimes) {
      const lengthOf = (one: CuedItem | null) => (one && 'path' in one ? one.durationMs : 0);
      return { openingMs: lengthOf(bell(chosen, 'opening')), closingMs: lengthOf(bell(chosen, 'closing')) };
    },
    refuseUnknown: () => Promise.resolve(),
  };

  const open = () => {
    const broadcasts = createBroadcasts({
      storage,
      changes,
      clock,
      log: quietLog,
      ports: {
        zones: { settings: (id) => zones.find((zone) => zone.id === id) },
        amplifiers,
        buses: { play },
        content: { cue },
        chimes,
        quiet: (zoneId, at) => ({
          quiet: village.quiet.has(zoneId) || at >= (village.quietFrom.get(zoneId) ?? Infinity),
          nextQuietAt: village.nextQuietAt.get(zoneId) ?? null,
        }),
        async record(entry, also) {
          if (village.disk.full) throw new AppError('storage.full', 507, 'full');
          await storage.transaction(also);
          village.log.push(entry);
          if (village.disk.killed) return new Promise<void>(() => undefined);
          tell(`log ${entry.outcome.kind} (${entry.outcome.code})`);
        },
        yielded: (slotId) => void broadcasts.withdraw(slotId),
        slotOnAir: () => Promise.resolve(),
      },
    });
    return broadcasts;
  };

  const seen: Broadcast[] = [];
  changes.on('broadcast.changed', (broadcast) => seen.push(broadcast));
  return { ...village, amplifiers, powered, clock, changes, cue, chimes, open, play, seen };
}

export const zone = (id: string, extra: Partial<AirZone> = {}): AirZone => ({
  id,
  name: id,
  outputId: id,
  volumeDb: 0,
  warmupMs: 3_000,
  cooldownMs: 20_000,
  turn: null,
  ...extra,
});

/** Where in its first item a play begins, ms. */
export function beginningOf({ items: [first] }: PlayRequest): number {
  return first && 'path' in first ? (first.fromMs ?? 0) : 0;
}

/** The recording, playlist or upstream of a content. */
export function idOf(content: Content): string {
  if (content.kind === 'rebroadcast') return content.upstreamId;
  return content.kind === 'recording' ? content.recordingId : content.playlistId;
}
