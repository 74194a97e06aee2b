import { expect, it } from 'vitest';
import type { Relay } from '../../../gateway/src/contract/index.ts';
import { lostSites } from '../../../gateway/src/village/common-cause.ts';
import { relay } from '../../support/fake-services.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 1, 13, seconds)).toISOString();
const gone = (id: string, seconds: number, change: Partial<Relay> = {}): Relay => ({
  ...relay,
  id,
  site: 'Cột Đình',
  availability: 'offline',
  lastSeenAt: at(seconds),
  ...change,
});
const said = (...relays: Relay[]) => lostSites(relays).map((lost) => `${lost.site} ${lost.relays.length}`);

it.each<[string, Relay[], string[]]>([
  ['three that fall silent within half a minute', [gone('a', 0), gone('b', 12), gone('c', 30)], ['Cột Đình 3']],
  ['one that was lost much earlier', [gone('a', 0), gone('b', 31)], []],
  ['one of them that still answers', [gone('a', 0), gone('b', 0, { availability: 'online' })], []],
  ['one alone at its site', [gone('a', 0), gone('b', 0, { site: 'Cột Chợ' })], []],
  ['relays without a site', [gone('a', 0, { site: null }), gone('b', 0, { site: null })], []],
  ['one in maintenance beside two', [gone('a', 0), gone('b', 1), gone('c', 0, { maintenance: true })], ['Cột Đình 2']],
  [
    'one that never came in',
    [gone('a', 0), gone('b', 1), gone('c', 0, { availability: 'never-seen', lastSeenAt: null })],
    ['Cột Đình 2'],
  ],
  [
    'two sites at once',
    [gone('a', 0), gone('b', 1), gone('c', 2, { site: 'Chợ' }), gone('d', 3, { site: 'Chợ' })],
    ['Cột Đình 2', 'Chợ 2'],
  ],
])('%s', (_what, relays, lost) => {
  expect(said(...relays)).toEqual(lost);
});
