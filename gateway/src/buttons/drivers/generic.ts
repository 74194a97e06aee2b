import type { Gesture } from '../../contract/index.ts';
import { buttonRoot, type DevicePlace, type Driver, type Fact } from '../driver.ts';

/** Our own topics, for any board that can be programmed: `firmware-config/buttons/README.md` is their contract. */
export const generic: Driver = {
  name: 'generic',
  hears: ['status', 'state', '+/press'],
  ask: { subtopic: 'command', payload: 'STATE' },
  decode,
  setup,
};

const gestures: readonly Gesture[] = ['single', 'double', 'hold'];

function decode(subtopic: string, payload: string): readonly Fact[] | null {
  if (subtopic === 'status') {
    if (payload === 'online') return [{ kind: 'availability', online: true }];
    return payload === 'offline' ? [{ kind: 'availability', online: false }] : null;
  }
  const key = Number(/^([1-9])\/press$/.exec(subtopic)?.[1]);
  if (!key) return [];
  const [, word, mark = null] = /^(\w+)(?: (\d{1,10}))?$/.exec(payload) ?? [];
  const gesture = gestures.find((known) => known === word?.toLowerCase());
  return gesture ? [{ kind: 'pressed', key, gesture, mark }] : null;
}

function setup({ village, buttonId, holdSeconds, host, port, username, password }: DevicePlace): string {
  const topic = `${buttonRoot(village)}/${buttonId}`;
  return [
    `broker     mqtt://${host}:${port}  keep-alive 15 s, clean session`,
    `client id  ${username}`,
    `username   ${username}`,
    `password   ${password}`,
    `last will  ${topic}/status  offline  retained, QoS 1`,
    `publish    ${topic}/status  online  retained, after connecting`,
    `publish    ${topic}/<key>/press  single | double | hold  never retained, never kept for later`,
    `subscribe  ${topic}/command  STATE`,
    `publish    ${topic}/state  ready  when asked so`,
    `<key>      1, and 2 for a second button`,
    `hold       pressed for ${holdSeconds} s without a pause; the board counts`,
  ].join('\n');
}
