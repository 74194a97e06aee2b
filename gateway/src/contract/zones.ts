import { Type, type Static } from 'typebox';
import { Id, LocalTime, Name, Nullable, Reason } from './common.ts';
import { MapPlace } from './village-map.ts';

export const ChannelRef = Type.Object(
  { relayId: Id, channel: Type.Integer({ minimum: 1, maximum: 32 }) },
  { additionalProperties: false },
);
export type ChannelRef = Static<typeof ChannelRef>;

/** Local times; `from` later than `to` runs over midnight. Equal: none. */
export const QuietHours = Type.Object({ from: LocalTime, to: LocalTime }, { additionalProperties: false });
export type QuietHours = Static<typeof QuietHours>;

const settings = {
  name: Name,
  channels: Type.Array(ChannelRef, { maxItems: 16 }),
  outputId: Nullable(Id),
  volumeDb: Type.Number({ minimum: -40, maximum: 0 }),
  warmupMs: Type.Integer({ minimum: 0, maximum: 60_000 }),
  cooldownMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
  quietHours: QuietHours,
  /** Minutes of scheduled sound that the people there agreed to hear in a day; null: no limit. */
  minutesPerDay: Nullable(Type.Integer({ minimum: 1, maximum: 1_440 })),
  /** When it speaks in what is aired in turn, so that neighbours are not heard over each other; null: with the first. */
  turn: Nullable(Type.Integer({ minimum: 1, maximum: 9 })),
  /** null: on no map yet. */
  place: Nullable(MapPlace),
};

/** Defaults: volume 0 dB, warm-up 3 s, cool-down 20 s, quiet 22:00–05:00, no limit of minutes, speaks with the first, on no map. */
export const ZoneInput = Type.Object(
  {
    name: settings.name,
    channels: settings.channels,
    outputId: settings.outputId,
    volumeDb: Type.Optional(settings.volumeDb),
    warmupMs: Type.Optional(settings.warmupMs),
    cooldownMs: Type.Optional(settings.cooldownMs),
    quietHours: Type.Optional(settings.quietHours),
    minutesPerDay: Type.Optional(settings.minutesPerDay),
    turn: Type.Optional(settings.turn),
    place: Type.Optional(settings.place),
  },
  { additionalProperties: false },
);
export type ZoneInput = Static<typeof ZoneInput>;
export const ZoneChange = Type.Partial(ZoneInput, { additionalProperties: false });
export type ZoneChange = Static<typeof ZoneChange>;

export const ZonePower = Type.Union(
  ['off', 'warming', 'on', 'cooling', 'fault'].map((s) => Type.Literal(s)) as [
    ReturnType<typeof Type.Literal<'off'>>,
    ReturnType<typeof Type.Literal<'warming'>>,
    ReturnType<typeof Type.Literal<'on'>>,
    ReturnType<typeof Type.Literal<'cooling'>>,
    ReturnType<typeof Type.Literal<'fault'>>,
  ],
);
export type ZonePower = Static<typeof ZonePower>;

/** `power` is what the relays confirmed, not what was asked for. */
export const Zone = Type.Object({ id: Id, ...settings, power: ZonePower, fault: Nullable(Reason) });
export type Zone = Static<typeof Zone>;
