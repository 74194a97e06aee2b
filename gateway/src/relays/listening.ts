import type { RelayHeard } from '../contract/index.ts';
import { createAlarm } from '../core/alarm.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { MqttLink, MqttListener } from '../mqtt/link.ts';
import type { Device } from './device.ts';
import type { Fact } from './driver.ts';

/** For a technician with a board that is not understood: everything said below its topic, and what becomes of it. */
export interface Listening {
  /** What was heard in the last minute, newest first. The first look begins to listen; a minute after the last it ends. */
  heard(device: Device): Promise<RelayHeard[]>;
  forget(relayId: string): void;
  stop(): void;
}

/** So long it listens on after somebody looked, and so long it remembers. */
const lookMs = 60_000;
const mostMessages = 60;
const longestShown = 300;

interface Ear {
  readonly messages: RelayHeard[];
  untilMs: number;
  stop(): void;
}

export function createListening({ link, clock }: { readonly link: MqttLink; readonly clock: Clock }): Listening {
  const ears = new Map<string, Ear>();
  const alarm = createAlarm(clock, leave);

  async function listenTo(device: Device): Promise<Ear> {
    const messages: RelayHeard[] = [];
    const ear: Ear = { messages, untilMs: 0, stop: () => undefined };
    ears.set(device.row.id, ear);
    const write: MqttListener = (topic, payload, { retained }) => {
      const subtopic = topic.slice(device.topic.length + 1);
      const text = payload.toString('utf8');
      messages.unshift({
        at: new Date(clock.now()).toISOString(),
        topic: subtopic,
        payload: text.slice(0, longestShown),
        retained,
        from: device.commands.has(subtopic) ? 'gateway' : 'device',
        facts: device.understand(subtopic, text)?.map(shown) ?? null,
      });
      messages.splice(mostMessages);
    };
    try {
      ear.stop = await link.subscribe(`${device.topic}/#`, write);
    } catch (error) {
      ears.delete(device.row.id);
      throw error;
    }
    if (ears.get(device.row.id) !== ear) ear.stop();
    return ear;
  }

  function leave(): void {
    const nowMs = clock.monotonic();
    for (const [id, ear] of ears) if (ear.untilMs <= nowMs) forget(id);
    alarm.set(ears.size === 0 ? null : Math.min(...[...ears.values()].map(({ untilMs }) => untilMs)));
  }

  function forget(id: string): void {
    ears.get(id)?.stop();
    ears.delete(id);
  }

  return {
    async heard(device) {
      const ear = ears.get(device.row.id) ?? (await listenTo(device));
      ear.untilMs = clock.monotonic() + lookMs;
      alarm.set(ear.untilMs);
      const since = new Date(clock.now() - lookMs).toISOString();
      return ear.messages.filter(({ at }) => at >= since);
    },
    forget,
    stop() {
      alarm.set(null);
      for (const id of ears.keys()) forget(id);
    },
  };
}

function shown(fact: Fact): NonNullable<RelayHeard['facts']>[number] {
  switch (fact.kind) {
    case 'said':
      return { kind: 'said', channel: fact.channel, value: fact.on ? 'on' : 'off' };
    case 'availability':
      return { kind: 'availability', channel: null, value: fact.online ? 'online' : 'offline' };
    case 'power':
      return { kind: 'power', channel: fact.channel, value: String(fact.watts) };
    case 'wifi':
      return { kind: 'wifi', channel: null, value: String(fact.percent) };
    case 'firmware':
      return { kind: 'firmware', channel: null, value: fact.version };
  }
}
