import type { Played } from '../audio/bus.ts';
import type { Reason } from '../contract/index.ts';
import { unheardUntil, type Leg, type ZoneRun } from './legs.ts';
import { judge, type EndCause, type LegFacts } from './outcome.ts';
import type { CuedContent, IncomingReport, OutcomeWords } from './ports.ts';
import { heardMs } from './score.ts';

export interface RunResult {
  /** `null`: it never came to an outcome, because the gateway went down before the first sample. */
  readonly outcome: OutcomeWords | null;
  readonly startedAt: number | null;
  readonly endedAt: number;
  readonly airedMs: number;
  readonly zones: readonly {
    zoneId: string;
    name: string;
    outputId: string | null;
    confirmed: boolean;
    airedMs: number;
    fault: Reason | null;
  }[];
  readonly items: readonly {
    title: string;
    /** Of what was received while it was aired: when this source began to sound. */
    from?: string;
    airedMs: number;
    problem: Reason | null;
  }[];
}

/** When its first sample left, and when all was over: monotonic. */
export interface RunSpan {
  readonly from: number | null;
  readonly to: number;
}

/** What a run came to, when its sound is over. `played`: of each leg, in their order; none when nothing was cued. */
export function sumUp(
  content: CuedContent,
  zones: readonly ZoneRun[],
  legs: readonly Leg[],
  played: readonly Played[],
  cause: EndCause | null,
  span: RunSpan,
  endedAt: number,
  incoming: IncomingReport | null = null,
): RunResult {
  const first = Math.min(...played.flatMap(({ startedAt }) => startedAt ?? []));
  // Silence in place of a station that was never heard is not sound.
  const mute = incoming?.soundMs === 0;
  const sentMs = mute ? 0 : Math.max(0, ...played.map((leg) => leg.airedMs));
  const legOf = (run: ZoneRun) => legs.findIndex((leg) => leg.zones.includes(run));
  const onLeg = (run: ZoneRun) => played[legOf(run)];
  const airedIn = zones.map((run) => (mute ? 0 : zoneAiredMs(run, span, legs[legOf(run)], onLeg(run))));
  // Sound that was sent to amplifiers without power is not on air.
  const airedMs = airedIn.some((ms) => ms > 0) ? sentMs : 0;
  const facts = {
    airedMs,
    cause,
    legs: played.map((leg, index): LegFacts => ({ ...leg, cause: legs[index]?.cause ?? null })),
    zones: zones.map((run) => ({ name: run.zone.name, fault: run.fault, held: run.held })),
    incoming: incoming?.words ?? null,
    cueProblems: content.items.flatMap((part) => ('problem' in part ? [part] : [])),
  };
  return {
    outcome: judge(facts),
    startedAt: Number.isFinite(first) ? first : null,
    endedAt,
    airedMs,
    zones: zones.map((run, index) => ({
      zoneId: run.zone.id,
      name: run.zone.name,
      outputId: run.zone.outputId,
      confirmed: run.confirmedAt !== null,
      airedMs: airedIn[index] ?? 0,
      fault: run.fault ?? run.held ?? onLeg(run)?.fault ?? null,
    })),
    items: itemsInOrder(content, legs, played, incoming),
  };
}

/** How long a zone really sounded: while its output did, and not others in their turn, and its amplifier was on. */
function zoneAiredMs(run: ZoneRun, span: RunSpan, leg: Leg | undefined, played: Played | undefined): number {
  if (run.confirmedAt === null || span.from === null || !leg || !played) return 0;
  const from = run.confirmedAt - span.from;
  const to = Math.min((run.silentAt ?? span.to) - span.from, played.airedMs);
  const unheardMs = run.unheardMs + unheardUntil(run, span.from + to);
  return Math.round(Math.max(0, heardMs(leg.heard, from, to) - unheardMs));
}

/**
 * The items as planned, each as it came to be heard where it was heard most; those passed over before cueing keep their
 * place, and what was over before a power cut is no part of this run.
 */
function itemsInOrder(
  content: CuedContent,
  legs: readonly Leg[],
  played: readonly Played[],
  incoming: IncomingReport | null,
): RunResult['items'] {
  return content.items.flatMap((part, index): RunResult['items'] => {
    if ('incoming' in part && incoming) return incoming.items;
    if ('problem' in part) return [{ title: part.title, airedMs: 0, problem: part.problem }];
    const places = legs.map(({ passages }) =>
      passages.findIndex((passage) => passage.kind === 'sound' && passage.index === index),
    );
    if (places.every((place) => place === -1)) return [];
    const reports = played.flatMap(({ items }, leg) => items[places[leg] ?? -1] ?? []);
    const airedMs = Math.round(Math.max(0, ...reports.map((report) => report.airedMs)));
    return [{ title: part.title, airedMs, problem: reports.find(({ problem }) => problem)?.problem ?? null }];
  });
}
