import type { Missed, OverlayInput, ProgrammeInput, Rule, Slot } from '../../gateway/src/contract/index.ts';
import { AppError } from '../../gateway/src/core/errors.ts';
import { addDays, dayMs, minuteMs, toLocal } from '../../gateway/src/core/village-time.ts';
import type { Actor } from '../../gateway/src/schedule/ports.ts';
import { randomNumbers } from './random-rules.ts';
import { timeZone, type ScheduledVillage } from './scheduled-village.ts';
import { createLedger } from './village-ledger.ts';

const hourMs = 60 * minuteMs;
const head: Actor = { login: 'truong-thon', name: 'Ông Tư', roles: ['head'] };
const announcer: Actor = { login: 'phat-thanh', name: 'Bà Sáu', roles: ['announcer'] };
const titles = ['tin', 'nhac', 'bao', 'ke', 'le'] as const;
const zoneSets = [
  ['dau-thon'],
  ['xom-cho'],
  ['xom-dinh'],
  ['nha-van-hoa'],
  ['dau-thon', 'xom-cho'],
  ['dau-thon', 'xom-dinh', 'nha-van-hoa'],
];
const weekdays = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
const policies: readonly Missed[] = [
  { policy: 'skip', withinMinutes: 0 },
  { policy: 'skip', withinMinutes: 10 },
  { policy: 'catch-up', withinMinutes: 5 },
  { policy: 'catch-up', withinMinutes: 90 },
  { policy: 'resume', withinMinutes: 15 },
  { policy: 'restart', withinMinutes: 30 },
];

/** What a life was made of. */
export interface Tally {
  days: number;
  slots: number;
  sounds: number;
  kills: number;
  stops: number;
  steps: number;
  deeds: number;
  refused: number;
}

/**
 * A village lives so many days at random, the same for the same seed: people plan, change and silence; the clock is set,
 * the power fails, the disk is full. Returns what was wrong, as the ledger sees it.
 */
export async function liveAtRandom(village: ScheduledVillage, seed: number, days: number) {
  const random = randomNumbers(seed);
  const upTo = (limit: number) => Math.floor(random() * limit);
  const chance = (share: number) => random() < share;
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => from[upTo(from.length)] as T;
  const some = <T>(count: number, one: () => T): T[] => [...new Set(Array.from({ length: count }, one))];
  const ledger = createLedger(village);
  const tally: Tally = { days: 0, slots: 0, sounds: 0, kills: 0, stops: 0, steps: 0, deeds: 0, refused: 0 };
  /** By what was granted. */
  const saved = new Map<string, { input: ProgrammeInput; approved: boolean }>();
  const overlayIds = new Set<string>();
  const problems: string[] = [];
  let manual = 0;

  const today = () => toLocal(village.now(), timeZone).date;
  const slots = () =>
    village.database.all<{ id: string; starts_at: number; duration_ms: number }>(
      `select id, starts_at, duration_ms from slots where state <> 'ended' and starts_at > ? order by starts_at limit 12`,
      [village.now()],
    );

  function rule(): Rule {
    const repeat = pick([
      'once',
      'daily',
      'weekly',
      'weekly',
      'monthly',
      'yearly',
      'lunar-monthly',
      'lunar-yearly',
    ] as const);
    const date = addDays(today(), repeat === 'once' ? upTo(10) : upTo(30) - 20);
    const lunar = repeat.startsWith('lunar');
    const time = () => `${String(5 + upTo(17)).padStart(2, '0')}:${String(upTo(60)).padStart(2, '0')}`;
    return {
      repeat,
      date,
      times: some(chance(0.75) ? 1 : 2 + upTo(2), time),
      ...(!lunar && repeat !== 'once' && chance(0.5) ? { every: 1 + upTo(4) } : {}),
      ...(repeat === 'weekly' ? { weekdays: some(1 + upTo(3), () => pick(weekdays)) } : {}),
      ...(repeat === 'monthly'
        ? chance(0.5)
          ? { monthDays: some(1 + upTo(3), () => (chance(0.2) ? -1 : 1 + upTo(31))) }
          : { nthWeekday: { nth: chance(0.3) ? (-1 as const) : 1 + upTo(5), weekday: pick(weekdays) } }
        : {}),
      ...(lunar
        ? {
            lunar: {
              days: some(1 + upTo(4), () => (chance(0.2) ? (-1 as const) : 1 + upTo(30))),
              ...(repeat === 'lunar-yearly' ? { month: 1 + upTo(12) } : {}),
            },
          }
        : {}),
      ...(repeat !== 'once' && chance(0.2) ? { until: addDays(today(), 5 + upTo(60)) } : {}),
      ...(repeat !== 'once' && chance(0.2) ? { except: some(3, () => addDays(today(), upTo(20))) } : {}),
    };
  }

  const programme = (): ProgrammeInput => ({
    title: pick(titles) + String(upTo(1_000_000)),
    kind: chance(0.5) ? 'music' : 'bulletin',
    content: { kind: 'recording', recordingId: pick(titles) },
    zoneIds: [...pick(zoneSets)],
    priority: pick(['normal', 'normal', 'priority', 'emergency'] as const),
    rule: rule(),
    missed: pick(policies),
    enabled: true,
    nearQuietHours: true,
  });

  const overlay = (): OverlayInput => ({
    kind: pick(['mourning', 'exams', 'holiday', 'maintenance'] as const),
    title: '',
    from: addDays(today(), upTo(3) - 1),
    to: addDays(today(), 1 + upTo(4)),
    zoneIds: chance(0.4) ? null : [...pick(zoneSets)],
    mutes: pick(['music', 'normal', 'all'] as const),
  });

  /** What is refused is refused, and that is all. */
  async function granted<T>(doing: (airing: ScheduledVillage['airing']) => Promise<T>): Promise<T | null> {
    tally.deeds++;
    try {
      const done = await village.act(doing);
      village.tell(
        `deed ${doing.toString().slice(0, 110).replace(/\s+/g, ' ')} → ${JSON.stringify(done)?.slice(0, 700)}`,
      );
      return done;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      tally.refused++;
      return null;
    }
  }

  async function save(id: string | null, input: ProgrammeInput, actor: Actor, approved: boolean): Promise<void> {
    const done = await granted(({ schedule }) =>
      id === null ? schedule.programmes.create(input, actor) : schedule.programmes.change(id, input, actor),
    );
    if (!done) return;
    const { missed = { policy: 'skip', withinMinutes: 0 } } = input;
    saved.set(done.programme.id, { input, approved });
    ledger.programmeSaved(done.programme.id, input.enabled === false ? null : input.rule, missed, approved);
  }

  async function person(): Promise<void> {
    const actor = chance(0.8) ? head : announcer;
    const id = saved.size > 0 ? pick([...saved.keys()]) : null;
    const own = id === null ? undefined : saved.get(id);
    const coming = await slots();
    const slot = coming.length > 0 ? pick(coming) : null;
    const roll = saved.size < 5 ? 0 : upTo(100);
    if (roll < (saved.size < 9 ? 20 : 4)) return save(null, programme(), actor, actor === head);
    if (id !== null && own && roll < 26)
      return save(id, { ...programme(), title: own.input.title }, actor, actor === head);
    if (id !== null && own && roll < 34) {
      return save(id, { ...own.input, enabled: own.input.enabled === false }, actor, own.approved);
    }
    if (id !== null && roll < (saved.size > 7 ? 42 : 36)) {
      const gone = await granted(async ({ schedule }) => {
        await schedule.programmes.remove(id, actor);
        return true;
      });
      if (gone) {
        saved.delete(id);
        ledger.programmeRemoved(id);
      }
      return;
    }
    if (id !== null && own && roll < 48) {
      const approve = !own.approved || chance(0.5);
      const done = await granted(async ({ schedule: { programmes } }) =>
        approve
          ? programmes.approve(id, (await programmes.get(id)).approval, head)
          : programmes.sendBack(id, 'again', head),
      );
      if (!done) return;
      saved.set(id, { ...own, approved: approve });
      return ledger.programmeApproved(id, approve);
    }
    if (slot && roll < 72) return changeSlot(slot, actor);
    if (roll < 78) {
      const done = await granted(({ overlays }) => overlays.create(overlay(), actor));
      if (!done) return;
      overlayIds.add(done.id);
      return ledger.overlaySet(done.id, done);
    }
    if (roll < 81 && overlayIds.size > 0) {
      const old = pick([...overlayIds]);
      const gone = await granted(async ({ overlays }) => {
        await overlays.remove(old);
        return true;
      });
      if (gone) ledger.overlaySet(old, null);
      return;
    }
    if (roll < 85) {
      const zone = village.zones.get(pick(['dau-thon', 'nha-van-hoa']));
      if (!zone) return;
      const minutesPerDay = chance(0.5) ? null : 3 + upTo(30);
      village.zones.set(zone.id, { ...zone, minutesPerDay });
      village.tell(`limit ${zone.id} ${minutesPerDay}`);
      return ledger.limitSet(zone.id, minutesPerDay);
    }
    if (roll < 89) return village.setLength(pick(titles), (30 + upTo(chance(0.8) ? 600 : 2_400)) * 1_000);
    await byHand();
  }

  async function changeSlot(
    { id, starts_at: startsAt }: { id: string; starts_at: number },
    actor: Actor,
  ): Promise<void> {
    const now = village.now();
    const how = upTo(6);
    const done = await granted(async ({ schedule: { slots: of } }): Promise<Slot> => {
      if (how === 0) return of.skip(id, actor);
      if (how === 1) return of.restore(id, actor);
      if (how === 2) {
        const content = (await of.get(id)).override?.content;
        return of.approve(id, { recordingIds: content?.kind === 'recording' ? [content.recordingId] : [] }, head);
      }
      if (how === 3) return of.replace(id, { kind: 'recording', recordingId: pick(titles) }, actor);
      const near = Math.max(now + 500, startsAt + (upTo(240) - 60) * minuteMs + upTo(60_000));
      const to = chance(0.2) ? now + 1_000 + upTo(30_000) : near;
      return of.move(id, { startsAt: new Date(to).toISOString(), nearQuietHours: true }, actor);
    });
    if (!done) return;
    if (how > 3) ledger.slotMoved(id);
    // Put back what was approved in it, it is approved at once.
    if (how > 0 && how < 4) ledger.contentSet(id, done.override?.contentApproved ?? true);
  }

  async function byHand(): Promise<void> {
    if (chance(0.2)) {
      await granted(({ broadcasts }) => broadcasts.commands.stopAll(head));
      return;
    }
    const emergency = chance(0.2);
    await granted(({ broadcasts }) =>
      broadcasts.commands.start(
        {
          id: `by-hand-${++manual}`,
          content: { kind: 'recording', recordingId: pick(titles) },
          zoneIds: [...pick(zoneSets)],
          priority: emergency ? 'emergency' : pick(['normal', 'priority'] as const),
          ...(emergency ? { reason: 'flood' } : {}),
        },
        head,
      ),
    );
  }

  /** The clock is set, mostly a little; those who set it wrong do not set it right again. */
  async function step(): Promise<void> {
    const small = [-45_000, 45_000, -1_500, 1_500, 10 * minuteMs, -10 * minuteMs, hourMs, -hourMs];
    const ms = chance(0.75) ? pick(small) : -2 * hourMs + upTo(74 * hourMs);
    tally.steps++;
    ledger.account();
    ledger.stepped(ms);
    await village.step(ms);
    if (ms < 0) ledger.from(village.now());
  }

  async function back(): Promise<void> {
    const awayMs = pick([500, 20_000, 3 * minuteMs, 30 * minuteMs, 6 * hourMs, 2 * dayMs, 40_000, 8 * minuteMs]);
    const right = village.now() + awayMs;
    if (chance(0.1)) {
      // No battery: it boots in 1970, and hears of the right time later.
      village.machine.evidence = null;
      await village.start(awayMs, upTo(100_000));
      const waitMs = upTo(5 * minuteMs);
      await village.live(waitMs);
      ledger.stepped(right);
      await village.step(right + waitMs - village.now());
      village.machine.evidence = 'ntp';
    } else {
      await village.start(awayMs, right, chance(0.2) ? upTo(40) : Infinity);
    }
  }

  /** Whatever was asked for in the moment of death may have been granted: what the disk has, counts. */
  async function readAgain(): Promise<void> {
    const list = (await village.act(({ schedule }) => schedule.programmes.list())) ?? [];
    for (const { id, enabled, rule: found, missed, approval, ...rest } of list) {
      const own = saved.get(id);
      const approved = approval.state === 'approved';
      if (
        own &&
        own.approved === approved &&
        JSON.stringify([enabled, found]) === JSON.stringify([own.input.enabled, own.input.rule])
      ) {
        continue;
      }
      const { title, kind, content, zoneIds, priority } = rest;
      saved.set(id, {
        input: { title, kind, content, zoneIds, priority, rule: found, missed, enabled, nearQuietHours: true },
        approved,
      });
      ledger.programmeSaved(id, enabled ? found : null, missed, approved);
    }
    for (const id of saved.keys()) {
      if (!village.up || list.some((programme) => programme.id === id)) continue;
      saved.delete(id);
      ledger.programmeRemoved(id);
    }
  }

  async function ensureUp(): Promise<void> {
    while (!village.up) {
      tally.kills++;
      await back();
    }
    await readAgain();
  }

  async function fate(): Promise<void> {
    const roll = upTo(100);
    if (roll < 35) return step();
    if (roll < 50) {
      tally.kills++;
      return village.kill().then(back);
    }
    if (roll < 62) {
      // In the middle of whatever it does next, between two statements.
      village.killAfter(upTo(60));
      if (chance(0.5)) await person();
      return village.live(upTo(10) * minuteMs);
    }
    if (roll < 74) {
      tally.stops++;
      ledger.stopping();
      return village.stop().then(back);
    }
    if (roll < 82) {
      village.fillDisk(true);
      await village.live(upTo(20) * minuteMs);
      if (chance(0.3)) await village.kill();
      village.fillDisk(false);
      return;
    }
    if (roll < 90) {
      village.machine.evidence = null;
      village.tell('no evidence');
      await village.live(upTo(40) * minuteMs);
      return;
    }
    village.killAfter(Infinity);
    await village.hang(upTo(60_000));
  }

  /** To a moment in or about a slot, or just on. */
  async function goOn(): Promise<void> {
    const [next] = await slots();
    const near = next && chance(0.6) ? next.starts_at - village.now() - 60_000 + upTo(next.duration_ms + 100_000) : 0;
    await village.live(near > 0 && near < 3 * dayMs ? near : upTo(30) * hourMs);
  }

  async function quietly(): Promise<void> {
    Object.assign(village.machine, { evidence: 'ntp' });
    village.fillDisk(false);
    await ensureUp();
    village.killAfter(Infinity);
    await village.live(3 * hourMs);
    await village.live(2 * minuteMs);
    // Not while something is on air.
    for (let tries = 0; tries < 200 && village.powered.some(({ offAt }) => offAt === null); tries++) {
      await village.live(minuteMs);
    }
    problems.push(...(await ledger.problems()));
    problems.push(...(await unanswered()));
  }

  let answered = 0;
  /** "Vì sao?" of each slot that is over, in the order in which they came to be, and of those that come next. */
  async function unanswered(): Promise<string[]> {
    const rows = await village.database.all<{ id: string; state: string; rowid: number }>(
      `select id, state, rowid from slots where (rowid > ? and state = 'ended') or state <> 'ended' order by rowid limit 400`,
      [answered],
    );
    const found: string[] = [];
    for (const { id, state } of rows) {
      const { steps, slot } = await village.airing.schedule.slots.why(id);
      const last = steps.at(-1);
      if (steps[0]?.step !== 'rule' || !last) found.push(`why ${id}: begins with ${steps[0]?.step}`);
      else if (state !== 'ended') {
        const held =
          slot.override?.skipped === true ||
          slot.holds.flatMap(({ zoneIds }) => zoneIds).length === slot.zoneIds.length;
        if (held !== (last.verdict === 'closed')) found.push(`why ${id}: ${last.step} ${last.verdict}, held: ${held}`);
      } else {
        const { kind = '', code = '' } = slot.outcome ?? {};
        const verdict = kind === 'aired' ? 'passed' : kind === 'aired-partly' ? 'partly' : 'closed';
        if (last.step !== 'outcome' || last.reason.code !== code || last.verdict !== verdict) {
          found.push(`why ${id}: ${last.step} ${last.reason.code}, but it is ${code}`);
        }
        const closed = steps.slice(0, -1).find((step) => step.verdict === 'closed');
        if (kind.startsWith('aired') && closed && code !== 'broadcast.interrupted')
          found.push(`why ${id}: ${kind} though ${closed.step} is closed`);
        const asked = steps.some((step) => step.step === 'approval');
        if (kind === 'held-back' && asked && closed?.reason.code !== code)
          found.push(`why ${id}: ${code}, but ${closed?.reason.code}`);
      }
    }
    answered = Math.max(answered, ...rows.filter(({ state }) => state === 'ended').map(({ rowid }) => rowid));
    return found;
  }

  for (const title of titles) village.setLength(title, (60 + upTo(900)) * 1_000);
  const began = village.trueTime();
  await village.start(0);
  let checkedAt = began;
  while (village.trueTime() - began < days * dayMs && problems.length === 0) {
    await ensureUp();
    await goOn();
    ledger.account();
    await ensureUp();
    if (chance(0.7)) await person();
    else await fate();
    if (chance(0.3)) await village.live(upTo(5_000));
    if (village.machine.evidence === null && chance(0.5)) village.machine.evidence = 'ntp';
    if (village.trueTime() - checkedAt < 30 * dayMs) continue;
    await quietly();
    checkedAt = village.trueTime();
  }
  if (problems.length === 0) await quietly();
  tally.days = Math.round((village.trueTime() - began) / dayMs);
  tally.sounds = village.heard.length;
  const count = await village.database.get<{ count: number }>('select count(*) as count from slots');
  tally.slots = count?.count ?? 0;
  return { problems, tally };
}
