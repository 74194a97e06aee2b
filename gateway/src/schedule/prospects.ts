import type { Hold } from '../contract/index.ts';
import { dayMs } from '../core/village-time.ts';
import { beginsAgainUntil } from './after-emergency.ts';
import { defaultMissed } from './approval.ts';
import { lastChance } from './due.ts';
import type { GateAnswer } from './gates.ts';
import type { Outlook } from './outlook.ts';
import type { ScheduleZone } from './ports.ts';
import type { ProgrammeStore } from './programme-store.ts';
import { endOf, rivalsAmong, yieldingOf, type Yielding } from './slot-rivals.ts';
import type { StoredSlot } from './slot-store.ts';

/** What becomes of a planned slot as things stand. */
export interface Prospect {
  readonly answer: GateAnswer;
  /** Which zones stay silent: held by a gate, or all of them since a stronger slot has the output. */
  readonly holds: readonly Hold[];
  readonly yielding: Yielding | null;
  /** Who gives way to it. */
  readonly pushesAside: StoredSlot | null;
}

export interface ProspectsParts {
  readonly outlook: Outlook;
  readonly programmes: ProgrammeStore;
  readonly zone: (id: string) => ScheduleZone | undefined;
  /** Rows, and what the rules foresee; in order. */
  readonly between: (from: number, to: number) => Promise<StoredSlot[]>;
}

/** Asks the gates and the neighbours of planned slots what will come of them. */
export function createProspects({ outlook, programmes, zone, between }: ProspectsParts) {
  const outputsOf = (ids: readonly string[]) => new Set(ids.flatMap((id) => zone(id)?.outputId ?? []));

  async function neighboursOf(slot: StoredSlot): Promise<StoredSlot[]> {
    const others = await between(slot.startsAt - dayMs, endOf(slot));
    return [...others.filter(({ id }) => id !== slot.id), slot].sort((a, b) => a.startsAt - b.startsAt);
  }

  return {
    /** Whoever wants its outputs while it airs. */
    async rivalsOf(slot: StoredSlot): Promise<StoredSlot[]> {
      return rivalsAmong(await neighboursOf(slot), outputsOf).get(slot.id) ?? [];
    },

    /** By slot id; of a list, its slots are each other's neighbours. Slots that are not planned any more have none. */
    async of(asked: readonly StoredSlot[]): Promise<Map<string, Prospect>> {
      const [only] = asked;
      const near =
        asked.length === 1 && only ? await neighboursOf(only) : [...asked].sort((a, b) => a.startsAt - b.startsAt);
      const answers = await outlook.of(near);
      const isSilent = ({ id }: StoredSlot) => answers.get(id)?.openZoneIds.length === 0;
      const rivals = rivalsAmong(
        near.filter((slot) => !isSilent(slot)),
        outputsOf,
      );
      const missed = new Map((await programmes.all()).map((programme) => [programme.id, programme.missed]));
      const prospects = new Map<string, Prospect>();
      for (const slot of asked) {
        const answer = answers.get(slot.id);
        if (!answer) continue;
        const own = rivals.get(slot.id) ?? [];
        const policy = missed.get(slot.programmeId ?? '') ?? defaultMissed(slot.kind);
        const facts = {
          startsAt: slot.startsAt,
          missed: policy,
          airedBeforeMs: slot.brokenOff?.airedMs ?? null,
          beginsAgainUntil: slot.brokenOff?.preEmptedBy ? beginsAgainUntil(slot) : null,
        };
        const yielding = yieldingOf(slot, own, lastChance(facts));
        const lost = yielding?.kind === 'lost' ? [pushedAside(answer.openZoneIds, yielding)] : [];
        prospects.set(slot.id, {
          answer,
          holds: [...answer.holds, ...lost],
          yielding,
          pushesAside: yielding ? null : (own[0] ?? null),
        });
      }
      return prospects;
    },
  };
}

function pushedAside(zoneIds: readonly string[], { to }: Yielding): Hold {
  const params = { title: to.title, at: new Date(to.startsAt).toISOString() };
  return { zoneIds: [...zoneIds], reason: { code: 'slot.pushed-aside', params } };
}
