import type { AirLogLine } from '../contract/index.ts';
import { asRun } from './as-run.ts';
import type { BroadcastPorts } from './ports.ts';
import type { RunTrace } from './run-store.ts';
import { heardMs } from './score.ts';

/**
 * What the air log says of a run that a crash or power cut ended. `null` for a slot of which nothing was heard:
 * it is still planned, and the schedule decides about it anew.
 */
export function interrupted(trace: RunTrace, zones: BroadcastPorts['zones']): AirLogLine | null {
  if (trace.startedAt === null && trace.slotId !== null) return null;
  const airedMs = trace.startedAt === null ? 0 : Math.max(0, trace.aliveAt - trace.startedAt);
  const confirmed = trace.startedAt !== null;
  return asRun(
    { ...trace, startsAt: trace.plannedAt },
    {
      startedAt: trace.startedAt,
      endedAt: trace.aliveAt,
      airedMs,
      zones: trace.zoneIds.map((id) => ({
        zoneId: id,
        name: zones.settings(id)?.name ?? id,
        outputId: zones.settings(id)?.outputId ?? null,
        confirmed,
        airedMs: trace.heard?.[id] ? heardMs(trace.heard[id], 0, airedMs) : airedMs,
        fault: null,
      })),
      items: [],
    },
    {
      kind: confirmed ? 'aired-partly' : 'failed',
      code: 'broadcast.interrupted',
      params: { airedSeconds: Math.round(airedMs / 1_000) },
    },
  );
}
