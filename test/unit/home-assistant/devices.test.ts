import { describe, expect, it } from 'vitest';
import type { Broadcast, Relay, Slot, Zone } from '../../../gateway/src/contract/index.ts';
import { readConfigTopic, stateText, type Device, type Telling } from '../../../gateway/src/home-assistant/device.ts';
import { relayDevice } from '../../../gateway/src/home-assistant/relay-device.ts';
import { villageDevice } from '../../../gateway/src/home-assistant/village-device.ts';
import { words } from '../../../gateway/src/home-assistant/words/words.ts';
import { zoneDevice } from '../../../gateway/src/home-assistant/zone-device.ts';
import { readHomeAssistant } from '../../../gateway/src/provisioning/announcements/home-assistant.ts';
import { broadcast, relay, slot, village, zone } from '../../support/fake-services.ts';
import { playHomeAssistant } from '../../support/home-assistant.ts';

const now = Date.parse('2026-11-23T21:00:00.000Z');
const telling: Telling = {
  villageId: 'ngot',
  timeZone: 'Asia/Ho_Chi_Minh',
  version: '0.1.0',
  panelUrl: 'http://192.168.1.10:8080',
  prefix: 'homeassistant',
  words: words.vi,
};

/** What Home Assistant shows of devices whose gateway is there. */
function home(...devices: Device[]) {
  const played = playHomeAssistant();
  played.hear('loa-thon/ngot/ha/status', 'online');
  for (const { configTopic, config, stateTopic, state } of devices) {
    played.hear(configTopic, config);
    played.hear(stateTopic, state);
  }
  return played;
}

const nothing = { broadcasts: [], slots: [], now };
const homeOfZone = (change: Partial<Zone>, air: Partial<typeof nothing> | { broadcasts: Broadcast[] } = {}) =>
  home(zoneDevice(telling, { zone: { ...zone, ...change }, ...nothing, ...air }));
const homeOfRelay = (change: Partial<Relay>, metered: number[] = []) =>
  home(relayDevice(telling, { relay: { ...relay, ...change }, metered: new Set(metered) }));
const stateOf = (played: ReturnType<typeof home>, device: string, name: string) => played.entity(device, name)?.state;

describe('a zone', () => {
  const inZone = (state: Broadcast['zones'][number]['state'], change: Partial<Broadcast> = {}): Broadcast => ({
    ...broadcast,
    ...change,
    zones: [{ zoneId: zone.id, state, fault: null }],
  });

  it('stands below the gateway, under the name that people gave it', () => {
    const played = home(
      villageDevice(telling, { village, ...nothing }),
      zoneDevice(telling, { zone: { ...zone, name: 'Xóm Đình' }, ...nothing }),
    );
    expect(played.devices()).toEqual(['Thôn Ngọt', 'Xóm Đình']);
    const above = played.config('Xóm Đình')?.device.via_device;
    expect(above).toBe('loa-thon_ngot_village');
    expect(played.config('Thôn Ngọt')?.device.identifiers).toEqual([above]);
  });

  it.each([
    ['sounding', 'on', 'Bản tin'],
    ['pausing', 'off', 'Bản tin'],
    ['resting', 'off', 'Bản tin'],
    ['confirmed', 'off', 'Không phát'],
    ['waiting', 'off', 'Không phát'],
    ['fault', 'off', 'Không phát'],
    ['off', 'off', 'Không phát'],
  ] as const)('that is %s is on air: %s, with “%s”', (state, onAir, playing) => {
    const played = homeOfZone({}, { broadcasts: [inZone(state)] });
    expect(stateOf(played, zone.name, 'Đang phát')).toBe(onAir);
    expect(stateOf(played, zone.name, 'Nội dung đang phát')).toBe(playing);
  });

  it('is not on air while its amplifier only warms up, or cools down after the last sound', () => {
    for (const state of ['planned', 'warming', 'cooling', 'done'] as const) {
      const played = homeOfZone({}, { broadcasts: [inZone('sounding', { state })] });
      expect(stateOf(played, zone.name, 'Đang phát')).toBe('off');
    }
  });

  it('names what sounds there, not what waits behind it', () => {
    const broadcasts = [inZone('pausing', { id: 'a', title: 'Nhạc' }), inZone('sounding', { id: 'b', title: 'Tin' })];
    expect(stateOf(homeOfZone({}, { broadcasts }), zone.name, 'Nội dung đang phát')).toBe('Tin');
  });

  it('says what airs and until when, and not who began it', () => {
    const { attributes } = homeOfZone({}, { broadcasts: [inZone('sounding')] }).entity(
      zone.name,
      'Nội dung đang phát',
    )!;
    expect(attributes).toMatchObject({ title: 'Bản tin', priority: 'normal', ends_at: broadcast.endsAt, drill: false });
    expect(JSON.stringify(attributes)).not.toContain('Trưởng thôn');
  });

  it.each([
    ['off', 'off'],
    ['warming', 'on'],
    ['on', 'on'],
    ['cooling', 'on'],
    ['fault', 'unknown'],
  ] as const)('with its power %s has an amplifier that is %s', (power, shown) => {
    expect(stateOf(homeOfZone({ power }), zone.name, 'Âm ly')).toBe(shown);
  });

  it('has a problem while it has one', () => {
    expect(stateOf(homeOfZone({}), zone.name, 'Trục trặc')).toBe('off');
    const broken = homeOfZone({ fault: { code: 'relay.not-confirmed', params: {} } }).entity(zone.name, 'Trục trặc');
    expect(broken).toEqual({ state: 'on', attributes: { code: 'relay.not-confirmed' } });
  });

  it('cannot be told a title too long for Home Assistant: it is cut', () => {
    const played = homeOfZone({}, { broadcasts: [inZone('sounding', { title: 'à'.repeat(400) })] });
    expect(stateOf(played, zone.name, 'Nội dung đang phát')).toHaveLength(255);
  });

  it('is told no half of a character: a long title is cut between two', () => {
    const title = `${'x'.repeat(253)}🎶🎶`;
    expect(stateText(title)).toBe(`${'x'.repeat(253)}…`);
    expect(stateText(`x${title}`)).toBe(`x${'x'.repeat(253)}…`);
  });
});

describe('the next slot', () => {
  const at = (hour: number, change: Partial<Slot> = {}): Slot => ({
    ...slot,
    title: `Bản tin ${hour} giờ`,
    startsAt: `2026-11-23T${hour}:00:00.000Z`,
    ...change,
  });
  const next = (...slots: Slot[]) =>
    home(zoneDevice(telling, { zone, ...nothing, slots })).entity(zone.name, 'Lượt phát kế tiếp');
  const held = { zoneIds: [zone.id], reason: { code: 'slot.overlay', params: {} } };
  const skipped = { skipped: true, movedFrom: null, content: null, contentApproved: true, by: 'Trưởng thôn' };

  it('is the first that will sound in that zone', () => {
    expect(next(at(22), at(23))).toMatchObject({
      state: '2026-11-23T22:00:00.000Z',
      attributes: { title: 'Bản tin 22 giờ', kind: 'bulletin' },
    });
  });

  it.each([
    ['begins in another zone', at(22, { zoneIds: ['noi-khac'] })],
    ['is held back there', at(22, { holds: [held] })],
    ['was skipped', at(22, { override: skipped })],
    ['has begun', at(22, { state: 'on-air' })],
    ['should have begun', at(20)],
  ])('is not one that %s', (_what, other) => {
    expect(next(other, at(23))?.state).toBe('2026-11-23T23:00:00.000Z');
  });

  it('is not known when there is none', () => {
    expect(next()).toEqual({ state: 'unknown', attributes: {} });
  });
});

describe('the village', () => {
  const homeOfVillage = (light: typeof village.light, broadcasts: Broadcast[] = []) =>
    home(villageDevice(telling, { village: { ...village, light }, ...nothing, broadcasts }));
  const green = { colour: 'green' as const, reasons: [] };

  it('is well while its light is green', () => {
    const played = homeOfVillage(green);
    expect(stateOf(played, village.name, 'Cảnh báo')).toBe('off');
    expect(stateOf(played, village.name, 'Tình hình')).toBe('Mọi thứ đều ổn');
  });

  it('says each alert in words, the worst first, with times of the village', () => {
    const played = homeOfVillage({
      colour: 'red',
      reasons: [
        { code: 'village.relay-offline', params: { relay: 'Cột Đình' } },
        { code: 'village.slot-failed', params: { title: 'Tin sáng', at: '2026-11-23T22:00:00.000Z', cause: 'x.y' } },
      ],
    });
    expect(played.entity(village.name, 'Cảnh báo')).toEqual({
      state: 'on',
      attributes: {
        colour: 'red',
        alerts: ['Rơ-le “Cột Đình” mất kết nối', '“Tin sáng” lúc 05:00 không phát trọn'],
        codes: ['village.relay-offline', 'village.slot-failed'],
      },
    });
    expect(stateOf(played, village.name, 'Tình hình')).toBe('Rơ-le “Cột Đình” mất kết nối');
  });

  it.each([
    ['an emergency that goes on', { priority: 'emergency', endsAt: null }, 'on'],
    ['one that warms its amplifiers up', { priority: 'emergency', endsAt: null, state: 'warming' }, 'on'],
    ['a drill', { priority: 'emergency', endsAt: null, drill: true }, 'off'],
    ['the all-clear after it', { priority: 'emergency' }, 'off'],
    ['one that is over', { priority: 'emergency', endsAt: null, state: 'cooling' }, 'off'],
    ['music', { endsAt: null }, 'off'],
  ] as const)('is in danger during %s: %s', (_what, change, shown) => {
    expect(stateOf(homeOfVillage(green, [{ ...broadcast, ...change }]), village.name, 'Khẩn cấp')).toBe(shown);
  });

  it('is on air with everything that sounds somewhere', () => {
    const both = [broadcast, { ...broadcast, id: 'run-2', title: 'Nhạc' }];
    const played = homeOfVillage(green, both);
    expect(stateOf(played, village.name, 'Đang phát')).toBe('on');
    expect(stateOf(played, village.name, 'Nội dung đang phát')).toBe('Bản tin · Nhạc');
  });
});

describe('a relay', () => {
  const channel = relay.channels[0]!;

  it('says whether it is there, and its channel what the device said', () => {
    const played = homeOfRelay({ channels: [{ ...channel, state: 'on', powerW: 118.2 }] }, [1]);
    expect(stateOf(played, relay.name, 'Kết nối')).toBe('on');
    expect(stateOf(played, relay.name, 'Đóng điện')).toBe('on');
    expect(stateOf(played, relay.name, 'Công suất')).toBe('118');
    expect(stateOf(played, relay.name, 'Trục trặc')).toBe('off');
  });

  it('that is away has channels of which nothing is known, and a problem', () => {
    const played = homeOfRelay({ availability: 'offline', channels: [{ ...channel, state: 'on' }] });
    expect(stateOf(played, relay.name, 'Kết nối')).toBe('off');
    expect(stateOf(played, relay.name, 'Đóng điện')).toBe('unavailable');
    expect(stateOf(played, relay.name, 'Trục trặc')).toBe('on');
  });

  it('under repair has no problem', () => {
    expect(stateOf(homeOfRelay({ availability: 'offline', maintenance: true }), relay.name, 'Trục trặc')).toBe('off');
  });

  it('with a fault says on which channel', () => {
    const fault = { code: 'relay.draws-while-off', params: {} };
    const played = homeOfRelay({ channels: [channel, { ...channel, channel: 2, state: 'unknown', fault }] });
    expect(played.entity(relay.name, 'Trục trặc')).toMatchObject({
      state: 'on',
      attributes: { faults: [{ channel: 2, code: 'relay.draws-while-off' }] },
    });
    expect(stateOf(played, relay.name, 'Kênh 1')).toBe('off');
    expect(stateOf(played, relay.name, 'Kênh 2')).toBe('unknown');
  });

  it('without a meter shows no power', () => {
    expect(homeOfRelay({}).entity(relay.name, 'Công suất')).toBeUndefined();
  });
});

describe('nothing in Home Assistant', () => {
  it('can command: no device has a topic to send to', () => {
    const all = [
      villageDevice(telling, { village, ...nothing }),
      zoneDevice(telling, { zone, ...nothing }),
      relayDevice(telling, { relay, metered: new Set([1]) }),
    ];
    for (const { config } of all) expect(config).not.toMatch(/command/);
  });

  it('is there while the gateway is not', () => {
    const played = homeOfZone({});
    played.hear('loa-thon/ngot/ha/status', 'offline');
    expect(stateOf(played, zone.name, 'Đang phát')).toBe('unavailable');
  });
});

describe("a village's devices", () => {
  it('are told from those of others by their topic', () => {
    const place = { villageId: 'ngot', prefix: 'homeassistant' };
    const { configTopic, stateTopic } = zoneDevice(telling, { zone, ...nothing });
    expect(readConfigTopic(configTopic, place)).toMatchObject({ configTopic, stateTopic });
    for (const topic of [
      'homeassistant/device/loa-thon_ngot-2_zone_dau-thon/config',
      'homeassistant/device/loa-thon_ngot_garden/config',
      'homeassistant/device/loa-thon_ngot_zone_a_b/config',
      'homeassistant/device/loa-thon_ngot_zone_/config',
      'homeassistant/device/0x00158d/config',
      'elsewhere/device/loa-thon_ngot_zone_dau-thon/config',
    ]) {
      expect(readConfigTopic(topic, place)).toBeNull();
    }
  });

  it('are offered to nobody as new devices, where one broker serves the relays and Home Assistant', () => {
    for (const { configTopic, config } of [
      villageDevice(telling, { village, ...nothing }),
      zoneDevice(telling, { zone, ...nothing }),
      relayDevice(telling, { relay, metered: new Set([1]) }),
    ]) {
      expect(readHomeAssistant(configTopic, config)).toBeNull();
    }
  });

  it('are called in English where that is wished', () => {
    const played = home(zoneDevice({ ...telling, words: words.en }, { zone, ...nothing }));
    expect(stateOf(played, zone.name, 'On air')).toBe('off');
    expect(stateOf(played, zone.name, 'Playing')).toBe('Nothing');
  });
});
