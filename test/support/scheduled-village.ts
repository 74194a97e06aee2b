import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAiring, type Airing } from '../../gateway/src/airing.ts';
import type { Broadcast, Priority } from '../../gateway/src/contract/index.ts';
import { createClockWatch } from '../../gateway/src/core/clock/clock-watch.ts';
import { earliestPlausible, type ClockEvidence } from '../../gateway/src/core/clock/trust.ts';
import { AppError } from '../../gateway/src/core/errors.ts';
import { stopInOrder } from '../../gateway/src/core/stop-in-order.ts';
import { createSupervisor } from '../../gateway/src/core/supervise.ts';
import { permissionsOf } from '../../gateway/src/identity/roles.ts';
import type { ScheduleZone } from '../../gateway/src/schedule/ports.ts';
import { openStorage } from '../../gateway/src/storage/migrate.ts';
import type { Storage } from '../../gateway/src/storage/storage.ts';
import type { FakeClock } from './fake-clock.ts';
import { beginningOf, createFakeVillage, sound, zone as airZone } from './fake-village.ts';
import { createMortalProcess, type MortalProcess } from './mortal-process.ts';
import { noAiredSound } from './no-aired-sound.ts';
import { quietLog } from './quiet-log.ts';

export const timeZone = 'Asia/Ho_Chi_Minh';
const migrations = fileURLToPath(new URL('../../gateway/migrations', import.meta.url));

const aheadMs = 7 * 3_600_000;
const stamp = (at: number) =>
  `${at > 1e11 ? '' : `${Math.floor(at / 86_400_000)}d `}${new Date(at).toISOString().slice(at > 1e11 ? 0 : 11, 23)}`;

const zoneOf = (id: string, outputId: string, warmupMs: number, from: string, to: string): ScheduleZone => ({
  id,
  name: id,
  outputId,
  turn: null,
  warmupMs,
  quietHours: { from, to },
  minutesPerDay: null,
});
/** Two zones share an output; one knows no night. */
const villageZones = [
  zoneOf('dau-thon', 'loa-1', 3_000, '22:00', '05:00'),
  // Not 0: a wait of exactly a second passes for the tick of a loop (mortal-process.ts).
  zoneOf('xom-cho', 'loa-1', 100, '21:30', '05:30'),
  zoneOf('xom-dinh', 'loa-2', 40_000, '22:00', '05:00'),
  zoneOf('nha-van-hoa', 'loa-3', 8_000, '00:00', '00:00'),
];

/** One sound on one output. `trueTime`: ms since the village was founded, which no clock step moves. */
export interface Sounding {
  readonly broadcastId: string;
  readonly slotId: string | null;
  readonly title: string;
  readonly priority: Priority;
  readonly outputId: string;
  /** Where in it it began, ms. */
  readonly fromMs: number;
  readonly wall: number;
  readonly trueTime: number;
  /** When the clock was last known to be right; true time. */
  readonly trustedAt: number;
  /** The disk was full when it began: nothing is known of it after a power cut. */
  readonly diskFull: boolean;
  /** The disk was full at some time of it: nobody knows how much was heard. */
  unnoted: boolean;
  endedAt: number | null;
  /** The process died under it. */
  cut: boolean;
  /** The process died before a full disk could take that it was over. */
  unwritten: boolean;
}

/** An amplifier that was on; `trueTime` again. */
export interface Powered {
  readonly zoneId: string;
  readonly broadcastId: string;
  readonly onAt: number;
  offAt: number | null;
}

/**
 * A village on a real database in `folder`, joined by the product itself, whose gateway is stopped, killed and started
 * again as often as one likes; clock, amplifiers, buses and library are fakes. It starts without a gateway.
 */
export async function foundVillage(folder: string, begin: number) {
  const place = { file: join(folder, 'village.sqlite'), backups: join(folder, 'backups'), migrations };
  const zones = new Map(villageZones.map((zone) => [zone.id, zone]));
  const lengths = new Map<string, number>();
  const machine: { evidence: ClockEvidence | null } = { evidence: 'ntp' };
  const disk = { full: false };
  const heard: Sounding[] = [];
  const powered: Powered[] = [];
  /** What happened, by true time and by the wall: `3d 04:00:00.000 2026-11-26 04:00:00.000 killed`. */
  const story: string[] = [];
  const tell = (line: string) =>
    story.push(`${stamp(life?.trueTime() ?? lived)} ${stamp((life?.clock.now() ?? wall) + aheadMs)} ${line}`);
  /** What should never be logged: failures that nobody expected. */
  const bugs: string[] = [];
  let real: Storage = await openReal();
  for (const { id } of villageZones) {
    await real.run(
      `insert into zones (id, name, output_id, volume_db, warmup_ms, cooldown_ms, quiet_from, quiet_to)
       values (?, ?, null, 0, 0, 0, '22:00', '05:00')`,
      [id, id],
    );
  }
  let life: Awaited<ReturnType<typeof open>> | null = null;
  let wall = begin;
  let lived = 0;
  let trustedAt = 0;
  /** True time. */
  let fullSince = Infinity;

  async function openReal(): Promise<Storage> {
    const storage = await openStorage(place, quietLog);
    // The machine that runs the test does not lose its power.
    await storage.run('pragma synchronous = off');
    return storage;
  }

  const log = new Proxy(quietLog, {
    get(target, name, receiver): unknown {
      if (name !== 'error') return Reflect.get(target, name, receiver);
      return ({ err }: { err?: unknown }, message: string) => {
        if (err !== undefined && !(err instanceof AppError))
          bugs.push(`${message}: ${err instanceof Error ? err.stack : JSON.stringify(err)}`);
      };
    },
  });

  async function open(process: MortalProcess) {
    const { clock, storage, mortal } = process;
    const began = lived - clock.monotonic();
    const trueTime = () => began + clock.monotonic();
    const airZones = villageZones.map((zone) => airZone(zone.id, zone));
    const fakes = createFakeVillage(storage, airZones, clock);
    for (const [title, ms] of lengths) fakes.contents.set(title, sound(title, ms / 1_000));
    const findEvidence = () => Promise.resolve(machine.evidence);
    const watch = createClockWatch({ clock, log, findEvidence, confirmedByPerson: false });
    const views = new Map<string, Broadcast>();
    fakes.changes.on('broadcast.changed', (view) => views.set(view.id, view));
    fakes.changes.on('slot.changed', (slot) => {
      if (slot.outcome || process.clock.now() > Date.parse(slot.startsAt) - 3600_000)
        tell(`slot ${JSON.stringify(slot)}`);
    });
    const zonesOn = (outputId: string) => villageZones.filter((zone) => zone.outputId === outputId);

    function begin(outputId: string, title: string, startAt: number, fromMs: number): Sounding {
      const at = new Date(startAt).toISOString();
      const [run] = [...views.values()].filter(
        (view) =>
          view.title === title &&
          view.startsAt === at &&
          ['warming', 'on-air'].includes(view.state) &&
          zonesOn(outputId).some(({ id }) => view.zones.some(({ zoneId }) => zoneId === id)),
      );
      if (!run) throw new Error(`a sound of no broadcast: ${title}`);
      const { id: broadcastId, slotId, priority } = run;
      return {
        ...{ broadcastId, slotId, title, priority, outputId, fromMs, wall: clock.now(), trueTime: trueTime() },
        trustedAt: watch.trust().trusted ? trueTime() : trustedAt,
        diskFull: disk.full,
        unnoted: disk.full,
        endedAt: null,
        cut: false,
        unwritten: false,
      };
    }

    const airing = createAiring({
      airedSound: noAiredSound,
      storage,
      clock,
      clockWatch: watch,
      clockPatienceMs: 600_000,
      log,
      changes: fakes.changes,
      timeZone,
      zone: (id) => zones.get(id),
      chimes: fakes.chimes,
      content: {
        async describe(content) {
          const { title, durationMs } = await fakes.cue(content);
          const recordingIds = content.kind === 'recording' ? [content.recordingId] : [];
          return { title, durationMs, recordingIds, problem: null };
        },
      },
      equipment: () => Promise.resolve(null),
      mayApprove: ({ roles }) => permissionsOf(roles).includes('approve'),
      onApproval: () => Promise.resolve(),
      ports: {
        zones: { settings: (id) => airZones.find((zone) => zone.id === id) },
        content: { cue: mortal(fakes.cue) },
        chimes: { cue: mortal(fakes.chimes.cue) },
        amplifiers: {
          ...fakes.amplifiers,
          powerUp: mortal(async (zoneId, broadcastId, signal) => {
            powered.push({ zoneId, broadcastId, onAt: trueTime(), offAt: null });
            await fakes.amplifiers.powerUp(zoneId, broadcastId, signal);
          }),
          powerDown: mortal(async (zoneId, broadcastId) => {
            for (const span of powered) {
              if (span.zoneId === zoneId && span.broadcastId === broadcastId) span.offAt ??= trueTime();
            }
            await fakes.amplifiers.powerDown(zoneId, broadcastId);
          }),
        },
        buses: {
          play: mortal(async (outputId, request, onEvent, signal) => {
            let sounding: Sounding | null = null;
            const played = await fakes.play(
              outputId,
              request,
              (event) => {
                if (event.kind === 'started') {
                  sounding = begin(outputId, request.title, request.startAt, beginningOf(request));
                  heard.push(sounding);
                  tell(`sounds ${JSON.stringify(sounding)}`);
                }
                onEvent(event);
              },
              signal,
            );
            if (sounding) {
              (sounding as Sounding).endedAt = trueTime();
              tell(`silent ${(sounding as Sounding).slotId}`);
            }
            return played;
          }),
        },
      },
    });
    const supervisor = createSupervisor({ clock, log });
    const starting = async () => {
      await watch.start();
      await airing.overlays.start();
      await airing.broadcasts.start();
      supervisor.start('schedule', airing.planner.run);
      supervisor.start('plan', airing.planner.keepPlan);
    };
    await Promise.race([starting(), process.died]);
    return { process, clock, watch, supervisor, fakes, airing, trueTime };
  }

  /** Sounds end and amplifiers fall off with their process. */
  async function bury(): Promise<void> {
    if (!life) return;
    life.process.kill();
    tell('gone');
    wall = life.clock.now();
    lived = life.trueTime();
    for (const sounding of heard) {
      if (sounding.endedAt === null) Object.assign(sounding, { endedAt: lived, cut: true });
      else if (disk.full && sounding.endedAt >= fullSince) sounding.unwritten = true;
    }
    for (const span of powered) span.offAt ??= lived;
    life = null;
    await real.close();
    real = await openReal();
  }

  async function during(move: (clock: FakeClock) => Promise<void>): Promise<void> {
    if (!life) return;
    await move(life.clock);
    if (life.process.dead) await bury();
  }

  /** The monotonic moment until which nothing happens but ticks. */
  async function calmUntil({ process, clock, watch, trueTime }: NonNullable<typeof life>): Promise<number> {
    const [now, monotonic] = [clock.now(), clock.monotonic()];
    const rows = await real.all<{ starts_at: number }>(
      `select starts_at from slots where state <> 'ended' and starts_at > ? order by starts_at limit 3`,
      [now - 1_001],
    );
    const moments = rows.flatMap(({ starts_at: at }) => [at - 70_000, at, at + 1_000]).filter((at) => at > now);
    let until = Math.min(process.nextDue(), ...moments.map((at) => monotonic + at - now));
    // Its last heartbeat has to be on the disk as it would be.
    if (process.doomed && heard.some(({ endedAt }) => endedAt === null)) until = Math.min(until, monotonic + 5_000);
    const { trusted } = watch.trust();
    if (trusted) trustedAt = trueTime();
    if (!trusted && machine.evidence !== null && now >= earliestPlausible) until = Math.min(until, monotonic + 1_000);
    if (trusted) {
      const late = await real.get(`select 1 from slots where state = 'planned' and starts_at <= ?`, [now]);
      if (late) until = Math.min(until, monotonic + 5_000);
    }
    return until;
  }

  return {
    zones,
    machine,
    /** Nothing is written any more. */
    fillDisk(full: boolean): void {
      if (full && !disk.full) fullSince = life?.trueTime() ?? lived;
      disk.full = full;
      for (const sounding of heard) if (sounding.endedAt === null) sounding.unnoted = true;
      tell(`disk full: ${full}`);
    },
    heard,
    powered,
    bugs,
    story,
    tell,
    /** The database itself, for who looks from outside. */
    get database(): Storage {
      return real;
    },
    get up(): boolean {
      return life !== null && !life.process.dead;
    },
    /** What the gateway can do; throws while it is down. */
    get airing(): Airing {
      if (!life) throw new Error('the gateway is down');
      return life.airing;
    },
    /** Which loops failed, and why, with codes of bugs. */
    failures: () => life?.supervisor.report().filter(({ lastFailure }) => lastFailure?.code === 'internal') ?? [],
    now: () => life?.clock.now() ?? wall,
    trueTime: () => life?.trueTime() ?? lived,
    trusted: () => life?.watch.trust().trusted ?? false,

    /** Of a recording, from now on; ms. */
    setLength(title: string, ms: number): void {
      lengths.set(title, ms);
      if (!life) return;
      life.fakes.contents.set(title, sound(title, ms / 1_000));
      life.airing.planner.contentChanged();
    },

    /** A new process after a while, when the wall shows that. `killAfter`: it may not even come to its first second. */
    async start(awayMs: number, at = wall + awayMs, killAfter = Infinity): Promise<void> {
      if (life) throw new Error('the gateway is up');
      lived += awayMs;
      wall = at;
      const process = createMortalProcess(real, at, disk);
      process.killAfter(killAfter);
      life = await open(process);
      tell(`started, killAfter ${killAfter}`);
      await during((clock) => clock.advance(0));
    },

    /** As `systemctl stop` does it. */
    async stop(): Promise<void> {
      if (!life) return;
      const { airing, supervisor, watch, clock, process } = life;
      const steps = [() => airing.broadcasts.stop(), () => supervisor.stop(), () => watch.stop()];
      let stopped = false;
      void stopInOrder(steps, { clock, log }).then(() => (stopped = true));
      while (!stopped && !process.dead) await clock.advance(250);
      await bury();
    },

    kill: bury,
    /** It will die of the statement after so many. */
    killAfter: (statements: number) => {
      tell(`will die ${statements}`);
      life?.process.killAfter(statements);
    },
    /** Does something that takes no time; null: the process died of it. */
    async act<T>(doing: (airing: Airing) => Promise<T>): Promise<T | null> {
      if (!life) return null;
      const { process, airing } = life;
      try {
        return await Promise.race([doing(airing), process.died.then(() => null)]);
      } finally {
        await during((clock) => clock.advance(0));
      }
    },

    /** Lives on: at a leap from one moment at which something may happen to the next. Ends early when the process dies. */
    async live(ms: number): Promise<void> {
      if (!life) {
        wall += ms;
        lived += ms;
        return;
      }
      const { process, clock } = life;
      const end = clock.monotonic() + ms;
      while (!process.dead && clock.monotonic() < end) {
        const until = Math.min(end, await calmUntil(life));
        await clock.leap(Math.max(0, until - clock.monotonic()));
      }
      if (process.dead) await bury();
    },

    /** The main thread hangs: nothing runs meanwhile, and then everything that is due. */
    hang: (ms: number): Promise<void> => during((clock) => (tell(`hangs ${ms}`), clock.leap(ms))),
    /** Somebody sets the clock, or the machine wakes up. */
    step: (ms: number): Promise<void> => during((clock) => (tell(`step ${ms}`), clock.step(ms))),
  };
}

export type ScheduledVillage = Awaited<ReturnType<typeof foundVillage>>;
