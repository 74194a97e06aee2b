import type { Played } from '../audio/bus.ts';
import type { Reason } from '../contract/index.ts';
import type { Leg, ZoneRun } from './legs.ts';
import { judge, type EndCause, type LegFacts } from './outcome.ts';
import type { CuedContent, OutcomeWords } from './ports.ts';

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
  readonly items: readonly { title: string; airedMs: number; problem: Reason | null }[];
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
): RunResult {
  const first = Math.min(...played.flatMap(({ startedAt }) => startedAt ?? []));
  const sentMs = Math.max(0, ...played.map((leg) => leg.airedMs));
  const longest = played.find((leg) => leg.airedMs === sentMs);
  const onLeg = (run: ZoneRun) => played[legs.findIndex((leg) => leg.zones.includes(run))];
  const airedIn = zones.map((run) => zoneAiredMs(run, span, onLeg(run)?.airedMs ?? 0));
  // Sound that was sent to amplifiers without power is not on air.
  const airedMs = airedIn.some((ms) => ms > 0) ? sentMs : 0;
  const facts = {
    airedMs,
    cause,
    legs: played.map((leg, index): LegFacts => ({ ...leg, cause: legs[index]?.cause ?? null })),
    zones: zones.map((run) => ({ name: run.zone.name, fault: run.fault, held: run.held })),
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
    items: itemsInOrder(content, longest?.items ?? []),
  };
}

/** How long a zone really sounded: from sound and power both there, to the first of them gone. */
function zoneAiredMs(run: ZoneRun, span: RunSpan, airedMs: number): number {
  if (run.confirmedAt === null || span.from === null) return 0;
  const from = Math.max(run.confirmedAt, span.from);
  const to = Math.min(run.silentAt ?? span.to, span.from + airedMs);
  return Math.round(Math.max(0, to - from));
}

/** The items as planned: those passed over before cueing keep their place between those the bus reports on. */
function itemsInOrder(content: CuedContent, played: Played['items']): RunResult['items'] {
  let next = 0;
  return content.items.map((part) => {
    if ('problem' in part) return { title: part.title, airedMs: 0, problem: part.problem };
    const report = played[next++];
    return { title: part.title, airedMs: Math.round(report?.airedMs ?? 0), problem: report?.problem ?? null };
  });
}
