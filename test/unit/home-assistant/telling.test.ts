import { describe, expect, it } from 'vitest';
import type { ChangeEvents, HomeAssistantInput, Relay, Zone } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createHomeAssistant } from '../../../gateway/src/home-assistant/home-assistant-service.ts';
import type { HomePlace } from '../../../gateway/src/home-assistant/ports.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createFakeLink } from '../../support/fake-link.ts';
import { broadcast, relay, slot, village, zone } from '../../support/fake-services.ts';
import { playHomeAssistant } from '../../support/home-assistant.ts';
import { quietLog } from '../../support/quiet-log.ts';

const broker = { host: '192.168.1.20', port: 1883, tls: false, authority: null, username: 'loa-thon' };
const input: HomeAssistantInput = { on: true, prefix: 'homeassistant', language: 'vi', broker, password: 'bí mật' };
const configOf = (kind: string, id = '') => `homeassistant/device/loa-thon_ngot_${kind}${id && `_${id}`}/config`;

/** The service with a broker in memory that says back what it is told, as a real one does to whoever listens. */
function openVillage({ zones = [zone], relays = [relay] }: { zones?: Zone[]; relays?: Relay[] } = {}) {
  const clock = createFakeClock('2026-11-23T21:00:00.000Z');
  const changes = createChanges<ChangeEvents>();
  const link = createFakeLink();
  const home = playHomeAssistant();
  const kept = new Map<string, string>();
  const places: HomePlace[] = [];
  const story: string[] = [];
  link.setConnected(false);
  link.onSent((topic, payload) => {
    home.hear(topic, payload);
    link.say(topic, payload);
  });
  const service = createHomeAssistant({
    village: { id: 'ngot', timeZone: 'Asia/Ho_Chi_Minh', version: '0.1.0' },
    settings: {
      get: async (key) => kept.get(key) ?? null,
      set: async (key, value) => void kept.set(key, value),
    },
    changes,
    clock,
    log: quietLog,
    luck: () => 0.5,
    ports: {
      village: () => village,
      zones: async () => zones,
      relays: async () => relays,
      broadcasts: async () => [],
      slots: async () => [slot],
      panelUrl: () => 'http://192.168.1.10:8080',
      openLine(place) {
        places.push(place);
        return {
          ...link,
          get connected() {
            return link.connected;
          },
          start() {
            link.setConnected(true);
            home.hear(place.statusTopic, 'online');
          },
          stop: async () => {
            if (!link.connected) return;
            link.setConnected(false);
            home.hear(place.statusTopic, 'offline');
          },
          leave: async () => {
            story.push('goodbye');
            link.setConnected(false);
          },
        };
      },
    },
  });
  return { clock, changes, link, home, kept, places, story, service };
}

const stateOf = (home: ReturnType<typeof playHomeAssistant>, name: string) => home.entity(zone.name, name)?.state;

describe('a Home Assistant', () => {
  it('is told nothing until somebody wishes it', async () => {
    const { service, places } = openVillage();
    await service.start();
    expect(places).toEqual([]);
    expect(service.commands.state()).toMatchObject({ on: false, line: 'off', broker: null });
  });

  it('sees the village, its zones and its relays, and the gateway knows that the broker has them', async () => {
    const { service, clock, home } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    expect(home.devices()).toEqual([village.name, zone.name, relay.name].sort());
    expect(service.commands.state()).toMatchObject({ line: 'connected', devices: { wanted: 3, kept: 3 } });
  });

  it('is told again after a restart of the gateway, without anybody typing the password', async () => {
    const before = openVillage();
    await before.service.commands.change(input);
    await before.clock.advance(1_000);
    await before.service.stop();
    expect(stateOf(before.home, 'Đang phát')).toBe('unavailable');
    const after = openVillage();
    for (const [key, value] of before.kept) after.kept.set(key, value);
    await after.service.start();
    await after.clock.advance(1_000);
    expect(after.home.devices()).toHaveLength(3);
    expect(after.places[0]).toMatchObject({ url: 'mqtt://192.168.1.20:1883', password: 'bí mật' });
  });

  it('never shows its password again', async () => {
    const { service } = openVillage();
    const answer = await service.commands.change(input);
    expect(JSON.stringify([answer, service.commands.state()])).not.toContain('bí mật');
  });

  it('follows a broadcast from its first sample to its last', async () => {
    const { service, clock, changes, home } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    expect(stateOf(home, 'Đang phát')).toBe('off');
    changes.emit('broadcast.changed', broadcast);
    await clock.advance(1_000);
    expect([stateOf(home, 'Đang phát'), stateOf(home, 'Nội dung đang phát')]).toEqual(['on', 'Bản tin']);
    changes.emit('broadcast.changed', { ...broadcast, state: 'done' });
    await clock.advance(1_000);
    expect(stateOf(home, 'Đang phát')).toBe('off');
  });

  it('hears of a zone that gets another name, of one that is new, and of one that is gone', async () => {
    const { service, clock, changes, home, link } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    changes.emit('zone.changed', { ...zone, name: 'Xóm Đình' });
    changes.emit('zone.changed', { ...zone, id: 'cho', name: 'Chợ' });
    await clock.advance(1_000);
    expect(home.devices()).toEqual(['Chợ', relay.name, village.name, 'Xóm Đình'].sort());
    link.sent.splice(0);
    changes.emit('zone.removed', { id: zone.id });
    await clock.advance(1_000);
    expect(home.devices()).toEqual(['Chợ', relay.name, village.name].sort());
    expect(link.sent).toEqual([configOf('zone', zone.id), `loa-thon/ngot/ha/zone/${zone.id}`]);
  });

  it('that has just started is told everything once more', async () => {
    const { service, clock, link } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    link.sent.splice(0);
    link.say('homeassistant/status', 'offline');
    link.say('homeassistant/status', 'online', { retained: true });
    await clock.advance(5_000);
    expect(link.sent).toEqual([]);
    link.say('homeassistant/status', 'online');
    await clock.advance(1_400);
    expect(link.sent).toEqual([]);
    await clock.advance(1_000);
    expect(link.sent).toHaveLength(6);
  });

  it('loses what was removed while nobody could tell it, and nothing of another village', async () => {
    const { service, clock, link } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    link.sent.splice(0);
    link.say(configOf('zone', 'xua'), '{}', { retained: true });
    link.say('homeassistant/device/loa-thon_ngot-2_zone_xua/config', '{}', { retained: true });
    link.say('homeassistant/device/den-san/config', '{}', { retained: true });
    await clock.advance(1_000);
    expect(link.sent).toEqual([configOf('zone', 'xua'), 'loa-thon/ngot/ha/zone/xua']);
  });

  it('is told everything anew when the line comes back', async () => {
    const { service, clock, changes, link, home } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    link.setConnected(false);
    changes.emit('zone.changed', { ...zone, name: 'Xóm Đình' });
    await clock.advance(60_000);
    expect(service.commands.state().line).toBe('connecting');
    link.sent.splice(0);
    link.setConnected(true);
    await clock.advance(1_000);
    expect(link.sent).toHaveLength(6);
    expect(home.devices()).toContain('Xóm Đình');
  });

  it('that is turned off has nothing of us left, and no last will', async () => {
    const { service, clock, link, home, story } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    link.sent.splice(0);
    const { password: _password, ...off } = { ...input, on: false };
    await service.commands.change(off);
    expect(home.devices()).toEqual([]);
    expect(link.sent).toHaveLength(7);
    expect(link.sent.at(-1)).toBe('loa-thon/ngot/ha/status');
    expect(story).toEqual(['goodbye']);
    expect(service.commands.state()).toMatchObject({ on: false, line: 'off', devices: { wanted: 0, kept: 0 } });
  });

  it('keeps what people there made of our devices when only their language changes, or nothing', async () => {
    const { service, clock, link, home, story } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    link.sent.splice(0);
    const { password: _password, ...again } = { ...input, language: 'en' as const };
    await service.commands.change(again);
    await clock.advance(1_000);
    // An empty config makes Home Assistant forget a device, with its names and rooms there.
    expect(link.sent.filter((line) => line.endsWith('/config'))).toEqual([]);
    expect(story).toEqual([]);
    expect(stateOf(home, 'On air')).toBe('off');
  });

  it('with another prefix finds everything there, and nothing at the old one', async () => {
    const { service, clock, link } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    link.sent.splice(0);
    await service.commands.change({ ...input, prefix: 'nha' });
    await clock.advance(1_000);
    expect(link.sent).toContain(configOf('zone', zone.id));
    expect(link.sent.filter((line) => line.startsWith('nha/device/'))).toHaveLength(3);
    expect(service.commands.state().devices).toEqual({ wanted: 3, kept: 3 });
  });

  it('whose broker cannot be had is said to be so, until it can', async () => {
    const { service, places, link, clock } = openVillage();
    await service.commands.change(input);
    link.setConnected(false);
    places[0]!.onFailure({ code: 5 });
    expect(service.commands.state()).toMatchObject({ line: 'connecting', fault: { code: 'home-assistant.login' } });
    link.setConnected(true);
    await clock.advance(1_000);
    expect(service.commands.state()).toMatchObject({ line: 'connected', fault: null });
  });
});

describe('a village that chatters', () => {
  const many = Array.from({ length: 40 }, (_, index): Relay => ({
    ...relay,
    id: `r-${index}`,
    name: `Rơ-le ${index}`,
  }));

  it('is told at fifty messages a second at most, and of each thing only how it is by then', async () => {
    const { service, clock, changes, link } = openVillage({ relays: many });
    await service.commands.change(input);
    await clock.advance(10_000);
    link.sent.splice(0);
    for (let tenth = 0; tenth < 100; tenth++) {
      for (const one of many) {
        const channels = [{ ...one.channels[0]!, powerW: 100 + tenth }];
        changes.emit('relay.changed', { ...one, channels });
      }
      await clock.advance(100);
    }
    expect(link.sent.length).toBeGreaterThan(300);
    expect(link.sent.length).toBeLessThanOrEqual(500);
    await clock.advance(2_000);
    const last = link.sent.filter((line) => line.startsWith('loa-thon/ngot/ha/relay/')).slice(-40);
    expect(last.every((line) => line.includes('"power_1":199'))).toBe(true);
  });

  it('keeps no news of a zone back: it goes in the next round', async () => {
    const { service, clock, changes, home } = openVillage({ relays: many });
    await service.commands.change(input);
    await clock.advance(10_000);
    for (let tenth = 0; tenth < 20; tenth++) {
      for (const one of many)
        changes.emit('relay.changed', {
          ...one,
          wifiPercent: tenth,
          lastSeenAt: `2026-11-23T21:00:${tenth + 10}.000Z`,
        });
      if (tenth === 5) changes.emit('broadcast.changed', broadcast);
      await clock.advance(100);
    }
    expect(stateOf(home, 'Đang phát')).toBe('on');
  });

  it('shows a meter as soon as one was seen, and keeps it while the relay is away', async () => {
    const { service, clock, changes, home } = openVillage();
    await service.commands.change(input);
    await clock.advance(1_000);
    expect(home.entity(relay.name, 'Công suất')).toBeUndefined();
    changes.emit('relay.changed', { ...relay, channels: [{ ...relay.channels[0]!, powerW: 0 }] });
    await clock.advance(1_000);
    expect(home.entity(relay.name, 'Công suất')?.state).toBe('0');
    changes.emit('relay.changed', { ...relay, availability: 'offline' });
    await clock.advance(1_000);
    expect(home.entity(relay.name, 'Công suất')?.state).toBe('unavailable');
  });
});
