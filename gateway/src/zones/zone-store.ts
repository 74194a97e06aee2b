import type { ChannelRef, Zone } from '../contract/index.ts';
import type { Sql, Storage } from '../storage/storage.ts';

/** A zone as a technician set it up, without what its relays say now. */
export type ZoneSettings = Omit<Zone, 'power' | 'fault'>;

interface ZoneRow {
  id: string;
  name: string;
  output_id: string | null;
  volume_db: number;
  warmup_ms: number;
  cooldown_ms: number;
  quiet_from: string;
  quiet_to: string;
  minutes_per_day: number | null;
  turn: number | null;
  place_x: number | null;
  place_y: number | null;
}

export function createZoneStore(storage: Storage) {
  return {
    async all(): Promise<ZoneSettings[]> {
      const rows = await storage.all<ZoneRow>(
        `select id, name, output_id, volume_db, warmup_ms, cooldown_ms, quiet_from, quiet_to, minutes_per_day, turn,
           place_x, place_y
         from zones order by name`,
      );
      const channels = await storage.all<{ zone_id: string; relay_id: string; channel: number }>(
        'select zone_id, relay_id, channel from zone_channels order by zone_id, position',
      );
      return rows.map((row) =>
        asZone(
          row,
          channels
            .filter((channel) => channel.zone_id === row.id)
            .map(({ relay_id, channel }) => ({ relayId: relay_id, channel })),
        ),
      );
    },

    /** Inserts or replaces. */
    async put(zone: ZoneSettings): Promise<void> {
      await storage.transaction(async (tx) => {
        await tx.run(
          `insert into zones (id, name, output_id, volume_db, warmup_ms, cooldown_ms, quiet_from, quiet_to, minutes_per_day,
             turn, place_x, place_y)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           on conflict (id) do update set name = excluded.name, output_id = excluded.output_id,
             volume_db = excluded.volume_db, warmup_ms = excluded.warmup_ms, cooldown_ms = excluded.cooldown_ms,
             quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, minutes_per_day = excluded.minutes_per_day,
             turn = excluded.turn, place_x = excluded.place_x, place_y = excluded.place_y`,
          [
            zone.id,
            zone.name,
            zone.outputId,
            zone.volumeDb,
            zone.warmupMs,
            zone.cooldownMs,
            zone.quietHours.from,
            zone.quietHours.to,
            zone.minutesPerDay,
            zone.turn,
            zone.place?.x ?? null,
            zone.place?.y ?? null,
          ],
        );
        await putChannels(tx, zone.id, zone.channels);
      });
    },

    async remove(id: string): Promise<void> {
      await storage.run('delete from zones where id = ?', [id]);
    },
  };
}

export type ZoneStore = ReturnType<typeof createZoneStore>;

async function putChannels(tx: Sql, zoneId: string, channels: readonly ChannelRef[]): Promise<void> {
  await tx.run('delete from zone_channels where zone_id = ?', [zoneId]);
  for (const [position, { relayId, channel }] of channels.entries()) {
    await tx.run('insert into zone_channels (zone_id, relay_id, channel, position) values (?, ?, ?, ?)', [
      zoneId,
      relayId,
      channel,
      position,
    ]);
  }
}

function asZone(row: ZoneRow, channels: ChannelRef[]): ZoneSettings {
  const { place_x: x, place_y: y } = row;
  return {
    id: row.id,
    name: row.name,
    channels,
    outputId: row.output_id,
    volumeDb: row.volume_db,
    warmupMs: row.warmup_ms,
    cooldownMs: row.cooldown_ms,
    quietHours: { from: row.quiet_from, to: row.quiet_to },
    minutesPerDay: row.minutes_per_day,
    turn: row.turn,
    place: x === null || y === null ? null : { x, y },
  };
}
