import type { Broadcast, Relay, Slot, Village, Zone } from '../contract/index.ts';
import type { MqttLink } from '../mqtt/link.ts';

/** What is told to a Home Assistant; `app.ts` joins them. The first four answer once, then events say what changed. */
export interface HomeAssistantPorts {
  readonly village: () => Village;
  readonly zones: () => Promise<readonly Zone[]>;
  readonly relays: () => Promise<readonly Relay[]>;
  /** Those not over. */
  readonly broadcasts: () => Promise<readonly Broadcast[]>;
  /** In order. */
  readonly slots: (from: number, to: number) => Promise<readonly Slot[]>;
  readonly panelUrl: () => string;
  readonly openLine: (place: HomePlace) => HomeLine;
}

export interface HomePlace {
  /** `mqtt://host:port` or `mqtts://host:port`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Whom its certificate must be from; null: from one that the computer trusts. */
  readonly authorityPem: string | null;
  /** Retained `online`, and `offline` by last will. */
  readonly statusTopic: string;
  /** Each time the line cannot be made, or breaks. */
  readonly onFailure: (error: unknown) => void;
}

/** A line of its own to a broker that is not the village's: nothing here is ever in the way of a relay. */
export interface HomeLine extends MqttLink {
  start(): void;
  /** Hangs up; the broker says our last will. Safe twice. */
  stop(): Promise<void>;
  /** Says goodbye first, so that no last will is left behind. */
  leave(): Promise<void>;
}
