import type { Overlay } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { addDays, toInstant, toLocal } from '../core/village-time.ts';
import { approvalOf } from './approval.ts';
import { judgeDay } from './day-minutes.ts';
import { forecast, type Form } from './forecast.ts';
import { passGates, type GateAnswer } from './gates.ts';
import { slotKey } from './plan.ts';
import type { ScheduleZone } from './ports.ts';
import type { ProgrammeStore } from './programme-store.ts';
import type { SlotStore, StoredSlot } from './slot-store.ts';

export interface OutlookParts {
  readonly clock: Clock;
  readonly timeZone: string;
  readonly programmes: ProgrammeStore;
  readonly slots: SlotStore;
  readonly forms: () => Promise<readonly Form[]>;
  readonly zone: (id: string) => ScheduleZone | undefined;
  readonly overlays: () => readonly Overlay[];
  /** Zone id → scheduled sound it had between two instants, ms. */
  readonly airedMs: (from: number, to: number) => Promise<ReadonlyMap<string, number>>;
}

/** What the gates say of planned slots, as things stand. */
export function createOutlook({ clock, timeZone, programmes, slots, forms, zone, overlays, airedMs }: OutlookParts) {
  async function judge(): Promise<(slot: StoredSlot, usedMs: (zoneId: string) => number) => GateAnswer> {
    const approvals = new Map((await programmes.all()).map((programme) => [programme.id, approvalOf(programme)]));
    const current = overlays();
    return (slot, usedMs) => {
      const approval = slot.programmeId === null ? null : (approvals.get(slot.programmeId) ?? null);
      return passGates({ ...slot, approval }, { overlays: current, zone, usedMs, timeZone });
    };
  }

  const limited = ({ zoneIds }: StoredSlot) => zoneIds.some((id) => (zone(id)?.minutesPerDay ?? null) !== null);

  /** Every slot of a village day that takes minutes: those that are not over, rows or not. */
  async function coming(from: number, to: number, known: readonly Form[]): Promise<StoredSlot[]> {
    const rows = await slots.between(from, to);
    const keys = new Set((await slots.keysBetween(from, to)).map((row) => slotKey(row.programmeId, row.occursAt)));
    const later = forecast(known, keys, Math.max(from, clock.now()), to, timeZone);
    return [...rows.filter(({ state }) => state !== 'ended'), ...later];
  }

  return {
    /** By slot id. Slots that are not planned any more have no answer: theirs was given. */
    async of(asked: readonly StoredSlot[]): Promise<Map<string, GateAnswer>> {
      const answers = new Map<string, GateAnswer>();
      const ask = await judge();
      const planned = asked.filter(({ state }) => state === 'planned');
      for (const slot of planned)
        if (!limited(slot))
          answers.set(
            slot.id,
            ask(slot, () => 0),
          );
      // Minutes are shared by the slots of a day, so there a slot is judged with all of its day: where it is asked for,
      // which may be later than its row says.
      const days = new Map<string, StoredSlot[]>();
      for (const slot of planned.filter(limited)) {
        const { date } = toLocal(slot.startsAt, timeZone);
        days.set(date, [...(days.get(date) ?? []), slot]);
      }
      const known = days.size > 0 ? await forms() : [];
      for (const [date, own] of days) {
        const from = toInstant({ date, time: '00:00' }, timeZone);
        const to = toInstant({ date: addDays(date, 1), time: '00:00' }, timeZone);
        const others = (await coming(from, to, known)).filter(({ id }) => own.every((slot) => slot.id !== id));
        const day = [...own, ...others].map((slot) => ({
          ...slot,
          // What was heard before it was broken off is in the air log.
          durationMs: slot.durationMs - (slot.brokenOff?.resumeAtMs ?? 0),
          skipped: slot.skippedBy !== null,
        }));
        const judged = judgeDay(day, await airedMs(from, to), (slot, usedMs) =>
          slot.state === 'planned' ? ask(slot, usedMs) : { steps: [], holds: [], openZoneIds: [...slot.zoneIds] },
        );
        for (const [slot, answer] of judged) if (slot.state === 'planned') answers.set(slot.id, answer);
      }
      return answers;
    },
  };
}

export type Outlook = ReturnType<typeof createOutlook>;
