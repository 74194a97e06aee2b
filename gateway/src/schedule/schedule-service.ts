import type { ChangeEvents, Programme, ProgrammeInput, SavedProgramme, Slot, SlotQuery } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { addDays, dayMs, isRealDate, toInstant } from '../core/village-time.ts';
import type { Sql, Storage } from '../storage/storage.ts';
import { handOverAt } from './due.ts';
import { planChange, slotKey } from './plan.ts';
import type { ContentFacts, ContentSource, OutcomeWords, ScheduleZone } from './ports.ts';
import { clashesOf, lookFrom, refuseQuietHours, zonesOf } from './programme-checks.ts';
import { createProgrammeStore, type StoredProgramme } from './programme-store.ts';
import { checkRule, nextOccurrence } from './rule.ts';
import { createSlotStore, toWire, type SlotForm, type StoredSlot } from './slot-store.ts';

export interface ScheduleParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly changes: Changes<ChangeEvents>;
  readonly timeZone: string;
  readonly zone: (id: string) => ScheduleZone | undefined;
  readonly content: ContentSource;
  /** Somebody skipped a slot that the broadcast may hold already. */
  readonly onSkip: (slotId: string, by: string) => void;
  /** The plan is another than before: look at it now. */
  readonly onReplan: () => void;
}

interface Actor {
  readonly name: string;
}

interface Form {
  readonly programme: StoredProgramme;
  readonly slot: SlotForm;
}

interface PlanResult {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Too near their start to be as if they had never been planned: skipped by whoever changed the plan. */
  readonly withdrawn: readonly string[];
}

/** Slots are rows this far ahead, so that one of them can be skipped; further on there are only rules. */
export const horizonMs = 14 * dayMs;
/** After an outage, slots this old are still made up as missed; older ones would be noise. */
const lookBackMs = 35 * dayMs;
const longestListDays = 62;

/** Programmes and their slots: what is planned, kept in step with the rules, and its one outcome. */
export function createSchedule({ storage, clock, changes, timeZone, zone, content, onSkip, onReplan }: ScheduleParts) {
  const programmes = createProgrammeStore(storage, timeZone);
  const slots = createSlotStore(storage);

  async function facts(programme: StoredProgramme): Promise<ContentFacts> {
    return content.describe(programme.content).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return { title: programme.title, durationMs: 0, problem: { code: error.code, params: { ...error.params } } };
    });
  }

  async function live(programme: StoredProgramme): Promise<Programme> {
    const { durationMs, problem } = await facts(programme);
    const next = programme.enabled ? nextOccurrence(programme.rule, clock.now(), timeZone) : null;
    const silent = programme.zoneIds.map(zone).find((found) => found?.outputId === null);
    return {
      id: programme.id,
      title: programme.title,
      content: programme.content,
      zoneIds: [...programme.zoneIds],
      priority: programme.priority,
      rule: programme.rule,
      enabled: programme.enabled,
      durationMs,
      nextAt: next === null ? null : new Date(next).toISOString(),
      problem: problem ?? (silent ? { code: 'zone.no-output', params: { zone: silent.name } } : null),
    };
  }

  async function find(id: string): Promise<StoredProgramme> {
    const found = (await programmes.all()).find((programme) => programme.id === id);
    if (!found) throw notFound('programme', id);
    return found;
  }

  function handOverOf({ startsAt, zoneIds }: Pick<StoredSlot, 'startsAt' | 'zoneIds'>): number {
    return handOverAt(
      startsAt,
      zoneIds.map((id) => zone(id)?.warmupMs ?? 0),
    );
  }

  /** What slots copy from their programme; asked before a transaction begins, since it looks at the library. */
  async function formsOf(all: readonly StoredProgramme[]): Promise<Form[]> {
    return Promise.all(
      all.map(async (programme) => ({
        programme,
        slot: { ...slotForm(programme), durationMs: (await facts(programme)).durationMs },
      })),
    );
  }

  /** Makes the table hold each slot of the window once, in step with its programme. `by`: who changed the plan. */
  async function replan(tx: Sql, forms: readonly Form[], by: Actor | null): Promise<PlanResult> {
    const now = clock.now();
    const window = { from: now - lookBackMs, to: now + horizonMs, now };
    const own = await slots.ofProgrammes(tx, window.from);
    const planned = own.filter((slot) => slot.state === 'planned');
    const over = new Set(
      own.filter((slot) => slot.state !== 'planned').map((slot) => slotKey(slot.programmeId, slot.startsAt)),
    );
    const change = planChange(
      forms.map((form) => form.programme),
      planned,
      over,
      window,
      timeZone,
    );
    const far = change.remove.filter((slot) => handOverOf(slot) > now);
    const inHand = by ? change.remove.filter((slot) => !far.includes(slot)) : [];
    for (const { id } of far) await slots.remove(tx, id);
    for (const { id } of inHand) await slots.setSkipped(tx, id, by?.name ?? null);
    const changed = inHand.map(({ id }) => id);
    for (const form of forms) changed.push(...(await slots.follow(tx, form.slot)));
    const formOf = new Map(forms.map((form) => [form.programme.id, form.slot]));
    for (const { programmeId, startsAt } of change.add) {
      const form = formOf.get(programmeId);
      if (!form) continue;
      const id = newId();
      await slots.add(tx, { ...form, id, startsAt });
      changed.push(id);
    }
    return { changed, removed: far.map(({ id }) => id), withdrawn: inHand.map(({ id }) => id) };
  }

  async function announce(change: PlanResult, by: Actor | null): Promise<void> {
    for (const id of change.withdrawn) onSkip(id, by?.name ?? '');
    for (const id of change.removed) changes.emit('slot.removed', { id });
    const ids = new Set(change.changed);
    for (const slot of await slots.open()) if (ids.has(slot.id)) changes.emit('slot.changed', toWire(slot));
    onReplan();
  }

  async function replanAll(): Promise<void> {
    const forms = await formsOf(await programmes.all());
    await announce(await storage.transaction((tx) => replan(tx, forms, null)), null);
  }

  async function save(programme: StoredProgramme, nearQuietHours: boolean, by: Actor | null): Promise<SavedProgramme> {
    checkRule(programme.rule);
    const zones = zonesOf(programme.zoneIds, zone);
    const { durationMs } = await content.describe(programme.content);
    const now = clock.now();
    const all = await programmes.all();
    let clashes: SavedProgramme['clashes'] = [];
    if (programme.enabled) {
      const from = lookFrom(programme, now, timeZone);
      refuseQuietHours({ programme, durationMs }, zones, nearQuietHours, from, timeZone);
      const others = await Promise.all(
        all.map(async (other) => ({ programme: other, durationMs: (await facts(other)).durationMs })),
      );
      const outputsOf = ({ zoneIds }: StoredProgramme) => new Set(zoneIds.flatMap((id) => zone(id)?.outputId ?? []));
      clashes = clashesOf({ programme, durationMs }, others, outputsOf, from, timeZone);
    }
    const forms = await formsOf([...all.filter((other) => other.id !== programme.id), programme]);
    const change = await storage.transaction(async (tx) => {
      await programmes.put(tx, programme);
      return replan(tx, forms, by);
    });
    await announce(change, by);
    const saved = await live(programme);
    changes.emit('programme.changed', saved);
    return { programme: saved, clashes };
  }

  async function wire(id: string): Promise<Slot> {
    const slot = await slots.get(id);
    if (!slot) throw notFound('slot', id);
    return toWire(slot);
  }

  async function setSkipped(id: string, by: string | null): Promise<Slot> {
    const slot = await slots.get(id);
    if (!slot) throw notFound('slot', id);
    if (slot.startsAt <= clock.now() || !(await slots.setSkipped(storage, id, by))) {
      throw new AppError(
        'slot.begun',
        409,
        'This slot has begun or is over: it cannot be skipped or taken back any more.',
      );
    }
    if (by !== null) onSkip(id, by);
    const changed = await wire(id);
    changes.emit('slot.changed', changed);
    onReplan();
    return changed;
  }

  return {
    programmes: {
      list: async () => Promise.all((await programmes.all()).map(live)),
      get: async (id: string) => live(await find(id)),
      create: ({ nearQuietHours = false, ...input }: ProgrammeInput) =>
        save({ ...input, enabled: input.enabled ?? true, id: newId(), since: clock.now() }, nearQuietHours, null),
      async change(id: string, { nearQuietHours = false, ...input }: ProgrammeInput, actor: Actor) {
        const before = await find(id);
        const programme = { ...input, enabled: input.enabled ?? before.enabled, id, since: clock.now() };
        return save(programme, nearQuietHours, actor);
      },
      async remove(id: string, actor: Actor): Promise<void> {
        await find(id);
        const forms = await formsOf((await programmes.all()).filter((programme) => programme.id !== id));
        const change = await storage.transaction(async (tx) => {
          const planned = await replan(tx, forms, actor);
          await programmes.remove(tx, id);
          return planned;
        });
        changes.emit('programme.removed', { id });
        await announce(change, actor);
      },
    },

    slots: {
      async list({ from, to }: SlotQuery): Promise<Slot[]> {
        if (!isRealDate(from) || !isRealDate(to) || to < from || to > addDays(from, longestListDays)) {
          throw new AppError(
            'slot.bad-range',
            422,
            `From ${from} to ${to} is no span of at most ${longestListDays} days.`,
          );
        }
        const start = toInstant({ date: from, time: '00:00' }, timeZone);
        const end = toInstant({ date: addDays(to, 1), time: '00:00' }, timeZone);
        return (await slots.between(start, end)).map(toWire);
      },
      get: wire,
      skip: (id: string, actor: Actor) => setSkipped(id, actor.name),
      restore: (id: string, _actor: Actor) => setSkipped(id, null),
    },

    /** Slots without an outcome, in order. */
    open: slots.open,
    /** When a slot goes to the broadcast: the sooner, the longer its amplifiers warm up. */
    handOverOf,
    /** A slot as it is this moment. */
    now: slots.get,
    /** Slots of a span of time that have their outcome, as the panel sees them. */
    over: async (from: number, to: number): Promise<Slot[]> =>
      (await slots.between(from, to)).filter((slot) => slot.state === 'ended').map(toWire),
    /** What a slot airs: its programme's content as it is now; null when the programme is gone. */
    contentOf: async (programmeId: string) =>
      (await programmes.all()).find((programme) => programme.id === programmeId)?.content ?? null,

    /** Brings the rows up to date with the rules; at start, and as days pass. */
    replan: replanAll,

    /** The same when lengths or titles of what is aired may have changed: the panels see the programmes anew. */
    async contentChanged(): Promise<void> {
      await replanAll();
      for (const programme of await programmes.all()) changes.emit('programme.changed', await live(programme));
    },

    async setOnAir(id: string): Promise<void> {
      await slots.setOnAir(id);
      changes.emit('slot.changed', await wire(id));
    },

    /** Writes the one outcome inside the caller's transaction; `announceEnd` tells the panels afterwards. */
    end: (tx: Sql, id: string, words: OutcomeWords, at: number) => slots.end(tx, id, words, at),
    async announceEnd(id: string): Promise<void> {
      changes.emit('slot.changed', await wire(id));
      onReplan();
    },

    /** What uses a recording or playlist, so that it is not thrown away. */
    async usedBy(kind: 'recording' | 'playlist', id: string): Promise<{ kind: 'programme'; title: string }[]> {
      return (await programmes.all())
        .filter(({ content: used }) =>
          used.kind === 'recording'
            ? kind === 'recording' && used.recordingId === id
            : kind === 'playlist' && used.playlistId === id,
        )
        .map((programme) => ({ kind: 'programme', title: programme.title }));
    },
  };
}

export type Schedule = ReturnType<typeof createSchedule>;

function slotForm({ id, title, priority, zoneIds }: StoredProgramme): Omit<SlotForm, 'durationMs'> {
  return { programmeId: id, title, priority, zoneIds };
}
