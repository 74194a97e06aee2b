import type { AirLogEntry, Broadcast, BroadcastZone } from '#contract';

/** The way of a broadcast to one zone: each truth apart. */
export const steps = ['sent', 'powered', 'sounding', 'over'] as const;
export type Step = (typeof steps)[number];
export type StepState = 'done' | 'now' | 'waits' | 'open' | 'failed';
export type ZoneSteps = Readonly<Record<Step, StepState>>;

/** While it goes on: how far a zone has come, by what its relay confirmed and its output played. Pure. */
export function stepsNow(
  { state, silentSince }: Pick<Broadcast, 'state' | 'silentSince'>,
  zone: Pick<BroadcastZone, 'state'>,
): ZoneSteps {
  /** Power alone is no sound: a station that is away is waited for. */
  const sounds = silentSince === null ? 'now' : 'waits';
  const over = state === 'cooling';
  switch (zone.state) {
    case 'waiting':
      return { sent: 'done', powered: over ? 'failed' : 'now', sounding: 'open', over: 'open' };
    case 'confirmed':
      return { sent: 'done', powered: 'done', sounding: over ? 'failed' : 'now', over: 'open' };
    case 'sounding':
    case 'pausing':
    case 'resting':
      return { sent: 'done', powered: 'done', sounding: over ? 'done' : sounds, over: over ? 'done' : 'open' };
    case 'off':
      return { sent: 'done', powered: 'done', sounding: 'done', over: 'done' };
    case 'fault':
      return { sent: 'done', powered: 'failed', sounding: 'open', over: 'open' };
  }
}

/** When it is over: what the air log says of a zone. Pure. */
export function stepsThen({ confirmed, airedMs, fault }: AirLogEntry['zones'][number]): ZoneSteps {
  if (!confirmed) return { sent: 'done', powered: 'failed', sounding: 'open', over: 'open' };
  if (airedMs === 0) return { sent: 'done', powered: 'done', sounding: 'failed', over: 'open' };
  return { sent: 'done', powered: 'done', sounding: 'done', over: fault ? 'failed' : 'done' };
}
