import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RelayDriver, RelayTemplate } from '../../gateway/src/contract/index.ts';
import type { Fact, Message } from '../../gateway/src/relays/driver.ts';
import { families } from '../../gateway/src/relays/drivers/index.ts';
import type { SimulatedRelay } from '../../gateway/src/simulator/relays/simulated-relay.ts';
import { industrialBoard, jsonBoard, plainBoard } from '../support/board-templates.ts';
import { openVillage, pass, type RelayVillage, until } from '../integration/relays/village.ts';

const subjects: readonly [what: string, name: RelayDriver, template: RelayTemplate | null][] = [
  ...(Object.keys(families) as RelayDriver[]).map((name) => [name, name, null] as const),
  ['generic, all in one JSON message,', 'generic', jsonBoard],
  ['generic, of few words,', 'generic', plainBoard],
  ['generic, silent when nothing changes,', 'generic', industrialBoard],
].map(([what, name, template]) => [what, name, template] as [string, RelayDriver, RelayTemplate | null]);

/** What every driver promises, against its simulated relay of two channels over a real broker, with no gateway's help. */
describe.each(subjects)('the %s driver', (_what, name, template) => {
  const family = families[name];
  const topic = `loa-thon/ngot/relay/loa-${name}`;
  const driver = family.driver({ topic, channels: 2, template });
  const askable = driver.ask().length > 0;
  const present = template === null || template.availability !== null;
  const metered = template === null || template.power !== null;
  let village: RelayVillage;
  let relay: SimulatedRelay;
  let link: ReturnType<RelayVillage['openLink']>;
  let facts: Fact[];
  let senseless: number;
  let heard: string[];

  const send = async (messages: readonly Message[]) => {
    for (const { subtopic, payload } of messages) {
      await link.publish(`${topic}/${subtopic}`, payload, { qos: family.qos });
    }
  };
  const says = (channel: number, on: boolean) =>
    until(`channel ${channel} says ${on}`, () =>
      facts.some((fact) => fact.kind === 'said' && fact.channel === channel && fact.on === on),
    );
  const isThere = (online: boolean) =>
    until(`online ${online}`, () => facts.some((fact) => fact.kind === 'availability' && fact.online === online));

  beforeEach(async () => {
    village = await openVillage();
    relay = await village.plugIn(name, 2, 120, template);
    await village.die();
    facts = [];
    senseless = 0;
    heard = [];
    link = village.openLink();
    // Those of every family: the gateway listens to all at once. To a board of one's own only where it speaks.
    for (const filter of driver.hears ?? new Set(Object.values(families).flatMap(({ hears }) => hears))) {
      await link.subscribe(`${topic}/${filter}`, (from, payload, { retained }) => {
        if (retained) return;
        heard.push(from);
        const decoded = driver.decode(from.slice(topic.length + 1), payload.toString());
        if (decoded) facts.push(...decoded);
        else senseless++;
      });
    }
    link.start();
    await until('the line', () => link.connected);
  });
  afterEach(async () => {
    await link.stop();
    await village.close();
  });

  it('turns one channel on and off, and the device itself says so', async () => {
    await send(driver.on(2, 60));
    await says(2, true);
    expect([relay.isOn(1), relay.isOn(2)]).toEqual([false, true]);
    facts.length = 0;
    await send(driver.off(2));
    await says(2, false);
    expect(relay.isOn(2)).toBe(false);
  });

  it('gets an answer to a command that changes nothing', async () => {
    await send(driver.on(1, 60));
    await says(1, true);
    facts.length = 0;
    await send(driver.on(1, 60));
    await says(1, true);
  });

  it('leaves a device that goes off by itself, and says so, when nobody renews the lease', async () => {
    await send(driver.on(1, 1));
    await says(1, true);
    facts.length = 0;
    await says(1, false);
    expect(relay.isOn(1)).toBe(false);
    const [on, off] = relay.story.slice(-2);
    expect((off?.at ?? 0) - (on?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('keeps the device on by renewing, and each renewal is answered', async () => {
    await send(driver.on(1, 2));
    for (let n = 0; n < 5; n++) {
      await pass(600);
      facts.length = 0;
      await send(driver.renew(1, 2));
      await says(1, true);
    }
    expect(relay.story.filter((line) => line.state === 'off')).toEqual([]);
  });

  it.runIf(askable)('asks for the state of every channel without switching any', async () => {
    await send(driver.on(2, 60));
    await says(2, true);
    facts.length = 0;
    const before = relay.story.length;
    await send(driver.ask());
    await says(1, false);
    await says(2, true);
    expect(relay.story).toHaveLength(before);
  });

  it.runIf(present)('hears that the device is there, and by its last will that it is not', async () => {
    relay.cutPower();
    await isThere(false);
    facts.length = 0;
    relay.start();
    await isThere(true);
    await says(1, false);
  });

  it.runIf(askable && present)('finds out what a device is doing that lost only its network', async () => {
    await send(driver.on(1, 60));
    await says(1, true);
    relay.dropLine();
    await isThere(false);
    await isThere(true);
    facts.length = 0;
    await send(driver.ask());
    await says(1, true);
    expect(relay.isOn(1)).toBe(true);
  });

  it.runIf(metered)('reads the power drawn', async () => {
    await send(driver.on(1, 60));
    await until('120 W', () => facts.some((fact) => fact.kind === 'power' && fact.channel === 1 && fact.watts === 120));
  });

  it.runIf(metered)('reads it again when it asks', async () => {
    await send(driver.on(1, 60));
    await says(1, true);
    await pass(500); // what it says of its own accord
    facts.length = 0;
    await send(driver.measure(1));
    await until('120 W', () => facts.some((fact) => fact.kind === 'power' && fact.watts === 120));
  });

  it('takes nonsense for nothing', async () => {
    await until('the device', () => relay.connected);
    facts.length = 0;
    relay.talkNonsense();
    await until('nonsense', () => senseless >= 4);
    expect(facts).toEqual([]);
  });

  it('does not hear its own commands, nor do the other families', async () => {
    relay.knobs.hang = true;
    heard = [];
    await send([...driver.on(1, 60), ...driver.renew(1, 60), ...driver.off(1), ...driver.measure(1), ...driver.ask()]);
    await pass(200);
    expect(heard).toEqual([]);
  });
});
