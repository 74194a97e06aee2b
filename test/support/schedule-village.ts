import { expect } from 'vitest';
import { createAiring } from '../../gateway/src/airing.ts';
import type { ProgrammeInput, Reason, Role, Slot } from '../../gateway/src/contract/index.ts';
import { createClockWatch } from '../../gateway/src/core/clock/clock-watch.ts';
import type { ClockEvidence } from '../../gateway/src/core/clock/trust.ts';
import { AppError } from '../../gateway/src/core/errors.ts';
import { toLocal } from '../../gateway/src/core/village-time.ts';
import { permissionsOf } from '../../gateway/src/identity/roles.ts';
import type { Actor, ScheduleZone } from '../../gateway/src/schedule/ports.ts';
import { createFakeClock } from './fake-clock.ts';
import { beginningOf, createFakeVillage, idOf, sound, zone as airZone } from './fake-village.ts';
import { noAiredSound } from './no-aired-sound.ts';
import { quietLog } from './quiet-log.ts';
import type { WatchedStorage } from './storage.ts';

export const timeZone = 'Asia/Ho_Chi_Minh';
export const minuteMs = 60_000;
export const hourMs = 3_600_000;

const person = (login: string, name: string, role: Role): Actor => ({ login, name, roles: [role] });
export const head = person('truong-thon', 'Ông Tư', 'head');
export const announcer = person('phat-thanh', 'Bà Sáu', 'announcer');

/** Ten minutes each morning at 06:00, at the head of the village. */
export const morning: ProgrammeInput = {
  title: 'Bản tin sáng',
  kind: 'bulletin',
  content: { kind: 'recording', recordingId: 'tin' },
  zoneIds: ['dau-thon'],
  priority: 'normal',
  rule: { repeat: 'daily', date: '2026-11-24', times: ['06:00'] },
};
/** Something else to air: five minutes. */
export const song = { kind: 'recording', recordingId: 'nhac' } as const;

/** The instant of a time of the village. */
export const at = (date: string, time: string) => Date.parse(`${date}T${time}+07:00`);
const evening = at('2026-11-23', '20:00:00');

/** The zones' rows, which programmes refer to. */
export async function furnish(storage: WatchedStorage): Promise<void> {
  for (const id of ['dau-thon', 'xom-dinh']) {
    await storage.run(
      `insert into zones (id, name, output_id, volume_db, warmup_ms, cooldown_ms, quiet_from, quiet_to)
       values (?, ?, null, 0, 0, 0, '22:00', '05:00')`,
      [id, id],
    );
  }
}

interface Conditions {
  /** Epoch ms. Left out: 23 November 2026, 20:00 in the village. */
  readonly now?: number;
  /** What vouches for the clock; null: nothing yet. */
  readonly evidence?: ClockEvidence | null;
}

/**
 * The schedule, its overlays, the broadcasts and the air log on a real database, joined as the gateway joins them; the
 * clock, the amplifiers and the sound are fakes. Another one on the same database is the gateway after a power cut: the
 * clock of the first stands still from then on.
 */
export async function openVillage(storage: WatchedStorage, { now = evening, evidence = 'ntp' }: Conditions = {}) {
  const clock = createFakeClock(now, () => storage.settled());
  const night = { from: '22:00', to: '05:00' };
  const zones = new Map<string, ScheduleZone>(
    [
      { id: 'dau-thon', name: 'Đầu thôn', outputId: 'loa-1', warmupMs: 3_000 },
      { id: 'xom-dinh', name: 'Xóm Đình', outputId: 'loa-2', warmupMs: 40_000 },
    ].map((zone) => [zone.id, { ...zone, quietHours: night, minutesPerDay: null, turn: null }]),
  );
  const airZones = [...zones.values()].map((zone) => airZone(zone.id, zone));
  const fakes = createFakeVillage(storage, airZones, clock);
  const { changes } = fakes;
  fakes.contents.set('tin', sound('tin', 600));
  fakes.contents.set('nhac', sound('nhac', 300));
  const machine = { evidence, auditTakes: true };
  const faults: Reason[] = [];
  /** What is in a playlist. */
  const lists = new Map<string, string[]>();
  const audited: string[] = [];
  /** What has sounded, by the wall, over what music, and the place at which it began: `06:07:12 tin over nhac on loa-1 from 00:04:00`. */
  const heard: string[] = [];
  const told: Slot[] = [];
  changes.on('slot.changed', (slot) => told.push(slot));
  const findEvidence = () => Promise.resolve(machine.evidence);
  const watch = createClockWatch({ clock, log: quietLog, findEvidence, confirmedByPerson: false });
  const { airLog, overlays, schedule, broadcasts, planner, knowZones } = createAiring({
    airedSound: noAiredSound,
    storage,
    clock,
    clockWatch: watch,
    clockPatienceMs: 10 * minuteMs,
    log: quietLog,
    changes,
    timeZone,
    zone: (id) => zones.get(id),
    chimes: fakes.chimes,
    content: {
      describe(content) {
        const id = idOf(content);
        const found = fakes.contents.get(id);
        if (!found) return Promise.reject(new AppError('recording.not-found', 404, 'gone', { params: { id } }));
        const recordingIds = lists.get(id) ?? [id];
        return Promise.resolve({ title: id, durationMs: found.durationMs, recordingIds, problem: null });
      },
    },
    equipment: () => Promise.resolve(faults[0] ?? null),
    mayApprove: ({ roles }) => permissionsOf(roles).includes('approve'),
    async onApproval(_id, state, { login }) {
      if (!machine.auditTakes) throw new Error('disk full');
      audited.push(`${login} ${state}`);
    },
    ports: {
      zones: { settings: (id) => airZones.find((zone) => zone.id === id) },
      amplifiers: fakes.amplifiers,
      content: { cue: fakes.cue },
      chimes: fakes.chimes,
      buses: {
        play: (outputId, request, onEvent, signal) =>
          fakes.play(
            outputId,
            request,
            (event) => {
              const [item] = request.items;
              const fromMs = beginningOf(request);
              const place = fromMs ? ` from ${clockOf(fromMs)}` : '';
              const over = request.bed ? ` over ${request.bed.title}` : '';
              if (event.kind === 'started')
                heard.push(`${wall(event.at)} ${item?.title}${over} on ${outputId}${place}`);
              onEvent(event);
            },
            signal,
          ),
      },
    },
  });

  knowZones([...zones.values()]);
  await watch.start();
  await overlays.start();
  await broadcasts.start();

  const ending = new AbortController();
  let failure: unknown = null;
  return {
    clock,
    zones,
    contents: fakes.contents,
    bells: fakes.bells,
    lists,
    changes,
    trusted: () => watch.trust().trusted,
    powered: fakes.powered,
    broadcasts,
    machine,
    faults,
    audited,
    heard,
    told,
    overlays,
    schedule,
    planner,
    airLog,
    /** Lets the loops of the schedule run. */
    start() {
      for (const loop of [planner.run, planner.keepPlan]) {
        void loop(ending.signal).catch((error: unknown) => {
          if (!ending.signal.aborted) failure = error;
        });
      }
    },
    /** Ends the loops, which have not failed. */
    stop() {
      expect(failure).toBeNull();
      ending.abort(new Error('stopped'));
    },
    /** Lives until that instant: quiet hours at a leap, whatever is about to be aired or on air moment by moment. */
    async liveUntil(instant: number) {
      await clock.advance(0);
      while (clock.now() < instant) {
        const [next] = await schedule.openBefore(Number.MAX_SAFE_INTEGER);
        const calmUntil = Math.min(instant, (next?.startsAt ?? instant) - 75_000);
        if (calmUntil > clock.now()) await clock.leap(calmUntil - clock.now());
        else await clock.advance(Math.min(5_000, instant - clock.now()));
      }
    },
    /** The slots of some days of the village. */
    slots: (from: string, to = from) => schedule.slots.list({ from, to }),
    /** The first slot of a day. */
    async slotOn(date: string, index = 0): Promise<Slot> {
      const found = (await schedule.slots.list({ from: date, to: date }))[index];
      if (!found) throw new Error(`no slot on ${date}`);
      return found;
    },
    /** The outcomes so far, by the wall: `24 06:00 broadcast.aired`. */
    async outcomes(): Promise<string[]> {
      const over = await schedule.over(0, Number.MAX_SAFE_INTEGER);
      return over.map(({ startsAt, outcome }) => {
        const local = toLocal(Date.parse(startsAt), timeZone);
        return `${local.date.slice(-2)} ${local.time} ${outcome?.code ?? '-'}`;
      });
    },
  };
}

function wall(instant: number): string {
  return clockOf(instant + 7 * hourMs);
}

function clockOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
