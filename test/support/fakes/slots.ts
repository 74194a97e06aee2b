import type { Slot, Why } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

export const slot: Slot = {
  id: 'sang-2026-11-24',
  programmeId: 'sang',
  title: 'Buổi sáng',
  kind: 'bulletin',
  priority: 'normal',
  zoneIds: ['dau-thon'],
  startsAt: at,
  endsAt: '2026-11-23T22:01:00.000Z',
  state: 'planned',
  override: null,
  holds: [],
  outcome: null,
};

const why: Why = {
  slot,
  steps: [{ step: 'rule', verdict: 'passed', reason: { code: 'why.planned', params: { at } } }],
  recordedAt: null,
};

export const fakeSlots: Fake<'slots'> = ({ the, tell }) => ({
  list: async () => [slot],
  get: async (id) => the('slot', slot, id),
  why: async (id) => the('slot', slot, id) && why,
  skip: async (id, actor) => tell(`${actor.login} skips ${id}`, the('slot', slot, id)),
  move: async (id, { startsAt }, actor) => tell(`${actor.login} moves ${id} to ${startsAt}`, the('slot', slot, id)),
  replace: async (id, { kind }, actor) => tell(`${actor.login} puts a ${kind} into ${id}`, the('slot', slot, id)),
  approve: async (id, _heard, actor) => tell(`${actor.login} approves ${id}`, the('slot', slot, id)),
  restore: async (id, actor) => tell(`${actor.login} restores ${id}`, the('slot', slot, id)),
});
