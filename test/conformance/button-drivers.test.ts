import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../gateway/src/buttons/driver.ts';
import { drivers } from '../../gateway/src/buttons/drivers/index.ts';
import type { ButtonDriver } from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createMqttLink } from '../../gateway/src/mqtt/mqtt-link.ts';
import { createGenericButton } from '../../gateway/src/simulator/buttons/generic.ts';
import type { SimulatedButton } from '../../gateway/src/simulator/buttons/simulated-button.ts';
import { createTasmotaButton } from '../../gateway/src/simulator/buttons/tasmota.ts';
import { until } from '../support/gateway-process.ts';
import { openEmbedded, passwordOf, type RunningEmbeddedBroker } from '../support/mqtt-brokers.ts';
import { quietLog } from '../support/quiet-log.ts';

const makers = { tasmota: createTasmotaButton, generic: createGenericButton };
const clock = createSystemClock();

/** What every driver promises, against its simulated button over a real broker, with no gateway's help. */
describe.each(Object.keys(drivers) as ButtonDriver[])('the %s button driver', (name) => {
  const driver = drivers[name];
  const topic = 'loa-thon/ngot/button/nha-van-hoa';
  let broker: RunningEmbeddedBroker;
  let link: ReturnType<typeof createMqttLink>;
  let button: SimulatedButton;
  let facts: Fact[];
  let messages: number;

  beforeEach(async () => {
    broker = await openEmbedded({
      gateway: { prefix: 'loa-thon/ngot', publishes: true },
      'button-nha-van-hoa': { prefix: topic, publishes: true },
    });
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const account = { username: 'gateway', password: passwordOf('gateway'), clientId: 'gateway' };
    link = createMqttLink({ ...account, url, statusTopic: 'loa-thon/ngot/gateway/status', clock, log: quietLog });
    facts = [];
    messages = 0;
    for (const filter of driver.hears) {
      await link.subscribe(`${topic}/${filter}`, (heard, payload, { retained }) => {
        if (retained) return;
        messages++;
        facts.push(...(driver.decode(heard.slice(topic.length + 1), payload.toString()) ?? []));
      });
    }
    link.start();
    await until('the line', () => link.connected);
    const username = 'button-nha-van-hoa';
    const password = passwordOf(username);
    const place = { url, id: 'nha-van-hoa', village: 'ngot', username, password, clock, holdSeconds: 0.2 };
    button = makers[name]({ ...place, retryMs: 100 });
    button.start();
    await until('it is there', () => facts.some((fact) => fact.kind === 'availability' && fact.online));
  });
  afterEach(async () => {
    await button.stop();
    await link.stop();
    await broker.stop();
  });

  const presses = () => facts.flatMap((fact) => (fact.kind === 'pressed' ? [`${fact.key} ${fact.gesture}`] : []));

  it('hears each gesture of each key once, and letting go is none', async () => {
    button.press('single');
    button.press('double', 2);
    button.press('hold');
    await until('the hold', () => presses().length >= 3);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(presses()).toEqual(['1 single', '2 double', '1 hold']);
  });

  it('is answered when it asks, and the answer is neither a press nor a birth', async () => {
    facts.length = 0;
    const before = messages;
    await link.publish(`${topic}/${driver.ask.subtopic}`, driver.ask.payload);
    await until('an answer', () => messages > before);
    expect(facts).toEqual([]);
  });

  it('says that it is gone when its power goes, and that it is there when it comes back', async () => {
    facts.length = 0;
    button.cutPower();
    await until('its last will', () => facts.some((fact) => fact.kind === 'availability' && !fact.online));
    button.start();
    await until('its birth', () => facts.some((fact) => fact.kind === 'availability' && fact.online));
  });

  it('keeps nothing that was pressed while its line was down', async () => {
    button.dropLine();
    button.press('single');
    facts.length = 0;
    await until('its birth', () => facts.some((fact) => fact.kind === 'availability' && fact.online));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(presses()).toEqual([]);
  });
});
