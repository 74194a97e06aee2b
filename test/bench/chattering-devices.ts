import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openVillage } from '../integration/relays/village.ts';
import type { Load } from './audio-load.ts';

/** How often each says its state unasked: far more than any firmware does. */
const chatterMs = 1_000;

/**
 * A thousand relays on the embedded broker, each saying its state every second: broker, line, drivers and presence of all of
 * them on this main thread, as in the gateway; the relays in a process of their own.
 */
export async function chatteringDevices(count = 1_000): Promise<Load> {
  const village = await openVillage();
  const passwords: Record<string, string> = {};
  const usernames: Record<string, string> = {};
  for (let n = 1; n <= count; n++) {
    const { relay, credentials } = await village.relays.create({ name: `Loa ${n}`, driver: 'generic', channels: 1 });
    passwords[relay.id] = credentials.password;
    usernames[relay.id] = credentials.username;
  }
  const port = Number(new URL(village.broker().url).port);
  const swarm = fork(new URL('fan-out-swarm.mjs', import.meta.url));
  const entered = once(swarm, 'message');
  const names = Object.keys(passwords);
  swarm.send({ enter: { port, prefix: 'loa-thon/ngot/relay', names, passwords, usernames, chatterMs } });
  await entered;
  return {
    async stop() {
      const online = (await village.relays.list()).filter(({ availability }) => availability === 'online').length;
      console.log(`chattering devices: ${online} of ${count} online at the end`);
      const ended = once(swarm, 'exit');
      swarm.kill();
      await ended;
      await village.close();
    },
  };
}
