import type { Gesture } from '../../contract/index.ts';
import type { Driver, Fact } from '../driver.ts';

/** Our own topics, for any board that can be programmed: `firmware-config/buttons/README.md` is their contract. */
export const generic: Driver = {
  name: 'generic',
  hears: ['status', 'state', '+/press'],
  ask: { subtopic: 'command', payload: 'STATE' },
  decode,
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
