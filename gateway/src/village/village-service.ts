import type { ChangeEvents, Village, VillageChange } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import type { ClockTrust } from '../core/clock/trust.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { judgeLight, type VillageFacts } from './light.ts';
import type { SettingsStore } from './settings-store.ts';

export interface VillageParts {
  readonly id: string;
  readonly timeZone: string;
  readonly version: string;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changes: Changes<ChangeEvents>;
  readonly trust: () => ClockTrust;
  /** A person's word about the clock, kept until the machine boots again. */
  readonly confirmClock: () => Promise<void>;
  readonly facts: () => Promise<Omit<VillageFacts, 'lately' | 'now'>>;
  /** The slots of the last 24 hours that are over. */
  readonly lately: () => Promise<VillageFacts['lately']>;
}

const nameKey = 'village.name';
/** How long a change may wait to be seen on the light. */
const lookMs = 1_000;
/** How often a day's slots are read though none came to its end: those of yesterday leave it. */
const rereadMs = 60_000;

/** The top line of the panel: the village's name, its clock, and one traffic light with its reasons. */
export function createVillage(parts: VillageParts) {
  const { id, timeZone, version, settings, clock, changes, log } = parts;
  let name = id;
  let light: Village['light'] = { colour: 'amber', reasons: [] };
  let lately: VillageFacts['lately'] = [];
  /** Monotonic; an outcome makes it now. */
  let rereadAt = -Infinity;
  let looking = false;
  let said = '';
  let cancels: Cancel[] = [];

  function get(): Village {
    const { trusted, reason } = parts.trust();
    return { id, name, timeZone, version, clock: { trusted, reason }, light, now: new Date(clock.now()).toISOString() };
  }

  /** A day's slots are many to read every second, and what came of them changes a few times an hour. */
  async function readLately(): Promise<void> {
    if (clock.monotonic() < rereadAt) return;
    // Said before it is done: an outcome in between asks for the next reading.
    rereadAt = clock.monotonic() + rereadMs;
    try {
      lately = await parts.lately();
    } catch (error) {
      rereadAt = -Infinity;
      throw error;
    }
  }

  /** Looks at everything again; tells the panels when the top line is another than before. */
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      name = (await settings.get(nameKey)) ?? id;
      await readLately();
      light = judgeLight({ ...(await parts.facts()), lately, now: clock.now() });
      const { now: _now, ...line } = get();
      const words = JSON.stringify(line);
      if (words !== said) changes.emit('village.changed', get());
      said = words;
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'the village could not be looked at');
    } finally {
      looking = false;
    }
  }

  return {
    get,
    look,
    async change(change: VillageChange): Promise<Village> {
      await settings.set(nameKey, change.name.trim());
      await look();
      return get();
    },
    async confirmClock(): Promise<Village> {
      await parts.confirmClock();
      await look();
      return get();
    },
    async start(): Promise<void> {
      cancels = [
        changes.on('slot.changed', ({ state }) => {
          if (state === 'ended') rereadAt = -Infinity;
        }),
        clock.every(lookMs, () => void look()),
      ];
      await look();
    },
    stop(): void {
      for (const cancel of cancels) cancel();
    },
  };
}
