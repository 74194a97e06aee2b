import type { ChannelRef } from '../contract/index.ts';
import type { Firmware } from '../firmware/firmware.ts';

/** What is put into a device; `app.ts` hands it over. */
export type RelayFirmware = Pick<Firmware, 'refuseTooMany' | 'relay'>;

/**
 * Power for amplifiers, as zones ask for it. A holder is one broadcast (or test): a channel is on while anybody holds it.
 */
export interface RelayPower {
  /**
   * Resolves when the device itself has said ON. Rejects with `relay.unreachable`, `relay.refused`, `relay.offline`,
   * `relay.maintenance`; then the channel is not held and has been commanded OFF. Renews the dead-man lease while held.
   */
  hold(channel: ChannelRef, holder: string, signal: AbortSignal): Promise<void>;
  /**
   * Gives it back; with the last holder the channel goes OFF. Resolves when the device said OFF (or others still hold it);
   * rejects when it did not in time. Either way the service goes on trying, and says so on the relay's `fault`.
   */
  release(channel: ChannelRef, holder: string): Promise<void>;
  /** How long a hold would wait before it commands ON, for the amplifier's rest after its last OFF; ms, mostly 0. */
  restMs(channel: ChannelRef): number;
  /** True while its relay cannot be reached: it has not come in yet, or was lost. */
  isAway(channel: ChannelRef): boolean;
  /**
   * A held channel turned OFF by itself, or went silent, and could not be brought back; or somebody began maintenance. Returns
   * the way to stop listening.
   */
  onLost(listener: (channel: ChannelRef, code: string) => void): () => void;
  /** A held channel is ON, but its meter says that the amplifier draws nothing; it stays held. */
  onDoubt(listener: (channel: ChannelRef, code: string) => void): () => void;
}
