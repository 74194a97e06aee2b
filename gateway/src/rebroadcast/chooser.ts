import type { Reason } from '../contract/index.ts';
import { onSource, restMs, unopened, urgentRestMs, type SourceEvent, type SourceState } from './source-state.ts';

/** What of an upstream is aired: one of its addresses, the village's own recording, or nothing. */
export type Choice =
  { readonly kind: 'url'; readonly index: number } | { readonly kind: 'local' } | { readonly kind: 'nothing' };

/** `between`: it is at the beginning of one of its items, or past its last one. */
export type LocalPhase = 'none' | 'ready' | 'airing' | 'between' | 'spent';

export interface ChooserState {
  readonly sources: readonly SourceState[];
  readonly local: LocalPhase;
  readonly aired: Choice;
  /** The slot has begun: silence counts, and the local recording may be used. Monotonic ms; null: it has not. */
  readonly begunAt: number | null;
  /** When a listener last heard something. */
  readonly heardAt: number;
}

export interface Decision {
  readonly state: ChooserState;
  readonly open: readonly number[];
  readonly close: readonly number[];
}

/** So long without sound counts as down. Pauses in speech and music are shorter. */
export const silenceMs = 10_000;
/** The next address is opened beside one that is quiet for so long, so that it plays when it is needed. */
const standByMs = 3_000;
/** A better address has to sound for so long before it is gone back to. */
const proveMs = 5_000;
/** Without any sound the other addresses get so long before the village's own recording begins. */
const urlsFirstMs = 4_000;
/** So long without any sound people are told that there is none: no pause in speech is as long. */
const lostMs = 5_000;
/** So long without any sound the amplifiers only hum: they go off until there is some. */
const hushMs = 60_000;

export function chooser(urls: number, hasLocal: boolean): ChooserState {
  return {
    sources: Array.from({ length: urls }, () => unopened),
    local: hasLocal ? 'ready' : 'none',
    aired: { kind: 'nothing' },
    begunAt: null,
    heardAt: -Infinity,
  };
}

/** One address said something. Pure. */
export function onUrl(
  state: ChooserState,
  index: number,
  event: SourceEvent,
  now: number,
  why?: Reason | null,
): ChooserState {
  const sources = state.sources.map((source, at) => (at === index ? onSource(source, event, now, why) : source));
  const isAired = state.aired.kind === 'url' && state.aired.index === index;
  return { ...state, sources, heardAt: event === 'heard' && isAired ? now : state.heardAt };
}

export function onBegun(state: ChooserState, now: number): ChooserState {
  return { ...state, begunAt: now, heardAt: now };
}

/** `heardAt`: when something of it is heard; null: there was nothing to hear. */
export function onLocal(state: ChooserState, local: LocalPhase, heardAt: number | null): ChooserState {
  return { ...state, local, heardAt: (state.aired.kind === 'local' ? heardAt : null) ?? state.heardAt };
}

/** What is aired from now on, and what is to be opened and closed. Pure; asked many times a second. */
export function decide(before: ChooserState, now: number): Decision {
  const given = giveUp(before, now);
  const aired = pick(given, now);
  const heardAt = aired.kind !== 'nothing' && !isSame(aired, given.aired) ? now : given.heardAt;
  const chosen: ChooserState = {
    ...given,
    aired,
    heardAt,
    local: aired.kind === 'local' && given.local !== 'spent' ? 'airing' : given.local,
  };
  const wanted = wantedOf(chosen, now);
  const open = [...wanted].filter((index) => isShut(chosen.sources[index]));
  const close = chosen.sources.flatMap((source, index) => (!wanted.has(index) && isOpen(source) ? [index] : []));
  const state = [
    ...open.map((index) => [index, 'open'] as const),
    ...close.map((index) => [index, 'close'] as const),
  ].reduce((sofar, [index, event]) => onUrl(sofar, index, event, now), chosen);
  return { state, open, close };
}

/** Nothing was heard for so long that nobody listens any more. Pure. */
export function isHushed({ begunAt, heardAt }: ChooserState, now: number): boolean {
  return begunAt !== null && now - heardAt >= hushMs;
}

/** Since when nothing has been heard that should be; monotonic. Null: it is, or only pauses. Pure. */
export function silentSince({ begunAt, heardAt }: ChooserState, now: number): number | null {
  return begunAt !== null && now - heardAt >= lostMs ? Math.max(begunAt, heardAt) : null;
}

/** Why the first address is not what is aired; null: it is. */
export function whyNotFirst({ aired, sources }: ChooserState): Reason | null {
  if (aired.kind === 'url' && aired.index === 0) return null;
  return whyOf(sources[0]);
}

/** Why one is not heard. */
export function whyOf(source: SourceState | undefined): Reason {
  if (source?.phase === 'silent') return { code: 'upstream.silent', params: {} };
  if (source?.phase === 'dry') return { code: 'upstream.stalled', params: {} };
  return source?.why ?? { code: 'upstream.no-sound-yet', params: {} };
}

function giveUp(state: ChooserState, now: number): ChooserState {
  return state.sources.reduce((sofar, source, index) => {
    const quiet = ['opening', 'silent', 'dry'].includes(source.phase) && now - source.heardAt >= silenceMs;
    if (!quiet) return sofar;
    const why = source.phase === 'opening' ? { code: 'upstream.too-slow', params: {} } : whyOf(source);
    return onUrl(sofar, index, 'given-up', now, why);
  }, state);
}

function pick(state: ChooserState, now: number): Choice {
  const { aired, sources, local, begunAt, heardAt } = state;
  const best = sources.findIndex(({ phase }) => phase === 'sounding');
  const proven = sources.findIndex(
    ({ phase, soundingSince }) => phase === 'sounding' && now - (soundingSince ?? now) >= proveMs,
  );
  const mayAirLocal = begunAt !== null && (local === 'ready' || local === 'airing' || local === 'between');
  switch (aired.kind) {
    case 'url': {
      if (proven >= 0 && proven < aired.index) return { kind: 'url', index: proven };
      const phase = sources[aired.index]?.phase;
      // A pause is waited for; a line that has stopped is not, when another sounds.
      const stays = phase === 'sounding' || phase === 'silent' || (phase === 'dry' && best < 0);
      if (stays) return aired;
      if (phase === 'dry' && now - (sources[aired.index]?.since ?? now) < standByMs) return aired;
      if (best >= 0) return { kind: 'url', index: best };
      return mayAirLocal && now - heardAt >= silenceMs ? { kind: 'local' } : { kind: 'nothing' };
    }
    case 'local':
      // What was begun is finished.
      if (local === 'airing') return aired;
      if (proven >= 0) return { kind: 'url', index: proven };
      if (local === 'between') return aired;
      return best >= 0 ? { kind: 'url', index: best } : { kind: 'nothing' };
    case 'nothing': {
      if (best >= 0) return { kind: 'url', index: best };
      // Who has only just gone is asked once more before the recording begins, which would be finished first.
      const allDown = sources.every(({ phase, failures }) => phase === 'resting' && failures > 1);
      return mayAirLocal && (allDown || now - heardAt >= urlsFirstMs) ? { kind: 'local' } : aired;
    }
  }
}

/** The addresses down to the first that is well, or may yet be; those behind it are not asked for anything. */
function wantedOf(state: ChooserState, now: number): Set<number> {
  const wanted = new Set<number>();
  for (const [index, source] of state.sources.entries()) {
    const due = now - source.since >= (state.aired.kind === 'nothing' ? urgentRestMs(source) : restMs(source));
    if (source.phase !== 'resting' || due) wanted.add(index);
    const quietMs = now - source.heardAt;
    const waits = ['opening', 'silent', 'dry'].includes(source.phase) && quietMs < standByMs;
    const well = !source.ending && (source.phase === 'sounding' || waits);
    if (source.phase === 'closed' || well) break;
  }
  if (state.aired.kind === 'url') wanted.add(state.aired.index);
  return wanted;
}

function isShut(source: SourceState | undefined): boolean {
  return source?.phase === 'closed' || source?.phase === 'resting';
}

function isOpen(source: SourceState): boolean {
  return !isShut(source);
}

export function isSame(one: Choice, other: Choice): boolean {
  return one.kind === other.kind && (one.kind !== 'url' || (other.kind === 'url' && one.index === other.index));
}
