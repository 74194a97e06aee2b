import type { Feed } from '../audio/feed.ts';
import type { InputWatch } from '../audio/input-watch.ts';
import type { Broadcasts } from '../broadcast/broadcast-service.ts';
import type { AuditEntry, LiveVoiceMessage } from '../contract/index.ts';
import type { BroadcastPorts } from '../broadcast/ports.ts';

/** What a live voice needs of others; `app.ts` joins them. */
export interface LivePorts {
  readonly broadcasts: Pick<Broadcasts, 'startedBefore' | 'airNow' | 'closeVoice'>;
  /** What is heard before a voice and after it. */
  readonly chimes: BroadcastPorts['chimes'];
  /** Sound that arrives while it plays. */
  readonly openFeed: () => Feed;
  /** Listens along to a microphone. */
  readonly openWatch: () => Pick<InputWatch, 'hears' | 'fault'>;
  readonly settings: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void> };
  readonly audit: (entry: Omit<AuditEntry, 'id' | 'at'>) => Promise<void>;
}

/** The wire to a speaker's panel. */
export interface SpeakersLine {
  tell(message: LiveVoiceMessage): void;
  /** Nothing more is heard from it after this. `why`: a code of ours. */
  close(why: string): void;
}

/** A speaker's panel, while its line is open. */
export interface Seat {
  /** What came in binary. Never throws: what is not right closes the line. */
  hear(bytes: Uint8Array): void;
  /** What came in text: nothing may. */
  hearText(): void;
  /** The line is gone. `broken`: it was cut because what came was too large, or no frame of a socket at all. */
  gone(broken: boolean): void;
}
