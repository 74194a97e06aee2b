import type { Clock } from '../core/clock/clock.ts';
import type { BroadcastPorts } from './ports.ts';
import type { Run } from './runner.ts';
import { quietReason } from './slot-words.ts';

/** What is planned to end with the day does so to the sample; this is for a night that came unforeseen. */
const intoTheNightMs = 2_000;

/** Asked each second: the clock may have been set, or the quiet hours, since a run began. Only a person's emergency goes on. */
export function mindTheNight(runs: readonly Run[], quiet: BroadcastPorts['quiet'], clock: Pick<Clock, 'now'>): void {
  for (const { plan, view, silenceZones } of runs) {
    if (plan.slotId === null && plan.priority === 'emergency' && !plan.drill) continue;
    if (!['warming', 'on-air'].includes(view().state)) continue;
    const at = clock.now() - intoTheNightMs;
    const dark = plan.zones.flatMap(({ zone }) => (quiet(zone.id, at).quiet ? [zone] : []));
    if (dark.length > 0) silenceZones(new Set(dark.map(({ id }) => id)), quietReason(dark));
  }
}
