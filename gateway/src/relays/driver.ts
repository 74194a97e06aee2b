import type { RelayDriver, RelayTemplate } from '../contract/index.ts';

/** A message for the device; `subtopic` is below the relay's own topic. Commands are never retained. */
export interface Message {
  readonly subtopic: string;
  readonly payload: string;
}

/** What a message of the device means. Channels count from 1. */
export type Fact =
  /** The device's own word for a channel: the only thing that confirms a command. */
  | { readonly kind: 'said'; readonly channel: number; readonly on: boolean }
  /** Its birth or last will message. */
  | { readonly kind: 'availability'; readonly online: boolean }
  | { readonly kind: 'power'; readonly channel: number; readonly watts: number }
  | { readonly kind: 'wifi'; readonly percent: number }
  | { readonly kind: 'firmware'; readonly version: string };

/** One relay, as its driver must know it. */
export interface RelayPlace {
  /** `loa-thon/<village>/relay/<id>`: everything it says and hears is below. */
  readonly topic: string;
  readonly channels: number;
  /** How its board speaks, where that is not as its family does. */
  readonly template?: RelayTemplate | null;
}

/** One firmware family, and the driver of each relay that has it. */
export interface Family {
  readonly name: RelayDriver;
  /** What the device subscribes with; more would only reach the broker. */
  readonly qos: 0 | 1;
  /** Topic filters, below a relay's own topic, of everything the device says; no command of any family matches them. */
  readonly hears: readonly string[];
  /** Of those, what may be longer than telemetry is. */
  readonly long?: readonly string[];
  driver(relay: RelayPlace): Driver;
}

/**
 * How a command is said to one relay and how its messages are read. Pure. A driver arms the dead-man lease with every
 * ON: unless renewed, the device itself goes OFF `leaseSeconds` later, whatever became of the gateway. Each command is
 * answered with the state of its channel, one that changes nothing too.
 */
export interface Driver {
  on(channel: number, leaseSeconds: number): readonly Message[];
  /** Restarts the lease of a channel that is ON; the device answers with its state. */
  renew(channel: number, leaseSeconds: number): readonly Message[];
  off(channel: number): readonly Message[];
  /** Asks for what the channel draws; nothing where the device says it all the time, or has no meter. */
  measure(channel: number): readonly Message[];
  /** Asks which firmware it has; nothing where the device says it of its own accord. */
  identify(): readonly Message[];
  /** Asks the device to say the state of every channel; switches nothing. Nothing where it cannot be asked. */
  ask(): readonly Message[];
  /** Empty for a message that is none of our business, null for one that cannot be what it should be. */
  decode(subtopic: string, payload: string): readonly Fact[] | null;
  /** Every sub-topic on which the device says something, where those are its own; else they are its family's. */
  readonly hears?: readonly string[];
}

/** A version as a fact, cut to what a person reads. */
export function firmwareFact(version: unknown): readonly Fact[] {
  return typeof version === 'string' && version.trim() !== ''
    ? [{ kind: 'firmware', version: version.trim().slice(0, 60) }]
    : [];
}

/** What a meter shows, as a fact: nothing draws less than nothing, or (`1e999`) without an end. */
export function powerFact(channel: number, watts: unknown): readonly Fact[] {
  const shown = typeof watts === 'number' && Number.isFinite(watts) && watts >= 0;
  return shown ? [{ kind: 'power', channel, watts }] : [];
}

/** One message for each channel, in order. */
export function everyChannel(channels: number, say: (channel: number) => Message): Message[] {
  return Array.from({ length: channels }, (_, index) => say(index + 1));
}

/** `loa-thon/<village>/relay`: below it, a folder a relay. */
export function relayRoot(village: string): string {
  return `loa-thon/${village}/relay`;
}

/** ON or OFF in any case; undefined for everything else. */
export function switchWord(text: unknown): boolean | undefined {
  if (typeof text !== 'string') return undefined;
  const word = text.toUpperCase();
  return word === 'ON' ? true : word === 'OFF' ? false : undefined;
}
