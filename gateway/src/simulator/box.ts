import type { Clock } from '../core/clock/clock.ts';
import { createFreshShelly } from './relays/fresh-shelly.ts';
import { createFreshTasmota } from './relays/fresh-tasmota.ts';
import type { FreshDevice, FreshDeviceParts } from './relays/fresh-device.ts';

/** New devices that wait in their box until somebody types the pairing account into them. */
export interface Box {
  /** What is typed into the demo, when it is for a device: `t <password>`, `s <password>`. */
  typed(line: string): void;
  stop(): Promise<void>;
}

const contents = {
  t: { name: 'the new Tasmota', create: createFreshTasmota, mac: 'A8032A12AB34', channels: 1 },
  s: { name: 'the new Shelly', create: createFreshShelly, mac: 'A8032AB12345', channels: 2 },
} as const satisfies Record<
  string,
  { name: string; create: (parts: FreshDeviceParts) => FreshDevice; mac: string; channels: number }
>;

export function openBox(parts: { readonly url: string; readonly clock: Clock; say(line: string): void }): Box {
  const { url, clock, say } = parts;
  const plugged: FreshDevice[] = [];
  return {
    typed(line) {
      const [, key = '', password = ''] = /^([ts]) (\S+)$/.exec(line.trim()) ?? [];
      const device = Object.entries(contents).find(([letter]) => letter === key)?.[1];
      if (!device) return;
      const { name, create, mac, channels } = device;
      say(`${name} is plugged in and calls the gateway`);
      const onStory = ({ state }: { state: string }) => say(`${name}: the amplifier is ${state}`);
      const made = create({ url, username: 'ghep', password, mac, channels, clock, watts: 90, onStory });
      plugged.push(made);
      made.start();
    },
    stop: async () => {
      for (const device of plugged) await device.stop();
    },
  };
}
