import type { GuestEvent } from './guests.ts';
import type { Knock, LetIn } from './knocks.ts';

/** The gateway's own line to the broker, embedded or external alike. Features see only this. */
export interface MqttLink {
  readonly connected: boolean;
  /**
   * Hands a message to the broker now. Rejects with `mqtt.offline` when the line is down: nothing is ever queued,
   * so nothing stale is ever sent. QoS 0 unless told; `retain` is for our own state topics, never for commands.
   */
  publish(topic: string, payload: string | Buffer, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>;
  /** Listens to a topic filter, through every reconnect. Returns the way to stop. */
  subscribe(filter: string, listener: MqttListener): Promise<() => void>;
  /** Called at once with the present state, then with each change. Returns the way to stop. */
  onConnection(listener: (connected: boolean) => void): () => void;
}

export type MqttListener = (topic: string, payload: Buffer, facts: { readonly retained: boolean }) => void;

/** Who may come in, and where each may speak: kept by `mqtt/`, asked for by the features that own devices. */
export interface MqttAccounts {
  /**
   * A relay's or button's account may publish and subscribe below `prefix` only; an observer may read `prefix` and write nothing.
   * The password is random (128 bits), returned once; only its SHA-256 is kept.
   */
  create(account: {
    id: string;
    name: string;
    kind: 'relay' | 'button' | 'observer';
    prefix: string;
  }): Promise<{ password: string }>;
  /** A new password; whoever is connected with the old one is disconnected, and what it had retained is cleared. */
  rotate(id: string): Promise<{ password: string }>;
  /** Gone, and disconnected. Quiet when there is none. */
  remove(id: string): Promise<void>;
  /** Removes those of a kind that belong to no device: a crash while one is added or taken away leaves them behind. */
  keepOnly(kind: 'relay' | 'button', ids: readonly string[]): Promise<void>;
}

/** Lets devices in that have no account yet, to be paired: each speaks with the gateway and with nobody else. */
export interface GuestDoor {
  /** What the account is mostly called. */
  readonly usualName: string;
  /** A new password; who is in stays in. */
  open(): { readonly username: string; readonly password: string };
  /** Nobody comes in any more, and who is in is put out. Safe twice. */
  close(): void;
  /** Says it to that guest alone; not heard when it has left, or asked for no such topic. */
  tell(place: string, topic: string, payload: string): void;
  /** Who comes, goes and says what. Returns the way to stop. */
  watch(listener: (event: GuestEvent) => void): () => void;
  /** Whoever is turned away, open or not, and whoever is let in. Returns the way to stop. */
  onKnock(listener: (knock: Knock | LetIn) => void): () => void;
}
