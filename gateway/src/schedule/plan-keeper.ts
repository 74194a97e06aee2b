import type { Clock } from '../core/clock/clock.ts';
import { airLengthMs } from '../core/air/length.ts';
import { turnsFor, type Turns } from '../core/air/turns.ts';
import { AppError } from '../core/errors.ts';
import { dayMs } from '../core/village-time.ts';
import type { Content } from '../contract/index.ts';
import type { Sql, Storage } from '../storage/storage.ts';
import { handOverAt } from './due.ts';
import type { Form } from './forecast.ts';
import { heirsOf } from './heirs.ts';
import { planChange, slotKey, type Plannable } from './plan.ts';
import type { ChimeSource, ContentFacts, ContentSource, ScheduleZone } from './ports.ts';
import type { ProgrammeStore, StoredProgramme } from './programme-store.ts';
import { slotId } from './slot-id.ts';
import type { SlotStore, StoredSlot } from './slot-store.ts';

export interface PlanKeeperParts {
  readonly storage: Storage;
  readonly programmes: ProgrammeStore;
  readonly slots: SlotStore;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly zone: (id: string) => ScheduleZone | undefined;
  readonly content: ContentSource;
  readonly chimes: ChimeSource;
}

/** What the length of a programme depends on, besides its content. */
export type Framed = Pick<StoredProgramme, 'kind' | 'priority' | 'zoneIds' | 'chimes' | 'bedRecordingId' | 'staggered'>;

export interface PlanResult {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Too near their start to be as if they had never been planned: skipped by whoever changed the plan. */
  readonly withdrawn: readonly string[];
}

/** Slots are rows this far ahead; further on there are only rules, and the slots somebody changed. */
export const horizonMs = 14 * dayMs;
/** After an outage, slots this old are still made up as missed; older ones would be noise. */
const lookBackMs = 35 * dayMs;

/** Makes the table of slots follow the rules. */
export function createPlanKeeper({
  storage,
  programmes,
  slots,
  clock,
  timeZone,
  zone,
  content,
  chimes,
}: PlanKeeperParts) {
  /** What the content is now; a problem instead of an error when it is gone. */
  async function contentFacts(wanted: Content, title: string): Promise<ContentFacts> {
    return content.describe(wanted).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return { title, durationMs: 0, recordingIds: [], problem: { code: error.code, params: { ...error.params } } };
    });
  }

  /** In which turns its zones speak, as they are set up now. */
  function turnsOf(programme: Framed): Turns {
    return turnsFor(
      programme,
      programme.zoneIds.flatMap((id) => zone(id) ?? []),
    );
  }

  /** The music under a programme as it is now; null: it has none. */
  async function bedFacts(recordingId: string | null): Promise<ContentFacts | null> {
    return recordingId === null ? null : contentFacts({ kind: 'recording', recordingId }, '');
  }

  /** From the first sample to the last, of such a content. */
  async function lengthMs(
    programme: Framed,
    {
      durationMs: contentMs,
      recordingIds,
      comesAsItIs,
    }: Pick<ContentFacts, 'durationMs' | 'recordingIds' | 'comesAsItIs'>,
  ): Promise<number> {
    if (comesAsItIs) return contentMs;
    const turns = turnsOf(programme).count;
    const music = programme.staggered ? null : await bedFacts(programme.bedRecordingId);
    const rung = await chimes.lengths(programme.chimes, programme.kind, recordingIds);
    return airLengthMs({ contentMs, turns, ...rung, bed: music !== null && !music.problem });
  }

  /** A programme with the content it has, or with another; its length is that of the whole broadcast. */
  async function facts(
    programme: Framed & Pick<StoredProgramme, 'content' | 'title'>,
    wanted: Content = programme.content,
  ): Promise<ContentFacts> {
    const found = await contentFacts(wanted, programme.title);
    return { ...found, durationMs: await lengthMs(programme, found) };
  }

  /** What slots copy from their programme; asked before a transaction begins, since it looks at the library. */
  async function formsOf(all: readonly StoredProgramme[]): Promise<Form[]> {
    return Promise.all(
      all.map(async (programme) => {
        const { id: programmeId, title, kind, priority, zoneIds } = programme;
        const { durationMs } = await facts(programme);
        return { programme, slot: { programmeId, title, kind, priority, zoneIds, durationMs } };
      }),
    );
  }

  /** When a slot goes to the broadcast: the sooner, the longer its amplifiers warm up. */
  function handOverOf({ startsAt, zoneIds }: Pick<StoredSlot, 'startsAt' | 'zoneIds'>): number {
    return handOverAt(
      startsAt,
      zoneIds.map((id) => zone(id)?.warmupMs ?? 0),
    );
  }

  /**
   * Makes the table hold each slot of the window once, in step with its programme. `by`: who changed the plan; `before`:
   * the programmes that get another rule, as they were.
   */
  async function replan(
    tx: Sql,
    forms: readonly Form[],
    by: string | null,
    before: readonly Plannable[] = [],
  ): Promise<PlanResult> {
    const now = clock.now();
    const window = { from: now - lookBackMs, to: now + horizonMs, now };
    const own = await slots.ofProgrammes(tx, window.from);
    const planned = own.filter((slot) => slot.state === 'planned');
    const over = new Set(
      own.filter((slot) => slot.state !== 'planned').map((slot) => slotKey(slot.programmeId, slot.occursAt)),
    );
    const change = planChange(
      forms.map((form) => form.programme),
      planned,
      over,
      window,
      timeZone,
    );
    const far = change.remove.filter((slot) => handOverOf(slot) > now);
    const inHand = by === null ? [] : change.remove.filter((slot) => !far.includes(slot));
    for (const { id } of inHand) await slots.setSkipped(tx, id, by ?? '');
    const changed = inHand.map(({ id }) => id);
    for (const form of forms) changed.push(...(await slots.follow(tx, form.slot)));
    const formOf = new Map(forms.map((form) => [form.programme.id, form.slot]));
    async function add({ programmeId, occursAt }: { programmeId: string; occursAt: number }): Promise<string> {
      const id = slotId(programmeId, occursAt);
      const form = formOf.get(programmeId);
      if (form) await slots.add(tx, { ...form, id, occursAt });
      return id;
    }
    for (const slot of change.add) changed.push(await add(slot));
    const gone = own.filter((slot) => slot.changed && far.some(({ id }) => id === slot.id));
    const heirs = heirsOf(
      gone,
      forms.map((form) => form.programme),
      before,
      now,
      timeZone,
    );
    for (const [goneId, heir] of heirs) await slots.inherit(tx, await add(heir), goneId);
    for (const { id } of far) await slots.remove(tx, id);
    return { changed, removed: far.map(({ id }) => id), withdrawn: inHand.map(({ id }) => id) };
  }

  return {
    contentFacts,
    bedFacts,
    turnsOf,
    lengthMs,
    facts,
    formsOf,
    handOverOf,
    replan,
    /** The same for the rules as they are; at start, and as days pass. */
    async replanAll(): Promise<PlanResult> {
      const forms = await formsOf(await programmes.all());
      return storage.transaction((tx) => replan(tx, forms, null));
    },
  };
}

export type PlanKeeper = ReturnType<typeof createPlanKeeper>;
