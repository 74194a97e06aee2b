import { expect, it } from 'vitest';
import type { Relay, Zone } from '../../../gateway/src/contract/index.ts';
import { faultAmong } from '../../../gateway/src/zones/fault-among.ts';
import { relay, zone } from '../../support/fake-services.ts';

const away: Relay = { ...relay, availability: 'offline' };
const mute: Zone = { ...zone, id: 'cuoi-thon', name: 'Cuối thôn', outputId: null };

it.each<[string, string[], Zone[], Relay[], unknown]>([
  ['a zone whose relay answers has nothing against it', ['dau-thon'], [zone], [relay], null],
  [
    'a relay that is gone is named with its zone',
    ['dau-thon'],
    [zone],
    [away],
    { code: 'why.relay-offline', params: { relay: 'Cột 1', zone: 'Đầu thôn' } },
  ],
  ['the fault of another zone is not theirs', ['dau-thon'], [mute, zone], [relay], null],
  [
    'a zone without an output is heard by nobody',
    ['dau-thon', 'cuoi-thon'],
    [zone, mute],
    [relay],
    { code: 'zone.no-output', params: { zone: 'Cuối thôn' } },
  ],
])('%s', (_fact, zoneIds, zones, relays, fault) => {
  expect(faultAmong(zoneIds, zones, relays)).toEqual(fault);
});
