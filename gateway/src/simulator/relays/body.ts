import { createContacts } from './contacts.ts';
import {
  goodBehaviour,
  nonsense,
  type Cause,
  type SimulatedRelay,
  type SimulatedRelayParts,
} from './simulated-relay.ts';
import { createUnit } from './unit.ts';

/** What a firmware does with contacts, timers and a line, which all of them have alike. */
export interface Body {
  readonly topic: string;
  /** Below the relay's own topic. Nothing leaves a relay that hangs; what a slow one says comes later. */
  say(subtopic: string, payload: string | object, options?: { readonly retain?: boolean; readonly qos?: 0 | 1 }): void;
  /** The whole filter: some firmware asks for more than its own. */
  subscribe(filter: string, qos: 0 | 1): void;
  /** What the relay believes of its contact: it drives it, and cannot see it. */
  isOn(channel: number): boolean;
  /** What its meter shows; undefined: it has none. */
  watts(channel: number): number | undefined;
  /** Obeys, unless it lies, starts the countdown anew and has the firmware say what came of it. */
  switchTo(channel: number, on: boolean): void;
  /** Starts the countdown of a channel that is ON anew. */
  renew(channel: number): void;
  /** One answer, which may get lost. */
  answer(say: () => void): void;
  later(ms: number, act: () => void): void;
}

/** What is one firmware's own. */
export interface Firmware {
  readonly will: { readonly subtopic: string; readonly payload: string } | null;
  /** The pause after so many connections that failed or broke in a row. */
  retryMs(failures: number): number;
  /** The line is up; `booted`: for the first time since the power came. */
  greet(booted: boolean): void;
  heard(subtopic: string, payload: string): void;
  /** A channel was switched, or told what it does already (`changed` false); `claims` is what it says it does now. */
  switched(channel: number, claims: boolean, changed: boolean): void;
  /** How long the channel stays ON when it is left alone; 0: for ever. */
  leaseMs(channel: number): number;
  /** Where it says something that could be nonsense. */
  readonly speaksOn: readonly string[];
}

/** A simulated relay of the firmware that `make` describes. */
export function createRelay(parts: SimulatedRelayParts, make: (body: Body) => Firmware): SimulatedRelay {
  const { id, village, channels, clock } = parts;
  const topic = `loa-thon/${village}/relay/${id}`;
  const knobs = goodBehaviour();
  /** The channels whose coil is driven. */
  const driven = new Set<number>();
  const isDriven = (channel: number) => driven.has(channel);
  const contacts = createContacts({
    channels,
    clock,
    fell: (channel) => switchTo(channel, false, 'timer'),
    onStory: parts.onStory,
  });

  const times = () => (knobs.duplicates ? 2 : 1);

  function say(
    subtopic: string,
    payload: string | object,
    { retain = false, qos = 0 }: Parameters<Body['say']>[2] = {},
  ) {
    if (knobs.hang) return;
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const publish = () => {
      for (let n = times(); n > 0; n--) unit.publish(`${topic}/${subtopic}`, text, { retain, qos });
    };
    if (knobs.slowMs > 0) unit.later(knobs.slowMs, publish);
    else publish();
  }

  function switchTo(channel: number, on: boolean, by: Cause): void {
    const before = isDriven(channel);
    const obeys = on ? knobs.lie !== 'acks-only' && knobs.lie !== 'says-off' : knobs.lie !== 'stays-on';
    if (obeys) drive(channel, on, by);
    countDown(channel);
    const claims = knobs.lie === 'acks-only' ? on : isDriven(channel);
    firmware.switched(channel, claims, claims !== before);
  }

  function drive(channel: number, on: boolean, by: Cause): void {
    if (on) driven.add(channel);
    else driven.delete(channel);
    if (on || !knobs.welded) contacts.set(channel, on, by);
  }

  function countDown(channel: number): void {
    const ms = knobs.flapMs > 0 ? knobs.flapMs : firmware.leaseMs(channel);
    contacts.countDown(channel, isDriven(channel) && !knobs.noLease ? ms : 0);
  }

  function answer(tell: () => void): void {
    if (knobs.dropAnswers > 0) knobs.dropAnswers--;
    else tell();
  }

  const firmware = make({
    topic,
    say,
    subscribe: (filter, qos) => unit.subscribe(filter, qos),
    isOn: isDriven,
    watts(channel) {
      if (parts.watts === undefined) return undefined;
      return contacts.isOn(channel) && !knobs.unplugged ? parts.watts : 0;
    },
    switchTo: (channel, on) => switchTo(channel, on, 'order'),
    renew(channel) {
      if (isDriven(channel)) countDown(channel);
    },
    answer,
    later: (ms, act) => unit.later(ms, act),
  });
  const unit = createUnit({
    ...parts,
    will: firmware.will && { topic: `${topic}/${firmware.will.subtopic}`, payload: firmware.will.payload },
    retryMs: firmware.retryMs,
    connected: firmware.greet,
    heard(heardTopic, payload) {
      for (let n = knobs.hang ? 0 : times(); n > 0; n--) firmware.heard(heardTopic.slice(topic.length + 1), payload);
    },
  });

  function cutPower(): void {
    unit.powerOff();
    driven.clear();
    contacts.release();
  }

  return {
    id,
    knobs,
    story: contacts.story,
    get connected() {
      return unit.connected;
    },
    isOn: contacts.isOn,
    start: unit.powerOn,
    cutPower,
    reboot() {
      cutPower();
      unit.powerOn();
    },
    dropLine: unit.dropLine,
    press: (channel) => switchTo(channel, !isDriven(channel), 'hand'),
    talkNonsense() {
      for (const words of nonsense) for (const subtopic of firmware.speaksOn) say(subtopic, words);
    },
    async stop() {
      await unit.stop();
      contacts.release();
    },
  };
}

/** `retryMs` doubled at each failure, up to half a minute. */
export function doubling(firstMs: number): (failures: number) => number {
  return (failures) => Math.min(30_000, firstMs * 2 ** (failures - 1));
}
