import type { ChannelRef, Output, Zone, ZoneInput } from '#contract';
import { secondMs } from '../../../lib/time.ts';

/** What a person is writing down about a zone, before it is saved. */
export class ZoneDraft {
  name = $state('');
  channels = $state.raw<readonly ChannelRef[]>([]);
  outputId = $state<string | null>(null);
  volumeDb = $state(0);
  warmupSeconds = $state(3);
  cooldownSeconds = $state(20);
  quietFrom = $state('22:00');
  quietTo = $state('05:00');
  /** As it is typed; empty: no limit. */
  minutesPerDay = $state('');
  /** As it is typed; empty: with the first. */
  turn = $state('');

  /** A new one begins with what can only be meant: the only free channel, the only output. */
  constructor(zone: Zone | undefined, freeChannel: readonly ChannelRef[], outputs: readonly Output[]) {
    if (!zone) {
      this.channels = freeChannel;
      this.outputId = outputs.length === 1 ? (outputs[0]?.id ?? null) : null;
      return;
    }
    this.name = zone.name;
    this.channels = zone.channels;
    this.outputId = zone.outputId;
    this.volumeDb = zone.volumeDb;
    this.warmupSeconds = zone.warmupMs / secondMs;
    this.cooldownSeconds = zone.cooldownMs / secondMs;
    this.quietFrom = zone.quietHours.from;
    this.quietTo = zone.quietHours.to;
    this.minutesPerDay = zone.minutesPerDay === null ? '' : String(zone.minutesPerDay);
    this.turn = zone.turn === null ? '' : String(zone.turn);
  }

  get input(): ZoneInput {
    return {
      name: this.name.trim(),
      channels: [...this.channels],
      outputId: this.outputId,
      volumeDb: this.volumeDb,
      warmupMs: Math.round(this.warmupSeconds * secondMs),
      cooldownMs: Math.round(this.cooldownSeconds * secondMs),
      quietHours: { from: this.quietFrom, to: this.quietTo },
      minutesPerDay: this.minutesPerDay === '' ? null : Number(this.minutesPerDay),
      turn: this.turn === '' ? null : Number(this.turn),
    };
  }
}
