import type { ChangeEvents } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { notFound } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { asRun } from './as-run.ts';
import type { Bookkeeping } from './bookkeeping.ts';
import type { Closings } from './closings.ts';
import type { EndCause } from './outcome.ts';
import type { BroadcastPorts } from './ports.ts';
import { admit, type Claim } from './priority.ts';
import { claimOf, heardByZone, type RunPlan } from './run-plan.ts';
import { isOver } from './run.ts';
import type { RunStore } from './run-store.ts';
import { perform, type Run } from './runner.ts';
import { heldZones, slotOutcome } from './slot-outcome.ts';

/** The ramp of what is pre-empted is over when the higher broadcast starts. */
const rampMs = 50;

export type Floor = ReturnType<typeof createFloor>;

/** Who has the outputs: admits a plan or says who is in the way, lets it run, and has what came of it written. */
export function createFloor(parts: {
  readonly ports: BroadcastPorts;
  readonly store: RunStore;
  readonly closings: Pick<Closings, 'write'>;
  readonly bookkeeping: Pick<Bookkeeping, 'track'>;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
}) {
  const { ports, store, closings, changes, clock, log } = parts;
  const { track } = parts.bookkeeping;
  /** On air, about to be, or with amplifiers that are still cooling. */
  const runs = new Map<string, Run>();
  /** Who holds which outputs, from admission to the end of the sound. */
  const claims = new Map<string, Claim>();

  async function preempt(lower: Claim, higher: RunPlan): Promise<void> {
    const { outputIds } = claimOf(higher);
    const slotId = runs.get(lower.id)?.plan.slotId;
    const wholly = [...lower.outputIds].every((id) => outputIds.has(id));
    // Nothing of it would be heard before: it waits for its turn, as if it had come later.
    if (slotId && wholly && lower.startsAt >= higher.startsAt - rampMs) return ports.yielded(slotId);
    await clock.sleep(higher.startsAt - rampMs - clock.now());
    if (claims.has(higher.id)) runs.get(lower.id)?.preempt(outputIds, higher);
  }

  async function conclude(run: Run): Promise<void> {
    const result = await run.sounded;
    const { plan } = run;
    claims.delete(plan.id);
    const zones = [...result.zones, ...heldZones(plan.holds, zoneName)];
    const words = result.outcome && slotOutcome(result.outcome, plan, result.startedAt, zoneName);
    await closings.write({ entry: words && asRun(plan, { ...result, zones }, words), runId: plan.id });
  }

  function zoneName(id: string): string {
    return ports.zones.settings(id)?.name ?? id;
  }

  return {
    runs: (): readonly Run[] => [...runs.values()],
    run: (id: string): Run | undefined => runs.get(id),
    find(id: string): Run {
      const run = runs.get(id);
      if (!run) throw notFound('broadcast', id);
      return run;
    },
    /** The run of a slot whose sound is not over. */
    runOf: (slotId: string): Run | undefined =>
      [...runs.values()].find(({ plan }) => plan.slotId === slotId && claims.has(plan.id)),
    holds: (id: string): boolean => claims.has(id),
    isWarm: (zoneId: string): boolean => [...runs.values()].some((run) => run.isWarm(zoneId)),

    /** Claims the outputs of a plan, or says who is in the way. Deciding and claiming are one step: nobody comes between. */
    claim(plan: RunPlan): Claim | null {
      const claim = claimOf(plan);
      const admission = admit(claim, [...claims.values()]);
      if (admission.kind === 'wait') return admission.behind;
      claims.set(plan.id, claim);
      for (const lower of admission.preempts) track(preempt(lower, plan));
      return null;
    },

    /** Its outputs are free for what comes in its place, though its sound is not over yet. */
    giveUp: (id: string): void => void claims.delete(id),

    /**
     * Lets an admitted plan run; what comes of it is written when its sound is over. Its trace for a power cut is on the
     * disk long before the first sample, but nobody waits for that: who stops everything now finds the run, and a disk
     * that is full keeps nothing from sounding.
     */
    launch(plan: RunPlan): Run {
      track(
        store.begin({
          ...plan,
          zoneIds: plan.zones.map(({ zone }) => zone.id),
          plannedAt: Math.round(plan.plannedAt),
          heard: heardByZone(plan),
          startedAt: null,
          aliveAt: clock.now(),
        }),
      );
      let noted = false;
      const run = perform(plan, ports, clock, log, (view) => {
        changes.emit('broadcast.changed', view);
        if (!view.startedAt || noted) return;
        noted = true;
        track(store.started(plan.id, Date.parse(view.startedAt)));
      });
      runs.set(plan.id, run);
      track(conclude(run));
      track(run.over.then(() => void runs.delete(plan.id)));
      return run;
    },

    endAll(cause: EndCause): void {
      for (const run of runs.values()) if (!isOver(run.view().state)) run.end(cause);
    },
  };
}
