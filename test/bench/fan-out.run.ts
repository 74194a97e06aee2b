import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createMqttLink, type GatewayMqttLink } from '../../gateway/src/mqtt/mqtt-link.ts';
import {
  openEmbedded,
  openMosquitto,
  passwordOf,
  type RunningBroker,
  type TestAccounts,
} from '../support/mqtt-brokers.ts';
import { quietLog } from '../support/quiet-log.ts';

/**
 * "Tell everyone now": how long from the first command to the last relay's own confirmation, with the gateway's link
 * and the embedded broker in one process as in the product, and with Mosquitto in its own; rounds interleaved.
 */

const village = 'loa-thon/ngot';
const prefix = `${village}/relay`;
const sizes = [9, 100, 1_000];
/** A hundredth is only seen among a hundred; with a thousand relays there is time for fewer. */
const roundsOf = (count: number) => (count < 1_000 ? 100 : 30);
const storms = 5;
const names = Array.from({ length: Math.max(...sizes) }, (_, n) => `loa-${n + 1}`);
const accounts: TestAccounts = {
  gateway: { prefix: village, publishes: true },
  ...Object.fromEntries(names.map((name) => [name, { prefix: `${prefix}/${name}`, publishes: true }])),
};

interface Contender {
  readonly name: string;
  readonly broker: RunningBroker;
  readonly link: GatewayMqttLink;
  readonly swarm: ChildProcess;
}

let contenders: Contender[];

beforeAll(async () => {
  contenders = [
    await contender('embedded', await openEmbedded(accounts)),
    await contender('mosquitto', await openMosquitto(accounts)),
  ];
});

afterAll(async () => {
  for (const { broker, link, swarm } of contenders) {
    swarm.kill();
    await once(swarm, 'exit');
    await link.stop();
    await broker.stop();
  }
});

async function contender(name: string, broker: RunningBroker): Promise<Contender> {
  const link = createMqttLink({
    url: `mqtt://127.0.0.1:${broker.port}`,
    username: 'gateway',
    password: passwordOf('gateway'),
    clientId: 'gateway',
    statusTopic: `${village}/gateway/status`,
    clock: createSystemClock(),
    log: quietLog,
  });
  link.start();
  await new Promise<void>((resolve) => link.onConnection((connected) => connected && resolve()));
  return { name, broker, link, swarm: fork(new URL('fan-out-swarm.mjs', import.meta.url)) };
}

async function ask(swarm: ChildProcess, question: object): Promise<number> {
  const answer = once(swarm, 'message') as Promise<[{ tookMs: number }]>;
  swarm.send(question);
  return (await answer)[0].tookMs;
}

const enter = ({ broker, swarm }: Contender, count: number) =>
  ask(swarm, { enter: { port: broker.port, prefix, names: names.slice(0, count) } });
const leave = ({ swarm }: Contender) => ask(swarm, { leave: true });

/** Milliseconds until the last of `count` relays has confirmed. */
async function tellEveryone({ link }: Contender, count: number, payload: string, qos: 0 | 1): Promise<number> {
  let confirmed = 0;
  let finish: () => void;
  const all = new Promise<void>((resolve) => (finish = resolve));
  const stop = await link.subscribe(`${prefix}/+/1/state`, (_topic, said) => {
    if (said.toString() === payload && ++confirmed === count) finish();
  });
  const startedAt = performance.now();
  for (const name of names.slice(0, count)) void link.publish(`${prefix}/${name}/1/command`, payload, { qos });
  await all;
  const tookMs = performance.now() - startedAt;
  stop();
  return tookMs;
}

const quantile = (values: readonly number[], q: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? NaN;

function print(title: string, rows: readonly (readonly [string, Record<string, number[]>])[]): void {
  const lines = rows.map(([what, times]) => {
    const cells = contenders.map(({ name }) => {
      const ms = times[name] ?? [];
      const [p50, p99] = [quantile(ms, 0.5), quantile(ms, 0.99)].map((value) => value.toFixed(1).padStart(8));
      return `${p50} ${p99}`;
    });
    const [ours, theirs] = contenders.map(({ name }) => quantile(times[name] ?? [], 0.5));
    return `${what.padEnd(22)} ${cells.join('  ')}  ${((ours ?? NaN) / (theirs ?? NaN)).toFixed(2).padStart(6)}`;
  });
  const head = `${title.padEnd(22)} ${contenders.map(({ name }) => `${`${name} p50`.padStart(8)}      p99`.padStart(17)).join('  ')}   ratio`;
  console.log([head, ...lines].join('\n'));
}

it('fan-out: ON to every relay until the last has confirmed it', { timeout: 600_000 }, async () => {
  const rows: [string, Record<string, number[]>][] = [];
  for (const count of sizes) {
    for (const one of contenders) await enter(one, count);
    for (const qos of [0, 1] as const) {
      const times: Record<string, number[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]));
      for (let round = -2; round < roundsOf(count); round++) {
        for (const one of contenders) {
          const tookMs = await tellEveryone(one, count, `ON ${count} ${qos} ${round}`, qos);
          if (round >= 0) times[one.name]?.push(tookMs);
        }
      }
      rows.push([`${count} relays, QoS ${qos}, ms`, times]);
    }
    for (const one of contenders) await leave(one);
  }
  print('fan-out', rows);
  expect(rows.flatMap(([, times]) => Object.values(times).map((ms) => ms.length))).toEqual(
    sizes.flatMap((count) => Array<number>(2 * contenders.length).fill(roundsOf(count))),
  );
});

it('connect storm: a thousand relays after a power cut', { timeout: 600_000 }, async () => {
  const times: Record<string, number[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  for (let round = -1; round < storms; round++) {
    for (const one of contenders) {
      const tookMs = await enter(one, names.length);
      if (round >= 0) times[one.name]?.push(tookMs);
      await leave(one);
    }
  }
  print('connect storm', [[`${names.length} logins, ms`, times]]);
});
