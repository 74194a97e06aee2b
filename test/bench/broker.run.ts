import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChild } from '../support/child.ts';
import { openMosquitto } from '../support/mqtt-brokers.ts';
import { benchAccounts, listener, names, prefix } from './broker-load.ts';

/** What a connection costs and how many messages get through: the embedded broker and Mosquitto, each a process of its own. */

interface Contender {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const rounds = 7;
const messages = { 0: 20_000, 1: 5_000 } as const;

let contenders: readonly Contender[];
let swarm: ChildProcess;

beforeAll(async () => {
  const embedded = await startChild('test/bench/broker-process.ts', []);
  while (embedded.lines.length === 0) await delay(20);
  const mosquitto = await openMosquitto(benchAccounts);
  contenders = [
    {
      name: 'embedded',
      port: Number(embedded.lines[0]),
      pid: embedded.process.pid ?? 0,
      async stop() {
        embedded.process.kill();
        await embedded.ended;
      },
    },
    { name: 'mosquitto', port: mosquitto.port, pid: mosquitto.pid(), stop: () => mosquitto.stop() },
  ];
  swarm = fork(new URL('fan-out-swarm.mjs', import.meta.url));
}, 60_000);

afterAll(async () => {
  swarm.kill();
  for (const one of contenders) await one.stop();
});

async function ask(question: object): Promise<{ tookMs: number }> {
  const answer = once(swarm, 'message') as Promise<[{ tookMs: number }]>;
  swarm.send(question);
  return (await answer)[0];
}

async function residentKb({ pid }: Contender): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

it('memory: what a connection of a relay that does nothing costs', { timeout: 120_000 }, async () => {
  for (const one of contenders) {
    // The first hundred make the process as large as it is at work.
    await ask({ enter: { port: one.port, prefix, names: names.slice(0, 100) } });
    await delay(2_000);
    const before = await residentKb(one);
    await ask({ enter: { port: one.port, prefix, names: names.slice(100) } });
    await delay(2_000);
    const each = ((await residentKb(one)) - before) / (names.length - 100);
    console.log(`${one.name.padEnd(10)} ${each.toFixed(1).padStart(6)} KB a connection, ${before} KB with a hundred`);
    expect(each).toBeLessThan(200);
    await ask({ leave: true });
  }
});

it('throughput: one speaks, one listens, 64 bytes each', { timeout: 180_000 }, async () => {
  for (const qos of [0, 1] as const) {
    const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
    for (let round = -1; round < rounds; round++) {
      for (const { name, port } of contenders) {
        const flood = { port, prefix, name: names[0], listener, qos, count: messages[qos] };
        const { tookMs } = await ask({ flood });
        if (round >= 0) rates.get(name)?.push((1_000 * messages[qos]) / tookMs);
      }
    }
    const line = [...rates].map(([name, values]) => `${name} ${Math.round(median(values))}`).join(', ');
    console.log(`QoS ${qos}, messages/s, median of ${rounds}: ${line}`);
  }
});
