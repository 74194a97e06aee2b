import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Relay, Zone } from '../../../gateway/src/contract/index.ts';
import type { Services } from '../../../gateway/src/http/ports.ts';
import { allRoutes } from '../../../gateway/src/http/routes/index.ts';
import type { PanelEvents } from '../../../gateway/src/http/sse.ts';
import { channelChoices, onlyFreeChannel, zonesOf } from '../../../ui/src/screens/more/equipment/channels.ts';
import { missingSteps } from '../../../ui/src/screens/more/equipment/first-steps.ts';
import { troubles } from '../../../ui/src/screens/more/equipment/troubles.ts';
import { volumeWord } from '../../../ui/src/screens/more/equipment/volume.ts';
import { actions, ofButtons } from '../../../ui/src/screens/more/logs/actions.ts';
import { runsOf } from '../../../ui/src/lib/runs.ts';
import { punctuality, zoneTruth } from '../../../ui/src/screens/more/logs/punctuality.ts';
import { library } from '../../../ui/src/lib/i18n/vi/library.ts';
import { more } from '../../../ui/src/lib/i18n/vi/more.ts';
import { button, output, relay, zone } from '../../support/fake-services.ts';

test('the audit log has words for everything that can be done', () => {
  const commands = allRoutes({} as Services, {} as PanelEvents, () => undefined)
    .filter(({ audited }) => audited)
    .map(({ operationId }) => operationId);
  expect([...actions].sort()).toEqual(commands.sort());
  for (const action of [...actions, ...ofButtons]) expect(more[`action.${action}`]).not.toBe('');
});

test.each([
  ['library', more],
  ['more', library],
] as const)('the screens of %s say only words that come with them', (screens, others) => {
  const root = fileURLToPath(new URL(`../../../ui/src/screens/${screens}/`, import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(svelte|ts)$/.test(file));
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const key of Object.keys(others)) expect(text.includes(`'${key}'`), `${key} in ${file}`).toBe(false);
  }
});

describe('the first steps', () => {
  test('a new gateway needs a relay, then an output, then a zone', () => {
    expect(missingSteps([], [], [])).toEqual(['relay', 'output', 'zone']);
    expect(missingSteps([relay], [], [])).toEqual(['output', 'zone']);
    expect(missingSteps([relay], [output], [])).toEqual(['zone']);
  });

  test('a zone that can sound ends them, even one whose amplifier always has power', () => {
    expect(missingSteps([], [output], [zone])).toEqual([]);
  });

  test('a zone without an output is not yet one that sounds', () => {
    expect(missingSteps([relay], [output], [{ outputId: null }])).toEqual(['zone']);
  });
});

describe('channels to choose from', () => {
  const two: Relay = {
    ...relay,
    id: 'hai-kenh',
    name: 'Hai kênh',
    channels: [1, 2].map((channel) => ({ ...relay.channels[0]!, channel })),
  };

  test('say which other zone they power already', () => {
    const choices = channelChoices([relay, two], [zone], null);
    expect(choices.map(({ key, otherZones }) => [key, otherZones])).toEqual([
      [`${relay.id}/1`, [zone.name]],
      ['hai-kenh/1', []],
      ['hai-kenh/2', []],
    ]);
    expect(channelChoices([relay], [zone], zone.id)[0]?.otherZones).toEqual([]);
  });

  test('the only free one is chosen for a new zone, one of several never', () => {
    expect(onlyFreeChannel(channelChoices([relay], [], null))).toEqual([{ relayId: relay.id, channel: 1 }]);
    expect(onlyFreeChannel(channelChoices([relay, two], [zone], null))).toEqual([]);
  });

  test('a relay knows its zones, as a whole and by channel', () => {
    expect(zonesOf([zone], relay.id)).toEqual([zone]);
    expect(zonesOf([zone], relay.id, 2)).toEqual([]);
  });
});

describe('what somebody should look at', () => {
  test('a village in order has nothing', () => {
    expect(troubles([zone], [relay], [output], [button])).toBe(0);
  });

  test('silent relays, zones without output and broken outputs count, a relay in maintenance does not', () => {
    const silent: Zone = { ...zone, outputId: null };
    const away: Relay = { ...relay, availability: 'offline' };
    expect(troubles([silent], [away], [{ ...output, state: 'fault' }], [{ ...button, availability: 'offline' }])).toBe(
      4,
    );
    expect(troubles([zone], [{ ...away, maintenance: true }], [output], [])).toBe(0);
  });
});

test('volume has a word for every place of the slider, louder to the right', () => {
  expect([0, -6, -12, -20, -40].map(volumeWord)).toEqual(['full', 'loud', 'middle', 'soft', 'faint']);
});

describe('the truths of the air log', () => {
  const plannedAt = '2026-11-23T22:00:00.000Z';

  const aired = { code: 'broadcast.aired' };

  test('sent is not confirmed, confirmed is not aired', () => {
    const fed = { outputId: 'loa', fault: null };
    expect(zoneTruth({ ...fed, confirmed: false, airedMs: 0 }, { code: 'broadcast.stopped' })).toBe('unanswered');
    expect(zoneTruth({ ...fed, confirmed: false, airedMs: 0 }, aired)).toBe('sent');
    expect(zoneTruth({ ...fed, confirmed: true, airedMs: 0 }, aired)).toBe('powered');
    expect(zoneTruth({ ...fed, confirmed: true, airedMs: 60_000 }, aired)).toBe('aired');
  });

  test('a relay that was told nothing is not accused of not answering', () => {
    const never = { outputId: null, confirmed: false, airedMs: 0, fault: null };
    expect(zoneTruth(never, aired)).toBe('not-yet');
    expect(zoneTruth({ ...never, fault: { code: 'slot.overlay', params: {} } }, aired)).toBe('not-sent');
    expect(zoneTruth({ ...never, fault: { code: 'zone.unconfirmed', params: {} } }, aired)).toBe('sent');
  });

  test('half a second is on time, two seconds are late, and no sound is neither', () => {
    expect(punctuality({ slotId: 'sang-1', plannedAt, startedAt: '2026-11-23T22:00:00.400Z' })).toEqual({
      kind: 'on-time',
    });
    expect(punctuality({ slotId: 'sang-1', plannedAt, startedAt: '2026-11-23T22:00:02.000Z' })).toEqual({
      kind: 'late',
      byMs: 2_000,
    });
    expect(punctuality({ slotId: 'sang-1', plannedAt, startedAt: null })).toEqual({ kind: 'silent' });
  });

  test('what nobody planned is due when its amplifiers are ready, not when somebody pressed', () => {
    const asked = { slotId: null, plannedAt };
    expect(punctuality({ ...asked, startedAt: plannedAt })).toEqual({ kind: 'at-once' });
    expect(punctuality({ ...asked, startedAt: '2026-11-23T22:00:03.000Z' })).toEqual({ kind: 'late', byMs: 3_000 });
  });
});

test('a list newest first is cut where the day changes', () => {
  expect(runsOf(['b2', 'b1', 'a1'], (item) => item.charAt(0))).toEqual([
    { key: 'b', items: ['b2', 'b1'] },
    { key: 'a', items: ['a1'] },
  ]);
});
