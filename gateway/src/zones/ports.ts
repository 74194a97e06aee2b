import type { ChannelRef } from '../contract/index.ts';

/** What zones need of the relays: see `relays/ports.ts`, whose service is handed over in `app.ts`. */
export interface ChannelPower {
  hold(channel: ChannelRef, holder: string, signal: AbortSignal): Promise<void>;
  release(channel: ChannelRef, holder: string): Promise<void>;
  restMs(channel: ChannelRef): number;
  isAway(channel: ChannelRef): boolean;
  onLost(listener: (channel: ChannelRef, code: string) => void): () => void;
  onDoubt(listener: (channel: ChannelRef, code: string) => void): () => void;
}
