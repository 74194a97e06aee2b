import { describe, expect, it } from 'vitest';
import type { Preflight, Relay, Slot, Zone } from '../../../gateway/src/contract/index.ts';
import { judgeLight, type VillageFacts } from '../../../gateway/src/village/light.ts';
import { alert, button, output, relay, slot, zone } from '../../support/fake-services.ts';

const online: Relay = { ...relay, availability: 'online', maintenance: false, channels: [] };
const switched: Zone = { ...zone, power: 'off', fault: null, channels: [{ relayId: relay.id, channel: 1 }] };
const well: VillageFacts = {
  clockTrusted: true,
  mqttConnected: true,
  ffmpegPresent: true,
  zones: [switched],
  relays: [online],
  isAwaited: () => false,
  buttons: [button],
  outputs: [{ ...output, state: 'idle', fault: null }],
  lately: [],
  airedSoundFault: null,
  httpsProblem: null,
  downLoops: [],
  silentStations: [],
  preflight: null,
  alerts: [],
  cameras: [],
  now: Date.parse('2026-11-23T12:00:00.000Z'),
};
/** What the look of 18:00 found: `slotIds` will not be heard. */
const foundAhead = (severity: 'blocks' | 'warns', slotIds: string[] = ['dawn']): Preflight => ({
  at: '2026-11-23T11:00:00.000Z',
  from: '2026-11-23T11:00:00.000Z',
  to: '2026-11-24T11:00:00.000Z',
  slots: 5,
  checked: { files: 3, relays: 1 },
  findings: [{ severity, reason: { code: 'preflight.sound-missing', params: {} }, fix: null, slotIds }],
});
const told = (change: Partial<VillageFacts>) => {
  const { colour, reasons } = judgeLight({ ...well, ...change });
  return [colour, ...reasons.map(({ code }) => code)];
};
const ended = (kind: NonNullable<Slot['outcome']>['kind'], code: string): Slot => ({
  ...slot,
  state: 'ended',
  outcome: { kind, code, params: {}, at: '2026-11-23T23:00:00.000Z' },
});

describe('the traffic light', () => {
  it('stays green when an output that no zone listens to has failed', () => {
    const fault = { code: 'audio.sink-lost', params: {} };
    expect(told({ outputs: [...well.outputs, { ...output, id: 'thu', state: 'fault', fault }] })).toEqual(['green']);
  });

  it('is green without a word when all is well', () => {
    expect(told({})).toEqual(['green']);
  });

  it('has nothing to say of a relay whose device is just being added', () => {
    expect(told({ relays: [{ ...online, availability: 'never-seen' }], isAwaited: (id) => id === online.id })).toEqual([
      'green',
    ]);
  });

  it('names one cause for the relays of a place that were lost together', () => {
    const lost = (id: string): Relay => ({ ...online, id, site: 'Cột Đình', availability: 'offline' });
    const { colour, reasons } = judgeLight({ ...well, relays: [lost('a'), lost('b'), lost(relay.id)] });
    expect(colour).toBe('red');
    expect(reasons).toEqual([{ code: 'village.site-lost', params: { site: 'Cột Đình', count: 3 } }]);
  });

  it.each<[string, Partial<VillageFacts>, string]>([
    ['nobody vouches for the clock', { clockTrusted: false }, 'village.clock-untrusted'],
    ['the broker is gone', { mqttConnected: false }, 'village.mqtt-offline'],
    [
      'a zone has no power',
      { zones: [{ ...switched, power: 'fault', fault: { code: 'relay.unreachable', params: {} } }] },
      'village.zone-fault',
    ],
    [
      'an output is silent',
      { outputs: [{ ...output, state: 'fault', fault: { code: 'audio.sink-lost', params: {} } }] },
      'village.output-fault',
    ],
    ['the relay of a zone is offline', { relays: [{ ...online, availability: 'offline' }] }, 'village.relay-offline'],
    [
      'a relay fell silent with its contact closed and nobody wants it so',
      { relays: [{ ...online, availability: 'offline', channels: [{ ...relay.channels[0]!, state: 'on' }] }] },
      'village.relay-maybe-on',
    ],
    ['an emergency button is offline', { buttons: [{ ...button, availability: 'offline' }] }, 'village.button-offline'],
    [
      'an emergency button would start nothing',
      { buttons: [{ ...button, problem: { code: 'button.no-zones', params: {} } }] },
      'village.button-cannot',
    ],
    ['a loop of the gateway has failed', { downLoops: ['schedule'] }, 'village.loop-down'],
  ])('is red when %s', (_name, change, code) => {
    expect(told(change)).toEqual(['red', code]);
  });

  it.each<[string, Partial<VillageFacts>, string]>([
    [
      'a relay that switches no zone is offline',
      { zones: [{ ...switched, channels: [] }], relays: [{ ...online, availability: 'offline' }] },
      'village.relay-offline',
    ],
    [
      'a relay has just been added and never came in',
      { relays: [{ ...online, availability: 'never-seen' }] },
      'village.relay-new',
    ],
    ['ffmpeg is missing', { ffmpegPresent: false }, 'village.ffmpeg-missing'],
    ['there is no zone yet', { zones: [], relays: [] }, 'village.no-zones'],
    [
      'what airs is not recorded',
      { airedSoundFault: { code: 'aired-sound.disk-full', params: { megabytes: 3 } } },
      'village.aired-sound-not-kept',
    ],
    ['a slot was missed in the last day', { lately: [ended('missed', 'slot.gateway-off')] }, 'village.slot-failed'],
    [
      'a slot stayed silent because nobody approved its programme',
      { lately: [ended('held-back', 'slot.not-approved')] },
      'village.slot-failed',
    ],
    [
      'a slot stayed silent because nobody approved what was put into it',
      { lately: [ended('held-back', 'slot.content-not-approved')] },
      'village.slot-failed',
    ],
    [
      'pre-flight found what keeps a coming slot silent',
      { preflight: foundAhead('blocks') },
      'village.preflight-blocks',
    ],
  ])('is amber when %s', (_name, change, code) => {
    expect(told(change)).toEqual(['amber', code]);
  });

  it('does not mind a relay in maintenance, nor a slot that a person skipped', () => {
    const relays: Relay[] = [{ ...online, availability: 'offline', maintenance: true }];
    expect(told({ relays, lately: [ended('skipped', 'slot.skipped'), ended('aired', 'broadcast.aired')] })).toEqual([
      'green',
    ]);
  });

  it.each([
    ['held-back', 'slot.overlay'],
    ['held-back', 'slot.minutes-used-up'],
    ['quiet-hours', 'slot.quiet-hours'],
    ['aired-partly', 'slot.zones-held'],
  ] as const)('does not mind a slot that was %s by somebody’s wish: %s', (kind, code) => {
    expect(told({ lately: [ended(kind, code)] })).toEqual(['green']);
  });

  it('does not mind what pre-flight only warns of, nor what it said of hours and slots that are over', () => {
    const over = [{ ...ended('aired', 'broadcast.aired'), id: 'dawn' }];
    expect(told({ preflight: foundAhead('warns') })).toEqual(['green']);
    expect(told({ preflight: foundAhead('blocks'), now: Date.parse('2026-11-24T11:00:00.000Z') })).toEqual(['green']);
    expect(told({ preflight: foundAhead('blocks'), lately: over })).toEqual(['green']);
    expect(told({ preflight: foundAhead('blocks', ['dawn', 'noon']), lately: over })[0]).toBe('amber');
    expect(told({ preflight: foundAhead('blocks', []), lately: over })[0]).toBe('amber');
  });

  it('names the worst first', () => {
    expect(told({ ffmpegPresent: false, clockTrusted: false })).toEqual([
      'red',
      'village.clock-untrusted',
      'village.ffmpeg-missing',
    ]);
  });

  it('is amber while a camera is gone and nobody has said that they know of it', () => {
    expect(told({ alerts: [alert] })).toEqual(['amber', 'village.camera-offline']);
    const acknowledged = { by: 'Ông Tư', at: alert.raisedAt, note: '' };
    expect(told({ alerts: [{ ...alert, acknowledged }] })).toEqual(['green']);
    expect(told({ alerts: [{ ...alert, held: true }] })).toEqual(['green']);
    const together = { ...alert, kind: 'cameras-together' as const };
    expect(told({ alerts: [{ ...together, cabinet: 'Tủ A' }, together] })).toEqual([
      'amber',
      'village.cabinet-lost',
      'village.cameras-lost',
    ]);
  });

  it('follows a camera at once, before anybody is called, until somebody knows of it', () => {
    const gone = { id: 'dinh', name: 'Đình', status: 'offline', cause: 'timed-out', maintenance: false } as const;
    const frozen = { ...gone, id: 'cho', status: 'degraded', cause: 'frozen' } as const;
    expect(told({ cameras: [frozen, gone] })).toEqual(['amber', 'village.camera-offline', 'village.camera-degraded']);
    expect(told({ cameras: [{ ...gone, maintenance: true }] })).toEqual(['green']);
    expect(told({ cameras: [{ ...gone, status: 'unknown', cause: null }] })).toEqual(['green']);

    const about = [{ id: 'dinh', name: 'Đình', cause: 'timed-out' as const, backAt: null, settled: false }];
    expect(told({ cameras: [gone], alerts: [{ ...alert, cameras: about }] })).toEqual([
      'amber',
      'village.camera-offline',
    ]);
    const acknowledged = { by: 'Ông Tư', at: alert.raisedAt, note: '' };
    expect(told({ cameras: [gone], alerts: [{ ...alert, cameras: about, acknowledged }] })).toEqual(['green']);
    const back = [
      { ...about[0]!, backAt: alert.raisedAt },
      { ...about[0]!, id: 'bai' },
    ];
    expect(told({ cameras: [gone], alerts: [{ ...alert, cameras: back, acknowledged }] })[0]).toBe('amber');
  });

  it('names a camera that is gone before one that is only not well, whichever came first', () => {
    const kinds = ['camera-degraded', 'camera-locked', 'camera-offline', 'cameras-together'] as const;
    expect(told({ alerts: kinds.map((kind) => ({ ...alert, kind })) })).toEqual([
      'amber',
      'village.cameras-lost',
      'village.camera-offline',
      'village.camera-locked',
      'village.camera-degraded',
    ]);
  });
});
