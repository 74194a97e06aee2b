import type { AirLogEntry, Broadcast, BroadcastZone } from '#contract';

/** The way of a broadcast to one zone: each truth apart. */
export const steps = ['sent', 'powered', 'sounding', 'over'] as const;
export type Step = (typeof steps)[number];
export type StepState = 'done' | 'now' | 'waits' | 'cut' | 'open' | 'failed';
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

type LoggedZone = AirLogEntry['zones'][number];

/** Whether its amplifier was ever told to go on: what waited to its end, or was held back, was never sent. Pure. */
export function wasCommanded({ confirmed, outputId, fault }: Pick<LoggedZone, 'confirmed' | 'outputId' | 'fault'>) {
  return confirmed || outputId !== null || /^(relay\.|zone\.unconfirmed$)/.test(fault?.code ?? '');
}

const cuts = /^broadcast\.(stopped|interrupted|overrun|quiet-hours|pre-empted(-by-emergency)?|not-made-up)$/;

/** Somebody or something ended it while it sounded. Pure. */
export function isCut({ code }: Pick<AirLogEntry['outcome'], 'code'>): boolean {
  return cuts.test(code);
}

/** When it is over: what the air log says of a zone. Pure. */
export function stepsThen(zone: LoggedZone, outcome: Pick<AirLogEntry['outcome'], 'code'>): ZoneSteps {
  if (!wasCommanded(zone)) return { sent: 'open', powered: 'open', sounding: 'open', over: 'open' };
  // What was stopped before the relay answered is no fault of the relay.
  const unanswered = isCut(outcome) && !zone.fault ? 'cut' : 'failed';
  if (!zone.confirmed) return { sent: 'done', powered: unanswered, sounding: 'open', over: 'open' };
  if (zone.airedMs === 0) return { sent: 'done', powered: 'done', sounding: unanswered, over: 'open' };
  if (isCut(outcome) && !zone.fault) return { sent: 'done', powered: 'done', sounding: 'cut', over: 'cut' };
  return { sent: 'done', powered: 'done', sounding: 'done', over: zone.fault ? 'failed' : 'done' };
}
