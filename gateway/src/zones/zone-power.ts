import type { ChannelRef, Reason, ZonePower } from '../contract/index.ts';
import { codeOf, notFound } from '../core/errors.ts';
import type { ChannelPower } from './ports.ts';

/** The amplifier of a zone: every channel of it is held, or none is. */
export interface Amplifiers {
  /** Resolves when each relay of the zone has itself said ON; rejects with the first cause, everything given back. */
  powerUp(zoneId: string, holder: string, signal: AbortSignal): Promise<void>;
  /** How long `powerUp` would wait for the rest an amplifier needs after its last OFF; ms, mostly 0. */
  restMs(zoneId: string): number;
  /** A relay of it cannot be reached now: after a power cut they come in one after the other. */
  isAway(zoneId: string): boolean;
  /** Says that the sound is over and the amplifier stays on a while; only for people to see. */
  cool(zoneId: string, holder: string): void;
  /** Gives the zone back; off with its last holder. Rejects when a relay did not obey; it goes on being commanded OFF. */
  powerDown(zoneId: string, holder: string): Promise<void>;
  /** A powered zone lost its power and could not be brought back. Returns the way to stop listening. */
  onLost(listener: (zoneId: string, reason: Reason) => void): () => void;
  /** A powered zone goes on, but its amplifier draws nothing. */
  onDoubt(listener: (zoneId: string, reason: Reason) => void): () => void;
}

export interface ZonePowerState {
  readonly power: ZonePower;
  readonly fault: Reason | null;
}

export interface ZonePowerParts {
  readonly relays: ChannelPower;
  /** The channels of a zone as set up now. */
  readonly channelsOf: (zoneId: string) => readonly ChannelRef[] | undefined;
  readonly onChange: (zoneId: string) => void;
}

type Phase = 'warming' | 'on' | 'cooling';
interface Holding {
  readonly channels: readonly ChannelRef[];
  phase: Phase;
}

/** Turns "this zone" into relay channels, and what they say into one word per zone. */
export function createZonePower({ relays, channelsOf, onChange }: ZonePowerParts) {
  /** zone → holder → what it holds. */
  const holdings = new Map<string, Map<string, Holding>>();
  const faults = new Map<string, Reason>();
  /** Of zones that go on all the same. */
  const doubts = new Map<string, Reason>();
  const doubtListeners = new Set<(zoneId: string, reason: Reason) => void>();
  const lostListeners = new Set<(zoneId: string, reason: Reason) => void>();

  function setFault(zoneId: string, reason: Reason | null): void {
    if (reason) faults.set(zoneId, reason);
    else faults.delete(zoneId);
    onChange(zoneId);
  }

  function setPhase(zoneId: string, holder: string, phase: Phase): void {
    const holding = holdings.get(zoneId)?.get(holder);
    if (!holding) return;
    holding.phase = phase;
    onChange(zoneId);
  }

  function forget(zoneId: string, holder: string): void {
    const holders = holdings.get(zoneId);
    holders?.delete(holder);
    if (holders?.size === 0) {
      holdings.delete(zoneId);
      doubts.delete(zoneId);
    }
    onChange(zoneId);
  }

  /** Each zone that somebody holds with this channel. */
  function tellZones(ref: ChannelRef, code: string, tell: (zoneId: string, reason: Reason) => void): void {
    for (const [zoneId, holders] of holdings) {
      const concerned = [...holders.values()].some((holding) => holding.channels.some((channel) => same(channel, ref)));
      if (concerned) tell(zoneId, { code, params: { relay: ref.relayId, channel: ref.channel } });
    }
  }

  const stopListening = [
    relays.onLost((lost, code) =>
      tellZones(lost, code, (zoneId, reason) => {
        setFault(zoneId, reason);
        for (const listener of lostListeners) listener(zoneId, reason);
      }),
    ),
    relays.onDoubt((doubted, code) =>
      tellZones(doubted, code, (zoneId, reason) => {
        doubts.set(zoneId, reason);
        onChange(zoneId);
        for (const listener of doubtListeners) listener(zoneId, reason);
      }),
    ),
  ];

  const amplifiers: Amplifiers = {
    async powerUp(zoneId, holder, signal) {
      const channels = channelsOf(zoneId);
      // Taken out of the village a moment ago: "no relay to wait for" would pass for confirmed power.
      if (!channels) throw notFound('zone', zoneId);
      const holders = holdings.get(zoneId) ?? new Map<string, Holding>();
      holdings.set(zoneId, holders.set(holder, { channels, phase: 'warming' }));
      setFault(zoneId, null);
      const results = await Promise.allSettled(
        channels.map((channel) => relays.hold(channel, asHolder(zoneId, holder), signal)),
      );
      const failed = results.findIndex((result) => result.status === 'rejected');
      if (failed === -1) return setPhase(zoneId, holder, 'on');

      // A refused hold holds nothing by itself; the others of this zone are given back before the cause is told.
      const held = channels.filter((_channel, index) => results[index]?.status === 'fulfilled');
      await Promise.allSettled(held.map((channel) => relays.release(channel, asHolder(zoneId, holder))));
      const cause = (results[failed] as PromiseRejectedResult).reason as unknown;
      const relay = channels[failed];
      if (!signal.aborted) {
        faults.set(zoneId, {
          code: codeOf(cause),
          params: relay ? { relay: relay.relayId, channel: relay.channel } : {},
        });
      }
      forget(zoneId, holder);
      throw cause;
    },

    restMs: (zoneId) => Math.max(0, ...(channelsOf(zoneId) ?? []).map((channel) => relays.restMs(channel))),

    isAway: (zoneId) => (channelsOf(zoneId) ?? []).some((channel) => relays.isAway(channel)),

    cool: (zoneId, holder) => setPhase(zoneId, holder, 'cooling'),

    async powerDown(zoneId, holder) {
      const holding = holdings.get(zoneId)?.get(holder);
      if (!holding) return;
      const results = await Promise.allSettled(
        holding.channels.map((channel) => relays.release(channel, asHolder(zoneId, holder))),
      );
      const failed = results.findIndex((result) => result.status === 'rejected');
      if (failed !== -1) {
        const cause = (results[failed] as PromiseRejectedResult).reason as unknown;
        const relay = holding.channels[failed];
        faults.set(zoneId, {
          code: codeOf(cause),
          params: relay ? { relay: relay.relayId, channel: relay.channel } : {},
        });
        forget(zoneId, holder);
        throw cause;
      }
      forget(zoneId, holder);
    },

    onLost(listener) {
      lostListeners.add(listener);
      return () => lostListeners.delete(listener);
    },

    onDoubt(listener) {
      doubtListeners.add(listener);
      return () => doubtListeners.delete(listener);
    },
  };

  return {
    amplifiers,
    stateOf(zoneId: string): ZonePowerState {
      const fault = faults.get(zoneId) ?? null;
      if (fault) return { power: 'fault', fault };
      const phases = [...(holdings.get(zoneId)?.values() ?? [])].map((holding) => holding.phase);
      const power = (['on', 'warming', 'cooling'] as const).find((phase) => phases.includes(phase)) ?? 'off';
      return { power, fault: doubts.get(zoneId) ?? null };
    },
    /** The relay is well again: a fault it caused is over, unless a broadcast still suffers from it. */
    recovered(relayId: string): void {
      for (const [zoneId, reason] of faults) {
        if (reason.params.relay === relayId && !holdings.has(zoneId)) setFault(zoneId, null);
      }
    },
    /** True while a broadcast holds the zone: its channels must not change under it. */
    isHeld: (zoneId: string) => holdings.has(zoneId),
    stop(): void {
      for (const stop of stopListening) stop();
    },
  };
}

export type ZonePowerKeeper = ReturnType<typeof createZonePower>;

/** Two zones of one broadcast may share a channel: giving one of them back must not take it from the other. */
function asHolder(zoneId: string, holder: string): string {
  return `${zoneId}/${holder}`;
}

function same(a: ChannelRef, b: ChannelRef): boolean {
  return a.relayId === b.relayId && a.channel === b.channel;
}
