import { createContacts } from './contacts.ts';
import { goodBehaviour, nonsense, type SimulatedRelay, type SimulatedRelayParts } from './simulated-relay.ts';
import { createUnit } from './unit.ts';

const longestRetryMs = 30_000;
/** What the contract demands of a channel that was never told how long to hold. */
const defaultHoldMs = 90_000;

/** A board that speaks our own topics, as `firmware-config/generic/README.md` has them. */
export function createGenericRelay(parts: SimulatedRelayParts): SimulatedRelay {
  const { id, village, channels, clock, watts } = parts;
  const topic = `loa-thon/${village}/relay/${id}`;
  const knobs = goodBehaviour();
  const holdMs = new Map<number, number>();
  let counter = 0;

  const contacts = createContacts({
    channels,
    clock,
    fell: (channel) => switchTo(channel, false),
    onStory: parts.onStory,
  });
  const unit = createUnit({
    ...parts,
    will: { topic: `${topic}/status`, payload: 'offline' },
    retryMs: (failures) => Math.min(longestRetryMs, (parts.retryMs ?? 1_000) * 2 ** (failures - 1)),
    connected: greet,
    heard(heardTopic, payload) {
      const [channel, word] = heardTopic.slice(topic.length + 1).split('/');
      if (!knobs.hang) obey(Number(channel), word, payload);
    },
  });

  function say(subtopic: string, payload: string, retain: boolean): void {
    if (knobs.hang) return;
    const publish = () => unit.publish(`${topic}/${subtopic}`, payload, { retain, qos: retain ? 1 : 0 });
    if (knobs.slowMs > 0) unit.later(knobs.slowMs, publish);
    else publish();
  }

  function greet(): void {
    unit.subscribe(`${topic}/+/command`, 1);
    unit.subscribe(`${topic}/+/hold`, 1);
    say('status', 'online', true);
    for (let channel = 1; channel <= channels; channel++) sayState(channel, contacts.isOn(channel));
  }

  function obey(channel: number, word: string | undefined, payload: string): void {
    if (!(channel >= 1 && channel <= channels)) return;
    if (word === 'hold' && Number(payload) > 0) {
      holdMs.set(channel, Number(payload) * 1000);
      if (contacts.isOn(channel)) countDown(channel);
      answer(channel, contacts.isOn(channel));
    }
    if (word !== 'command') return;
    if (payload === 'STATE') answer(channel, contacts.isOn(channel));
    else if (payload === 'ON' || payload === 'OFF') switchTo(channel, payload === 'ON');
  }

  function switchTo(channel: number, on: boolean): void {
    const obeys = on ? knobs.lie !== 'acks-only' && knobs.lie !== 'says-off' : knobs.lie !== 'stays-on';
    if (obeys) contacts.set(channel, on);
    const isOn = contacts.isOn(channel);
    if (isOn) countDown(channel);
    else contacts.countDown(channel, 0);
    answer(channel, knobs.lie === 'acks-only' ? on : isOn);
    if (watts !== undefined) say(`${channel}/power`, String(isOn ? watts : 0), false);
  }

  function countDown(channel: number): void {
    contacts.countDown(channel, knobs.flapMs > 0 ? knobs.flapMs : (holdMs.get(channel) ?? defaultHoldMs));
  }

  function answer(channel: number, on: boolean): void {
    if (knobs.dropAnswers > 0) knobs.dropAnswers--;
    else sayState(channel, on);
  }

  function sayState(channel: number, on: boolean): void {
    counter++;
    say(`${channel}/state`, `${on ? 'ON' : 'OFF'} ${counter}`, true);
  }

  function cutPower(): void {
    unit.powerOff();
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
    press: (channel) => switchTo(channel, !contacts.isOn(channel)),
    talkNonsense() {
      for (const words of nonsense) for (const word of ['state', 'power']) say(`1/${word}`, words, word === 'state');
    },
    async stop() {
      await unit.stop();
      contacts.release();
    },
  };
}
