import type {
  ApprovalState,
  ChangeEvents,
  Clash,
  Content,
  Programme,
  ProgrammeApproval,
  ProgrammeInput,
  ProgrammeTrial,
  Rule,
  SavedProgramme,
  TrialResult,
} from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound, reasonOf } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Sql, Storage } from '../storage/storage.ts';
import { createApprovalLog, type ApprovalLogParts } from './approval-log.ts';
import { approvalAfter, approvalOf, defaultMissed, keepsApproval, stepAt } from './approval.ts';
import type { PlanKeeper, PlanResult } from './plan-keeper.ts';
import type { Actor, ChimeSource, ContentSource, ScheduleZone } from './ports.ts';
import {
  clashesOf,
  lookFrom,
  refuseBed,
  refuseOverlapWithItself,
  refuseQuietHours,
  zonesOf,
} from './programme-checks.ts';
import type { ProgrammeStore, StoredProgramme } from './programme-store.ts';
import { checkRule, nextOccurrence } from './rule.ts';
import type { SlotStore } from './slot-store.ts';

export interface ProgrammeServiceParts extends ApprovalLogParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly changes: Changes<ChangeEvents>;
  readonly timeZone: string;
  readonly programmes: ProgrammeStore;
  readonly slots: Pick<SlotStore, 'openChanged'>;
  readonly plan: PlanKeeper;
  readonly zone: (id: string) => ScheduleZone | undefined;
  readonly content: ContentSource;
  readonly chimes: ChimeSource;
  readonly mayApprove: (actor: Actor) => boolean;
  /** The plan is another than before; `by`: who changed it. */
  readonly announce: (change: PlanResult, by: string | null) => Promise<void>;
}

/** What somebody gave, with what they left out. */
type Wanted = Omit<StoredProgramme, 'approval' | 'since' | 'unreadable'>;

/** Programmes: what recurs, who approved it, and what stands in its way. */
export function createProgrammeService(parts: ProgrammeServiceParts) {
  const { storage, clock, changes, timeZone, programmes, plan, zone, content, mayApprove, announce } = parts;
  const sayApproval = createApprovalLog(parts);

  async function live(programme: StoredProgramme): Promise<Programme> {
    const { durationMs, problem } = await plan.facts(programme);
    const next = programme.enabled ? nextOccurrence(programme.rule, clock.now(), timeZone) : null;
    const silent = programme.zoneIds.map(zone).find((found) => found?.outputId === null);
    return {
      id: programme.id,
      title: programme.title,
      kind: programme.kind,
      content: programme.content,
      text: programme.text,
      zoneIds: [...programme.zoneIds],
      priority: programme.priority,
      rule: programme.rule,
      chimes: programme.chimes,
      bedRecordingId: programme.bedRecordingId,
      staggered: programme.staggered,
      missed: programme.missed,
      enabled: programme.enabled,
      approval: approvalOf(programme),
      durationMs,
      nextAt: next === null ? null : iso(next),
      problem:
        programme.unreadable ?? problem ?? (silent ? { code: 'zone.no-output', params: { zone: silent.name } } : null),
    };
  }

  async function find(id: string): Promise<StoredProgramme> {
    const found = (await programmes.all()).find((programme) => programme.id === id);
    if (!found) throw notFound('programme', id);
    return found;
  }

  /** Throws for whatever stands in the way of saving it; else who yields to whom. */
  async function check(wanted: Wanted, confirmedNear: boolean, others: readonly StoredProgramme[]): Promise<Clash[]> {
    checkRule(wanted.rule);
    const zones = zonesOf(wanted.zoneIds, zone);
    const found = await content.describe(wanted.content);
    await parts.chimes.refuseUnknown(wanted.chimes);
    refuseBed(wanted);
    if (wanted.bedRecordingId !== null)
      await content.describe({ kind: 'recording', recordingId: wanted.bedRecordingId });
    if (!wanted.enabled) return [];
    const durationMs = await plan.lengthMs(wanted, found);
    const from = lookFrom(wanted, clock.now(), timeZone);
    const changed = await parts.slots.openChanged();
    const changedOf = (id: string) => changed.filter(({ programmeId }) => programmeId === id);
    const mine = { programme: wanted, durationMs, changed: changedOf(wanted.id) };
    refuseQuietHours(mine, zones, confirmedNear, from, timeZone);
    refuseOverlapWithItself(mine, from, timeZone);
    const theirs = await Promise.all(
      others.map(async (other) => ({
        programme: other,
        durationMs: (await plan.facts(other)).durationMs,
        changed: changedOf(other.id),
      })),
    );
    const outputsOf = ({ zoneIds }: Pick<Wanted, 'zoneIds'>) =>
      new Set(zoneIds.flatMap((id) => zone(id)?.outputId ?? []));
    return clashesOf(mine, theirs, outputsOf, from, timeZone);
  }

  /** Writes programmes and what follows for the plan: all of it or nothing. */
  async function write(saved: readonly StoredProgramme[], by: string | null): Promise<void> {
    const ids = new Set(saved.map(({ id }) => id));
    const before = await programmes.all();
    const forms = await plan.formsOf([...before.filter(({ id }) => !ids.has(id)), ...saved]);
    await commit(async (tx) => {
      for (const programme of saved) await programmes.put(tx, programme);
      return plan.replan(tx, forms, by, before);
    }, by);
    for (const programme of saved) changes.emit('programme.changed', await live(programme));
  }

  async function commit(work: (tx: Sql) => Promise<PlanResult>, by: string | null): Promise<void> {
    const change = await storage.transaction(work).finally(() => programmes.forget());
    await announce(change, by);
  }

  async function save(
    wanted: Wanted,
    input: ProgrammeInput,
    before: StoredProgramme | null,
    actor: Actor,
  ): Promise<SavedProgramme> {
    const others = (await programmes.all()).filter((other) => other.id !== wanted.id);
    const clashes = await check(wanted, input.nearQuietHours ?? false, others);
    const now = clock.now();
    const kept = before && keepsApproval(before, wanted, input.approval) ? before.approval : null;
    const approval = kept ?? {
      state: approvalAfter(input.approval, mayApprove(actor)),
      by: actor.name,
      at: stepAt(now, before),
      note: null,
    };
    const programme: StoredProgramme = { ...wanted, approval, since: now, unreadable: null };
    await write([programme], before ? actor.name : null);
    if (!kept) await sayApproval(programme.id, approval.state, actor);
    return { programme: await live(programme), clashes };
  }

  /** One step on the way to approval; the plan itself stays as it is. `seen`: what the person had before them. */
  async function step(
    id: string,
    state: ApprovalState,
    { note = null, seen = null }: { note?: string | null; seen?: ProgrammeApproval | null },
    actor: Actor,
  ): Promise<Programme> {
    const programme = await find(id);
    if (programme.unreadable) {
      const { code, params } = programme.unreadable;
      throw new AppError(code, 409, 'Its rule cannot be read: change the programme first.', { params });
    }
    // To be asked for again takes nothing off the air that was approved.
    if (programme.approval.state === state || (state === 'submitted' && programme.approval.state === 'approved')) {
      throw new AppError(
        'programme.already-there',
        409,
        `'${programme.title}' is ${programme.approval.state} already.`,
        {
          params: { title: programme.title, state: programme.approval.state },
        },
      );
    }
    if (seen && Date.parse(seen.at) !== programme.approval.at) throw changedMeanwhile(programme);
    const at = stepAt(clock.now(), programme);
    const changed = { ...programme, approval: { state, by: actor.name, at, note } };
    await write([changed], actor.name);
    return live(changed);
  }

  return {
    live,

    commands: {
      list: async () => Promise.all((await programmes.all()).map(live)),
      get: async (id: string) => live(await find(id)),
      create: (input: ProgrammeInput, actor: Actor) => save(wantedOf(input, newId(), null), input, null, actor),
      async change(id: string, input: ProgrammeInput, actor: Actor): Promise<SavedProgramme> {
        const before = await find(id);
        return save(wantedOf(input, id, before), input, before, actor);
      },
      async remove(id: string, actor: Actor): Promise<void> {
        await find(id);
        const forms = await plan.formsOf((await programmes.all()).filter((programme) => programme.id !== id));
        await commit(async (tx) => {
          const planned = await plan.replan(tx, forms, actor.name);
          await programmes.remove(tx, id);
          return planned;
        }, actor.name);
        changes.emit('programme.removed', { id });
      },

      async try({ id, programme: input }: ProgrammeTrial): Promise<TrialResult> {
        const all = await programmes.all();
        const wanted = wantedOf(input, id ?? 'new', all.find((programme) => programme.id === id) ?? null);
        const others = all.filter((other) => other.id !== id);
        const next = nextStarts(wanted, clock.now(), timeZone);
        try {
          return { problem: null, clashes: await check(wanted, input.nearQuietHours ?? false, others), next };
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          return { problem: reasonOf(error), clashes: [], next };
        }
      },

      submit: (id: string, actor: Actor) => step(id, 'submitted', {}, actor),
      approve: (id: string, seen: ProgrammeApproval, actor: Actor) => step(id, 'approved', { seen }, actor),
      sendBack: (id: string, note: string, actor: Actor) => step(id, 'draft', { note }, actor),
    },

    /** What airs with it is another: what was approved, or is being looked at, waits for approval again. */
    async askAgain(airs: (content: Content) => boolean, actor: Actor): Promise<void> {
      const concerned = (await programmes.all()).filter(
        (programme) => airs(programme.content) && programme.approval.state !== 'draft' && !programme.unreadable,
      );
      if (concerned.length === 0) return;
      const asked = concerned.map((programme): StoredProgramme => {
        const at = stepAt(clock.now(), programme);
        return { ...programme, approval: { state: 'submitted', by: actor.name, at, note: null } };
      });
      await write(asked, actor.name);
      for (const { id } of asked) await sayApproval(id, 'submitted', actor);
    },

    /** Drafts of an imported calendar: all of them or none. */
    async createDrafts(inputs: readonly ProgrammeInput[], actor: Actor): Promise<Programme[]> {
      const now = clock.now();
      const others = await programmes.all();
      const made: StoredProgramme[] = [];
      for (const input of inputs) {
        const wanted = wantedOf(input, newId(), null);
        await check(wanted, input.nearQuietHours ?? false, [...others, ...made]);
        const approval = { state: 'draft', by: actor.name, at: now, note: null } as const;
        made.push({ ...wanted, approval, since: now, unreadable: null });
      }
      await write(made, null);
      return Promise.all(made.map(live));
    },
  };
}

export type ProgrammeService = ReturnType<typeof createProgrammeService>;

function wantedOf(input: ProgrammeInput, id: string, before: StoredProgramme | null): Wanted {
  const { title, kind, content, zoneIds, priority, rule, text, chimes, bedRecordingId, staggered, missed, enabled } =
    input;
  return {
    id,
    title,
    kind,
    content,
    zoneIds,
    priority,
    rule,
    text: text ?? '',
    chimes: chimes ?? before?.chimes ?? { opening: 'default', closing: 'default' },
    bedRecordingId: bedRecordingId === undefined ? (before?.bedRecordingId ?? null) : bedRecordingId,
    staggered: staggered ?? before?.staggered ?? false,
    missed: missed ?? before?.missed ?? defaultMissed(kind),
    enabled: enabled ?? before?.enabled ?? true,
  };
}

function changedMeanwhile({ title, approval: { by } }: StoredProgramme): AppError {
  const message = `${by} has changed '${title}' meanwhile: look at it again, then approve it.`;
  return new AppError('programme.changed-meanwhile', 409, message, { params: { title, by } });
}

const shownStarts = 5;

/** When it would air next; none for a rule that is none. */
function nextStarts({ rule }: Wanted, now: number, timeZone: string): string[] {
  const starts: string[] = [];
  if (!isRule(rule)) return starts;
  let next = nextOccurrence(rule, now, timeZone);
  while (next !== null && starts.length < shownStarts) {
    starts.push(iso(next));
    next = nextOccurrence(rule, next + 1, timeZone);
  }
  return starts;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

function isRule(rule: Rule): boolean {
  try {
    checkRule(rule);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
