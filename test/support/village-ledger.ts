import type {
  AirLogLine,
  Missed,
  OutcomeKind,
  OverlayInput,
  Priority,
  ProgrammeKind,
  Rule,
} from '../../gateway/src/contract/index.ts';
import { dayMs, minuteMs } from '../../gateway/src/core/village-time.ts';
import { fallsOn, isoDate } from './falls-on.ts';
import type { Powered, ScheduledVillage, Sounding } from './scheduled-village.ts';

/** The village is at UTC+7 all year. */
const aheadMs = 7 * 3_600_000;
/** From the hand-over of a slot to its first sample, at most: what was changed in between counts from the next one on. */
const inHandMs = 180_000;
/** What was heard is known to the heartbeat. */
const heartbeatMs = 6_000;

/** What held from a moment of true time on. */
interface Since<T> {
  readonly from: number;
  readonly value: T;
}

/** What became of a programme, by what was asked for and granted. */
interface Known {
  /** Null: there are no slots of it, since it is switched off or gone. */
  readonly rules: Since<Rule | null>[];
  readonly missed: Since<Missed>[];
  readonly approved: Since<boolean>[];
}

interface Row {
  id: string;
  occurs_at: number;
  starts_at: number;
  duration_ms: number;
  kind: ProgrammeKind;
  priority: Priority;
  state: string;
  outcome_kind: OutcomeKind | null;
  outcome_code: string | null;
  outcome_params: string | null;
}

/**
 * Keeps its own books of what people asked for and what was heard, and says what the gateway made of it that it must not.
 * It knows the rules of the schedule by heart, not by the schedule's code.
 */
export function createLedger(village: ScheduledVillage) {
  const programmes = new Map<string, Known>();
  const overlays = new Map<string, Since<OverlayInput | null>[]>();
  const contents = new Map<string, Since<boolean>[]>();
  const limits = new Map<string, Since<number | null>[]>();
  const steps: { readonly at: number; readonly ms: number }[] = [];
  /** Slots that somebody moved: they go with their programme's next change. */
  const moved = new Set<string>();
  const expected = new Set<string>();
  const outcomes = new Map<string, string>();
  /** Up to when what was to come of each programme is in `expected`, by the wall. */
  const accountedTo = new Map<string, number>();

  const outputOf = (zoneId: string) => village.zones.get(zoneId)?.outputId ?? null;

  const note = <T>(book: Map<string, Since<T>[]>, key: string, value: T) => {
    const list = book.get(key) ?? [];
    list.push({ from: village.trueTime(), value });
    book.set(key, list);
  };

  /** Everything that held at some time within `inHandMs` before. */
  function lately<T>(list: readonly Since<T>[] | undefined, at: number): T[] {
    const known = (list ?? []).filter(({ from }) => from <= at);
    return known.filter((_, n) => (known[n + 1]?.from ?? Infinity) >= at - inHandMs).map(({ value }) => value);
  }

  function known(id: string): Known {
    const found = programmes.get(id) ?? { rules: [], missed: [], approved: [] };
    programmes.set(id, found);
    return found;
  }

  /** The occurrences of all that is in force since the last account, by days walked one by one. */
  function account(): void {
    if (!village.up || !village.trusted()) return;
    const now = village.now();
    for (const [id, { rules }] of programmes) {
      const rule = rules.at(-1)?.value;
      if (!rule) continue;
      for (const at of occurrences(rule, accountedTo.get(id) ?? now, now)) expected.add(slotId(id, at));
      accountedTo.set(id, now);
    }
  }

  function problemsOfSound(sound: Sounding, row: Row | undefined): string[] {
    const { slotId: id, wall, trueTime, priority, outputId } = sound;
    const problems: string[] = [];
    const end = sound.endedAt ?? village.trueTime();
    for (const { zoneId, from, to } of heardIn(sound, end, village.powered, outputOf)) {
      const { quietHours } = village.zones.get(zoneId) ?? { quietHours: { from: '00:00', to: '00:00' } };
      const stepped = steps.some(({ at }) => at > trueTime && at < to);
      const byPerson = id === null && priority === 'emergency';
      for (const at of stepped ? [from] : [from, to - 1_000]) {
        if (!byPerson && at >= from && isNight(quietHours, wall + at - trueTime))
          problems.push(`in the night of ${zoneId}`);
      }
      if (!row) continue;
      const date = isoDate(row.starts_at + aheadMs);
      for (const versions of overlays.values()) {
        const held = lately(versions, trueTime);
        if (held.length > 0 && held.every((overlay) => overlay && mutes(overlay, row, zoneId, date))) {
          problems.push(`under an overlay of ${zoneId}`);
        }
      }
      const mostMinutes = Math.max(...lately(limits.get(zoneId), trueTime).map((limit) => limit ?? Infinity));
      if (limits.has(zoneId) && Number.isFinite(mostMinutes) && priority !== 'emergency') {
        const used = usedBefore(sound, zoneId);
        if (used > mostMinutes * minuteMs) problems.push(`${used} ms were used up of ${mostMinutes} min in ${zoneId}`);
      }
    }
    for (const other of village.heard) {
      if (other === sound || other.outputId !== outputId || other.trueTime > trueTime) continue;
      if ((other.endedAt ?? Infinity) > trueTime + 60) problems.push(`on top of ${other.title}`);
    }
    if (id === null) return problems;
    if (!row) return [...problems, 'of a slot that is none'];
    const lastly = (ms: number) => steps.filter(({ at }) => at <= trueTime && at > trueTime - ms);
    const recentStep = lastly(1_500).length > 0;
    const unsettled = lastly(10_000).some(({ ms }) => Math.abs(ms) > 2_000);
    if ((unsettled || trueTime - sound.trustedAt > inHandMs) && !recentStep)
      problems.push('though the clock was not trusted');
    // A step that is none: nobody notices a second.
    const slipMs = lastly(inHandMs).reduce((sum, { ms }) => sum + (Math.abs(ms) > 2_000 ? 0 : Math.abs(ms)), 50);
    if (wall < row.starts_at - slipMs && !recentStep) problems.push(`${row.starts_at - wall} ms early`);
    const programme = programmes.get(programmeOf(id));
    if (!lately(programme?.approved, trueTime).includes(true)) problems.push('though its programme is not approved');
    const own = lately(contents.get(id), trueTime);
    if (own.length > 0 && !own.includes(true)) problems.push('though its content is not approved');
    const within = Math.max(60_000, ...(programme?.missed ?? []).map(({ value }) => patienceMs(value)));
    const before = village.heard.filter((other) => other.slotId === id && other.trueTime < trueTime - 1_000);
    const heardMs = before.reduce((sum, other) => sum + ((other.endedAt ?? trueTime) - other.trueTime), 0);
    if (!recentStep && wall - row.starts_at > within + inHandMs + heardMs)
      problems.push(`${wall - row.starts_at} ms late`);
    return problems;
  }

  /** Scheduled sound of a zone on the day of a sound, before it; what the disk could not take is not asked for. */
  function usedBefore(sound: Sounding, zoneId: string): number {
    let used = 0;
    for (const other of village.heard) {
      if (other.slotId === null || other.priority === 'emergency' || other.trueTime >= sound.trueTime) continue;
      if (isoDate(other.wall + aheadMs) !== isoDate(sound.wall + aheadMs)) continue;
      if (other.cut && other.unnoted) continue;
      for (const span of heardIn(other, other.endedAt ?? sound.trueTime, village.powered, outputOf)) {
        if (span.zoneId === zoneId) used += span.to - span.from - (other.cut ? heartbeatMs : 50);
      }
    }
    return used;
  }

  /** A sound so short before its process died, or with a disk so full, that nobody can know of it afterwards. */
  const forgotten = ({ cut, unwritten, diskFull, trueTime, endedAt }: Sounding) =>
    unwritten || (cut && (diskFull || (endedAt ?? Infinity) - trueTime < 1_000));

  /** From its beginning, or on from a place it did not come to. */
  function problemsOfRepeats(id: string, sounds: readonly Sounding[], cutInto: boolean): string[] {
    const remembered = sounds.filter((sound) => !forgotten(sound));
    const problems: string[] = [];
    for (const [n, sound] of remembered.entries()) {
      const before = remembered[n - 1];
      if (!before) {
        if (sound.fromMs > 0 && sounds.length === 1) problems.push('begins in its middle');
        continue;
      }
      const policies = programmes.get(programmeOf(id))?.missed.map(({ value }) => value.policy) ?? [];
      const heardMs = (before.endedAt ?? sound.trueTime) - before.trueTime;
      if (n > 1) problems.push(`sounds ${n + 1} times`);
      // After an emergency a bulletin begins from its start.
      if (cutInto && sound.fromMs === 0) continue;
      if (!before.cut && !endedByStop(before)) problems.push('sounds again though it came to its end');
      if (sound.fromMs === 0 && heardMs > heartbeatMs && !before.unnoted && !policies.includes('restart'))
        problems.push('begins again');
      if (sound.fromMs > 0 && !before.unnoted && Math.abs(sound.fromMs - heardMs) > heartbeatMs) {
        problems.push(`goes on at ${sound.fromMs} ms after ${heardMs} ms`);
      }
    }
    return problems;
  }

  const stops: number[] = [];
  const endedByStop = ({ endedAt }: Sounding) => stops.some((at) => Math.abs((endedAt ?? 0) - at) < 15_000);

  return {
    account,
    programmeSaved(id: string, rule: Rule | null, missed: Missed, approved: boolean): void {
      const from = village.trueTime();
      const { rules, missed: policies, approved: states } = known(id);
      // Moved away from a time that is over, it goes with the old rule.
      for (const slot of moved) if (programmeOf(slot) === id) expected.delete(slot);
      rules.push({ from, value: rule });
      accountedTo.set(id, village.now());
      policies.push({ from, value: missed });
      states.push({ from, value: approved });
    },
    programmeRemoved(id: string): void {
      for (const slot of moved) if (programmeOf(slot) === id) expected.delete(slot);
      known(id).rules.push({ from: village.trueTime(), value: null });
    },
    programmeApproved: (id: string, approved: boolean) =>
      void known(id).approved.push({ from: village.trueTime(), value: approved }),
    overlaySet: (id: string, overlay: OverlayInput | null) => note(overlays, id, overlay),
    contentSet: (slot: string, approved: boolean) => note(contents, slot, approved),
    limitSet: (zoneId: string, minutes: number | null) => note(limits, zoneId, minutes),
    slotMoved: (slot: string) => void moved.add(slot),
    stepped: (ms: number) => void steps.push({ at: village.trueTime(), ms }),
    stopping: () => void stops.push(village.trueTime()),
    /** The clock is set back, or far behind: what comes again is accounted for again. */
    from(wall: number): void {
      for (const id of accountedTo.keys()) accountedTo.set(id, wall);
    },

    /** Everything that is not as it must be, after the village has lived quietly for a while. */
    async problems(): Promise<string[]> {
      account();
      const found: string[] = [...village.bugs];
      for (const { name, lastFailure } of village.failures())
        found.push(`the loop '${name}' failed: ${lastFailure?.message}`);
      const rows = await village.database.all<Row>(
        `select id, occurs_at, starts_at, duration_ms, kind, priority, state, outcome_kind, outcome_code, outcome_params
         from slots`,
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      const lines = await village.airing.airLog.between(0, Number.MAX_SAFE_INTEGER);
      for (const id of expected) if (!byId.has(id)) found.push(`${id} is lost: ${wordsOf(id)}`);
      for (const row of rows) {
        const own = lines.filter(({ slotId }) => slotId === row.id);
        const sounds = village.heard.filter(({ slotId }) => slotId === row.id);
        const say = (problem: string) => found.push(`${row.id} (${wordsOf(row.id)}, ${row.outcome_code}): ${problem}`);
        if (!everComes(programmes.get(programmeOf(row.id))?.rules ?? [], row.occurs_at)) say('no rule made it');
        if (row.state === 'ended') {
          const words = JSON.stringify([row.outcome_kind, row.outcome_code, row.outcome_params]);
          if ((outcomes.get(row.id) ?? words) !== words) say('its outcome became another');
          outcomes.set(row.id, words);
          problemsOfLines(row, own).forEach(say);
          problemsOfOutcome(
            row,
            sounds.filter((sound) => !forgotten(sound)),
          ).forEach(say);
        } else if (row.starts_at < village.now() - 15 * minuteMs - lastChanceMs(row)) {
          say('has no outcome');
        }
        const outputs = new Set(sounds.map(({ outputId }) => outputId));
        for (const outputId of outputs) {
          problemsOfRepeats(
            row.id,
            sounds.filter((sound) => sound.outputId === outputId),
            own.some(({ outcome }) => outcome.code === 'broadcast.pre-empted-by-emergency'),
          ).forEach(say);
        }
      }
      for (const sound of village.heard) {
        const row = sound.slotId === null ? undefined : byId.get(sound.slotId);
        for (const problem of problemsOfSound(sound, row)) {
          found.push(`${sound.title} at ${new Date(sound.wall + aheadMs).toISOString()} ${sound.slotId}: ${problem}`);
        }
      }
      found.push(...problemsOfPower(), ...problemsOfDays(rows));
      return found;
    },
  };

  function lastChanceMs({ id, duration_ms: durationMs }: Row): number {
    const patience = programmes.get(programmeOf(id))?.missed.map(({ value }) => patienceMs(value)) ?? [];
    return durationMs + Math.max(60_000, ...patience);
  }

  /** Nothing is replayed: on no day more sounds begin than there are slots, but for those that are to begin again. */
  function problemsOfDays(rows: readonly Row[]): string[] {
    const day = (instant: number) => isoDate(instant + aheadMs);
    const slots = new Map<string, number>();
    for (const { starts_at: at } of rows) slots.set(day(at), (slots.get(day(at)) ?? 0) + 1);
    const startOf = new Map(rows.map((row) => [row.id, row.starts_at]));
    const begun = new Map<string, Set<string>>();
    for (const { slotId: id, fromMs, wall } of village.heard) {
      if (id === null || fromMs > 0) continue;
      const date = day(startOf.get(id) ?? wall);
      begun.set(date, (begun.get(date) ?? new Set()).add(id));
    }
    return [...begun].flatMap(([date, ids]) =>
      ids.size > (slots.get(date) ?? 0) ? [`${date}: ${ids.size} sounds of ${slots.get(date) ?? 0} slots`] : [],
    );
  }

  /** An amplifier is on for its warm-up, its sound and its cool-down, and not longer. */
  function problemsOfPower(): string[] {
    return village.powered.flatMap(({ zoneId, broadcastId, onAt, offAt }) => {
      const off = offAt ?? village.trueTime();
      const own = village.heard.filter((sound) => sound.broadcastId === broadcastId);
      const heardMs = own.reduce((most, { trueTime, endedAt }) => {
        return Math.max(most, Math.min(off, endedAt ?? off) - Math.max(onAt, trueTime));
      }, 0);
      const idleMs = off - onAt - heardMs;
      return idleMs > 40_000 + 20_000 + 35_000 ? [`${zoneId} was on for ${idleMs} ms without a sound`] : [];
    });
  }
}

export type Ledger = ReturnType<typeof createLedger>;

/** What may yet go on, or begin again. */
const undecided: ReadonlySet<string> = new Set(['broadcast.interrupted', 'broadcast.pre-empted-by-emergency']);

/** One final line a slot, which says what its outcome says; before it at most one that was to go on. */
function problemsOfLines(row: Row, lines: readonly AirLogLine[]): string[] {
  const problems: string[] = [];
  const last = lines.at(-1);
  if (!last) return ['is not in the air log'];
  const { kind, code, params } = last.outcome;
  if (kind !== row.outcome_kind || code !== row.outcome_code || JSON.stringify(params) !== row.outcome_params) {
    problems.push(`the air log says ${code}`);
  }
  const before = lines.slice(0, -1);
  if (before.length > 1 || before.some(({ outcome }) => !undecided.has(outcome.code))) {
    problems.push(`${lines.length} lines in the air log: ${lines.map(({ outcome }) => outcome.code).join(', ')}`);
  }
  return problems;
}

const silent: ReadonlySet<OutcomeKind> = new Set(['missed', 'held-back', 'quiet-hours'] as const);

function problemsOfOutcome(row: Row, sounds: readonly Sounding[]): string[] {
  if (!row.outcome_kind) return ['ended without an outcome'];
  if (silent.has(row.outcome_kind) && sounds.length > 0) return ['it was heard'];
  if (row.outcome_kind === 'aired' && sounds.length === 0) return ['it was not heard'];
  return [];
}

/** Where and when it could be heard: sound and power both there; true time. */
function heardIn(
  sound: Sounding,
  endedAt: number,
  powered: readonly Powered[],
  outputOf: (zoneId: string) => string | null,
) {
  return powered.flatMap(({ zoneId, broadcastId, onAt, offAt }) => {
    if (broadcastId !== sound.broadcastId || outputOf(zoneId) !== sound.outputId) return [];
    const [from, to] = [Math.max(onAt, sound.trueTime), Math.min(offAt ?? endedAt, endedAt)];
    return to > from ? [{ zoneId, from, to }] : [];
  });
}

function occurrences(rule: Rule, after: number, to: number): number[] {
  const found: number[] = [];
  for (let day = Math.floor((after + aheadMs) / dayMs) * dayMs; day <= to + aheadMs; day += dayMs) {
    if (!fallsOn(rule, new Date(day))) continue;
    for (const time of rule.times) {
      const at = day - aheadMs + minutesOf(time) * minuteMs;
      if (at > after && at <= to) found.push(at);
    }
  }
  return found;
}

function everComes(rules: readonly Since<Rule | null>[], at: number): boolean {
  return rules.some(({ value }) => value !== null && occurrences(value, at - 1, at).length > 0);
}

function isNight({ from, to }: { readonly from: string; readonly to: string }, wall: number): boolean {
  const minute = Math.floor(((wall + aheadMs) % dayMs) / minuteMs);
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  return begin <= end ? minute >= begin && minute < end : minute >= begin || minute < end;
}

function mutes(overlay: OverlayInput, row: Row, zoneId: string, date: string): boolean {
  if (date < overlay.from || date > overlay.to || !(overlay.zoneIds?.includes(zoneId) ?? true)) return false;
  if (overlay.mutes === 'music') return row.kind === 'music';
  return overlay.mutes === 'all' || row.priority === 'normal';
}

function patienceMs({ policy, withinMinutes }: Missed): number {
  return policy === 'skip' ? 0 : withinMinutes * minuteMs;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The names of slots are theirs before they are rows: the programme's, and the minute in base 36. */
function slotId(programmeId: string, occursAt: number): string {
  return `${programmeId}-${(occursAt / minuteMs).toString(36)}`;
}

function programmeOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}

function wordsOf(id: string): string {
  const minute = Number.parseInt(id.slice(id.lastIndexOf('-') + 1), 36);
  return new Date(minute * minuteMs + aheadMs).toISOString().slice(0, 16);
}
