import type { RelayTemplate } from '../../contract/index.ts';
import type { Clock } from '../../core/clock/clock.ts';

/** How a simulated relay misbehaves; each may be turned while it runs. */
export interface Knobs {
  /** Reads nothing and says nothing, though its line stays up. */
  hang: boolean;
  /**
   * `acks-only` says ON but its contact stays open, as its telemetry shows; `says-off` answers OFF to ON;
   * `stays-on` answers ON to OFF and does not open.
   */
  lie: 'none' | 'acks-only' | 'says-off' | 'stays-on';
  /** The contact does not open any more, though the relay says OFF. */
  welded: boolean;
  /** Nothing is drawn: the amplifier's own switch is off, or its fuse blown. */
  unplugged: boolean;
  /** Goes on for ever: it keeps no lease, as a Zigbee plug without `on_time`. */
  noLease: boolean;
  /** So many of the next answers get lost. */
  dropAnswers: number;
  /** Answers only so much later. */
  slowMs: number;
  /** The contact opens by itself so long after it closed, and the relay says so; 0: it does not. */
  flapMs: number;
  /** Hears everything twice and says everything twice, as QoS 1 allows. */
  duplicates: boolean;
}

/** What moved a contact: a command, a timer of the relay's own (its lease, a flap), mains that went, a person. */
export type Cause = 'order' | 'timer' | 'power' | 'hand';

/** What really happened at a contact, whatever was said about it. `at`: epoch ms. */
export interface StoryLine {
  readonly at: number;
  readonly channel: number;
  readonly state: 'on' | 'off';
  readonly by: Cause;
}

export interface SimulatedRelayParts {
  /** The broker: `mqtt://127.0.0.1:1883`. */
  readonly url: string;
  readonly id: string;
  readonly village: string;
  readonly username: string;
  readonly password: string;
  /** Whom a broker at `mqtts:` must have its certificate from. */
  readonly authorityPem?: string;
  readonly channels: number;
  /** Of a board that does not speak our own topics. */
  readonly template?: RelayTemplate | null;
  readonly clock: Clock;
  /** What an amplifier on a channel draws; without it the relay has no meter. */
  readonly watts?: number;
  /** The first pause before it connects anew; it grows as the firmware's does. */
  readonly retryMs?: number;
  readonly onStory?: (line: StoryLine) => void;
}

/** A relay on the wire: protocol-faithful, not firmware. */
export interface SimulatedRelay {
  readonly id: string;
  readonly knobs: Knobs;
  readonly story: readonly StoryLine[];
  readonly connected: boolean;
  /** The contact itself. */
  isOn(channel: number): boolean;
  /** Plugs it in. */
  start(): void;
  /** Takes it out of the simulation. Safe twice. */
  stop(): Promise<void>;
  /** Mains gone: contacts open, the line breaks without a goodbye. `start` brings it back. */
  cutPower(): void;
  /** Power gone and back at once. */
  reboot(): void;
  /** The network alone breaks: contacts stay, timers run on. */
  dropLine(): void;
  /** Somebody pushes the button on its case. */
  press(channel: number): void;
  /** Says nonsense on every topic it speaks on. */
  talkNonsense(): void;
}

export const nonsense: readonly string[] = [
  '',
  'ON OFF',
  '{"POWER":',
  '[]',
  '\u0000\u0001\u0002',
  'NaN',
  '{"POWER":{"x":1}}',
];

export function goodBehaviour(): Knobs {
  return {
    hang: false,
    lie: 'none',
    welded: false,
    unplugged: false,
    noLease: false,
    dropAnswers: 0,
    slowMs: 0,
    flapMs: 0,
    duplicates: false,
  };
}
