import type { ChangeEvents, Zone, ZoneChange, ZoneInput } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import { AppError, notFound } from '../core/errors.ts';
import { freshSlug } from '../core/ids.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Storage } from '../storage/storage.ts';
import type { ChannelPower } from './ports.ts';
import { createZonePower } from './zone-power.ts';
import { createZoneStore, type ZoneSettings } from './zone-store.ts';

export interface ZonesParts {
  readonly storage: Storage;
  readonly relays: ChannelPower;
  readonly changes: Changes<ChangeEvents>;
}

const standards = {
  volumeDb: 0,
  warmupMs: 3_000,
  cooldownMs: 20_000,
  quietHours: { from: '22:00', to: '05:00' },
  minutesPerDay: null,
  turn: null,
  place: null,
};

/** The loudspeaker clusters: their settings, and the power of their amplifiers. */
export function createZones({ storage, relays, changes }: ZonesParts) {
  const store = createZoneStore(storage);
  /** Every zone as in the database: power and gates ask at any moment and cannot wait for a query. */
  let known = new Map<string, ZoneSettings>();
  /** Two made at once must not take one id, nor one bring back what the other removed. */
  const inTurn = createTurns();

  const power = createZonePower({
    relays,
    channelsOf: (id) => known.get(id)?.channels,
    onChange: (id) => {
      const zone = known.get(id);
      if (zone) changes.emit('zone.changed', live(zone));
    },
  });

  function live(zone: ZoneSettings): Zone {
    return { ...zone, ...power.stateOf(zone.id) };
  }

  function find(id: string): ZoneSettings {
    const zone = known.get(id);
    if (!zone) throw notFound('zone', id);
    return zone;
  }

  async function save(zone: ZoneSettings): Promise<Zone> {
    for (const other of known.values()) {
      if (other.id !== zone.id && other.name === zone.name) {
        throw new AppError('zone.name-taken', 409, `There is a zone called '${zone.name}' already.`, {
          params: { name: zone.name },
        });
      }
    }
    await store.put(zone).catch((error: unknown) => {
      throw refusal(error) ?? error;
    });
    known.set(zone.id, zone);
    const saved = live(zone);
    changes.emit('zone.changed', saved);
    return saved;
  }

  async function remove(id: string): Promise<void> {
    const zone = find(id);
    if (power.isHeld(id)) throw onAir(zone);
    await store.remove(id).catch((error: unknown) => {
      throw refusal(error)
        ? new AppError('zone.in-use', 409, `A programme airs in '${zone.name}': take the zone out of it first.`, {
            params: { name: zone.name },
          })
        : error;
    });
    known.delete(id);
    changes.emit('zone.removed', { id });
  }

  return {
    /** Power for a broadcast's zones. */
    amplifiers: power.amplifiers,
    /** A relay that was in trouble is well again. */
    relayRecovered: power.recovered,
    /** A zone's settings at once, or undefined. */
    settings: (id: string): ZoneSettings | undefined => known.get(id),

    list: () => Promise.resolve([...known.values()].map(live)),
    get: async (id: string): Promise<Zone> => live(find(id)),

    create: (input: ZoneInput): Promise<Zone> =>
      inTurn(() => save({ ...standards, ...input, id: freshSlug(input.name, known.keys(), 'cum-loa') })),

    change: (id: string, change: ZoneChange): Promise<Zone> =>
      inTurn(async () => {
        const zone = find(id);
        if (change.channels && power.isHeld(id)) throw onAir(zone);
        return save({ ...zone, ...change });
      }),

    remove: (id: string): Promise<void> => inTurn(() => remove(id)),

    async start(): Promise<void> {
      known = new Map((await store.all()).map((zone) => [zone.id, zone]));
    },
    stop: () => power.stop(),
  };
}

export type Zones = ReturnType<typeof createZones>;

function onAir(zone: ZoneSettings): AppError {
  return new AppError('zone.on-air', 409, `'${zone.name}' is on air: stop the broadcast first.`, {
    params: { name: zone.name },
  });
}

/** A foreign key that points nowhere: the relay or output is gone, or never was. */
function refusal(error: unknown): AppError | null {
  if (!(error instanceof Error) || !error.message.includes('FOREIGN KEY')) return null;
  return new AppError('zone.unknown-part', 422, 'A relay or the output of this zone does not exist.', { cause: error });
}
