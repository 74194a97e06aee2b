import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RelayOrder } from '../../gateway/src/simulator/relays/relay-order.ts';
import type { StoryLine } from '../../gateway/src/simulator/relays/simulated-relay.ts';
import type { AtTheEnd } from './gateway-process.ts';

const program = fileURLToPath(new URL('../../gateway/dist/simulator/relays/process.js', import.meta.url));

/** What each relay's contacts did so far, by the relay's id. */
export type Stories = (relayId: string) => readonly StoryLine[];

/** Relays in a process of their own, built as the gateway is; `wrap` puts another command before it. */
export function startRelaysProcess(
  order: RelayOrder,
  atTheEnd: AtTheEnd,
  wrap: (command: readonly string[]) => readonly string[] = (command) => command,
): Stories {
  const [command = '', ...args] = wrap([process.execPath, program]);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  atTheEnd(async () => void child.kill('SIGKILL'));
  child.stdin.end(JSON.stringify(order));
  const stories = new Map<string, StoryLine[]>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    const { relay, ...line } = JSON.parse(text) as StoryLine & { relay: string };
    stories.set(relay, [...(stories.get(relay) ?? []), line]);
  });
  return (relayId) => stories.get(relayId) ?? [];
}
