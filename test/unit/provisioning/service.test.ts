import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeEvents, Provisioning, Relay, RelayWithCredentials } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import type { Guest, GuestEvent } from '../../../gateway/src/mqtt/guests.ts';
import type { Hearing } from '../../../gateway/src/provisioning/ports.ts';
import {
  createProvisioning,
  type ProvisioningService,
} from '../../../gateway/src/provisioning/provisioning-service.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { createFakeLink } from '../../support/fake-link.ts';
import { credentials, relay } from '../../support/fake-services.ts';
import { quietLog } from '../../support/quiet-log.ts';

const minute = 60_000;
const nam = { id: 'nam', login: 'ky.thuat', name: 'Anh Nam', roles: ['technician' as const] };
const guest: Guest = { place: 'a1b2c3d4e5f60718', clientId: 'DVES_12AB34', address: '192.168.1.34' };
const about = {
  mac: 'A8032A12AB34',
  dn: 'Tasmota',
  t: 'tasmota_12AB34',
  ft: '%prefix%/%topic%/',
  tp: ['cmnd'],
  rl: [1],
};
const paste = 'Backlog SetOption0 0; MqttHost 192.168.1.10; MqttUser relay-cot-1; Topic cot-1; Restart 1\n';
const made: RelayWithCredentials = {
  relay: { ...relay, availability: 'never-seen' },
  credentials: { ...credentials, files: [{ name: 'tasmota.txt', kind: 'console', text: paste, secret: true }] },
};

let clock: FakeClock;
let story: string[];
let say: (event: GuestEvent) => void;
let changes: ReturnType<typeof createChanges<ChangeEvents>>;
let provisioning: ProvisioningService;
let told: Provisioning[];
let found: Relay;
let doorOpen: boolean;

beforeEach(() => {
  clock = createFakeClock();
  story = [];
  told = [];
  found = made.relay;
  doorOpen = false;
  changes = createChanges<ChangeEvents>();
  changes.on('provisioning.changed', (now) => told.push(now));
  let passwords = 0;
  start({
    broker: 'embedded',
    door: {
      usualName: 'ghep',
      open() {
        doorOpen = true;
        return { username: 'ghep', password: `p${++passwords}` };
      },
      close() {
        doorOpen = false;
        story.push('door closed');
      },
      tell: (_place, topic, payload) => story.push(`${topic} ${payload}`),
      watch: (listener) => {
        say = listener;
        return () => story.push('nobody watches');
      },
      onKnock: () => () => undefined,
    },
  });
});
afterEach(() => provisioning.stop());

function start(hearing: Hearing): void {
  provisioning = createProvisioning({
    hearing,
    relays: {
      create: async ({ name }) => {
        story.push(`relay ${name}`);
        return made;
      },
      replaceDevice: async (id) => {
        story.push(`another device for ${id}`);
        return made.credentials;
      },
      get: async () => found,
    },
    advertised: () => ({ host: '192.168.1.10', port: 1883 }),
    clock,
    changes,
    log: quietLog,
  });
  provisioning.start();
}

const now = () => provisioning.commands.get();
const announce = (payload: object = about) =>
  say({
    kind: 'said',
    guest,
    topic: `tasmota/discovery/${about.mac}/config`,
    payload: Buffer.from(JSON.stringify(payload)),
  });
const online = (state: Relay['channels'][number]['state']) =>
  changes.emit('relay.changed', {
    ...relay,
    availability: 'online',
    channels: relay.channels.map((channel) => ({ ...channel, state })),
  });

describe('pairing', () => {
  it('is closed at first, open for ten minutes, and closes by itself', async () => {
    expect(now().pairing).toEqual({ until: null, openedBy: null, passwordAt: null });
    const access = await provisioning.commands.open(nam);
    expect(access).toEqual({
      host: '192.168.1.10',
      port: 1883,
      passwordAt: now().pairing.passwordAt,
      account: { username: 'ghep', password: 'p1' },
    });
    expect(now().pairing).toMatchObject({
      openedBy: 'Anh Nam',
      until: new Date(clock.now() + 10 * minute).toISOString(),
    });
    await clock.advance(10 * minute - 1);
    expect(now().pairing.until).not.toBeNull();
    await clock.advance(1);
    expect(now().pairing.until).toBeNull();
    expect(story).toEqual(['door closed']);
  });

  it('lasts ten minutes more for who asks, and ends early for who closes it', async () => {
    await expect(provisioning.commands.extend()).rejects.toMatchObject({ code: 'pairing.closed' });
    await provisioning.commands.open(nam);
    await clock.advance(9 * minute);
    await provisioning.commands.extend();
    await clock.advance(9 * minute);
    expect(now().pairing.until).not.toBeNull();
    await provisioning.commands.close();
    expect(now().pairing.until).toBeNull();
    await provisioning.commands.close();
    expect(story).toEqual(['door closed']);
  });

  it('opened again while it is open has another password and the same list', async () => {
    await provisioning.commands.open(nam);
    say({ kind: 'came', guest });
    await clock.advance(1_000);
    const before = now().pairing.passwordAt;
    const { account } = await provisioning.commands.open(nam);
    expect(account?.password).toBe('p2');
    expect(now().pairing.passwordAt).not.toBe(before);
    expect(now().newcomers).toHaveLength(1);
    expect(story).toEqual([]);
  });

  it('that one person closes while another opens it is open for both or for nobody', async () => {
    const opening = provisioning.commands.open(nam);
    await provisioning.commands.close();
    await opening;
    expect(now().pairing.until !== null).toBe(doorOpen);
    await clock.advance(10 * minute);
    expect(doorOpen).toBe(false);
  });

  it('tells the panels when its password was made, so that who holds an older one knows', async () => {
    for (let n = 0; n < 2; n++) {
      const { passwordAt } = await provisioning.commands.open(nam);
      await clock.advance(1_000);
      expect(told.at(-1)?.pairing.passwordAt).toBe(passwordAt);
    }
  });

  it('tells no panel a password', async () => {
    await provisioning.commands.open(nam);
    say({ kind: 'came', guest });
    announce();
    await provisioning.commands.adopt(guest.place, { name: 'Cột', channels: 1 });
    await clock.advance(minute);
    expect(told.length).toBeGreaterThan(0);
    expect(JSON.stringify([told, now()])).not.toMatch(/p1|MqttUser|secret/);
  });
});

describe('a device on the list', () => {
  beforeEach(async () => {
    await provisioning.commands.open(nam);
    say({ kind: 'came', guest });
    announce();
  });
  const adopt = () => provisioning.commands.adopt(guest.place, { name: 'Cột', channels: 1 });
  const step = () => now().newcomers[0]?.adoption;

  it('is made a relay first and then sent its account, in one list', async () => {
    await adopt();
    expect(story).toEqual([
      'relay Cột',
      'cmnd/tasmota_12AB34/Backlog SetOption0 0; MqttHost 192.168.1.10; MqttUser relay-cot-1; Topic cot-1; Restart 1',
    ]);
    expect(step()).toEqual({ relayId: relay.id, step: 'sending', fault: null });
    say({ kind: 'left', guest });
    expect(step()?.step).toBe('restarting');
    online('unknown');
    expect(step()?.step).toBe('arrived');
    online('off');
    expect(step()).toEqual({ relayId: relay.id, step: 'answered', fault: null });
  });

  it('keeps pairing open until its settings have arrived', async () => {
    await clock.advance(10 * minute - 1_000);
    await adopt();
    await clock.advance(minute);
    expect(now().pairing.until).not.toBeNull();
    await clock.advance(minute);
    expect(now().pairing.until).toBeNull();
  });

  it('that does not answer is sent its settings again with a new password, as the same relay', async () => {
    await adopt();
    await expect(adopt()).rejects.toMatchObject({ code: 'pairing.under-way' });
    await clock.advance(minute);
    expect(step()?.fault?.code).toBe('pairing.no-answer');
    story.length = 0;
    await adopt();
    expect(story[0]).toBe(`another device for ${relay.id}`);
    expect(step()).toMatchObject({ step: 'sending', fault: null });
  });

  it('takes the place of a device that is gone, and of none that is there or of another kind', async () => {
    const instead = () => provisioning.commands.adopt(guest.place, { relayId: relay.id });
    found = { ...relay, availability: 'online' };
    await expect(instead()).rejects.toMatchObject({ code: 'pairing.relay-online' });
    found = { ...relay, driver: 'shelly', availability: 'offline' };
    await expect(instead()).rejects.toMatchObject({ code: 'pairing.other-kind' });
    expect(story).toEqual([]);
    found = { ...relay, availability: 'offline' };
    await instead();
    expect(story[0]).toBe(`another device for ${relay.id}`);
    expect(step()).toMatchObject({ relayId: relay.id, step: 'sending' });
  });

  it('has its relay to itself: another one does not get its place while it is on its way, and is not taken for it', async () => {
    const other: Guest = { place: 'b1b2c3d4e5f60718', clientId: 'DVES_AAAAAA', address: '192.168.1.35' };
    const mac = 'A8032AAAAAAA';
    say({ kind: 'came', guest: other });
    say({
      ...{ kind: 'said', guest: other, topic: `tasmota/discovery/${mac}/config` },
      payload: Buffer.from(JSON.stringify({ ...about, mac, t: 'tasmota_AAAAAA' })),
    });
    const instead = (place: string) => provisioning.commands.adopt(place, { relayId: relay.id });
    const stepOf = (place: string) => now().newcomers.find(({ id }) => id === place)?.adoption ?? null;
    found = { ...relay, availability: 'offline' };
    const first = instead(guest.place);
    await expect(instead(other.place)).rejects.toMatchObject({ code: 'pairing.relay-awaited' });
    await first;
    await expect(instead(other.place)).rejects.toMatchObject({ code: 'pairing.relay-awaited' });

    // Given up, it may be another's; then its own password is no longer good.
    await clock.advance(minute);
    expect(stepOf(guest.place)?.fault?.code).toBe('pairing.no-answer');
    await instead(other.place);
    online('off');
    expect(stepOf(other.place)?.step).toBe('answered');
    expect(stepOf(guest.place)).toBeNull();
  });

  it('is gone from the list when pairing ends, but for who is on the way', async () => {
    await provisioning.commands.close();
    expect(now().newcomers).toEqual([]);
    await expect(adopt()).rejects.toMatchObject({ code: 'newcomer.not-found' });
    await provisioning.commands.open(nam);
    say({ kind: 'came', guest });
    announce();
    await adopt();
    await provisioning.commands.close();
    expect(now().newcomers).toHaveLength(1);
    online('off');
    await provisioning.commands.open(nam);
    expect(now().newcomers).toEqual([]);
  });

  it('is not asked for once its relay is gone', async () => {
    await adopt();
    changes.emit('relay.removed', { id: relay.id });
    expect(step()).toBeNull();
  });

  it('that has not said what it is cannot be added', async () => {
    say({ kind: 'came', guest: { ...guest, place: 'b1b2c3d4e5f60718' } });
    await expect(provisioning.commands.adopt('b1b2c3d4e5f60718', { name: 'Cột', channels: 1 })).rejects.toMatchObject({
      code: 'pairing.unknown-kind',
    });
  });
});

describe('with a broker of another’s', () => {
  const topic = `tasmota/discovery/${about.mac}/config`;

  it('the gateway listens while pairing is open, says what it may not hear, and gives the file', async () => {
    const link = createFakeLink();
    const subscribe: typeof link.subscribe = async (filter, listener) => {
      if (filter.startsWith('homeassistant/')) throw new AppError('mqtt.refused', 502, 'refused');
      return link.subscribe(filter, listener);
    };
    start({ broker: 'external', link: { connected: true, publish: link.publish, subscribe } });
    link.say(topic, JSON.stringify(about), { retained: true });
    expect(now().newcomers).toEqual([]);

    expect((await provisioning.commands.open(nam)).account).toBeNull();
    expect(now().deaf).toEqual(['homeassistant/+/+/config', 'homeassistant/+/+/+/config']);
    link.say(topic, JSON.stringify(about), { retained: true });
    link.say('shellyplus1-a8032ab12345/online', 'true');
    await clock.advance(1_000);
    expect(link.sent).toHaveLength(2);
    const result = { id: 'shellyplus1-a8032ab12345', mac: 'A8032AB12345', gen: 2, app: 'Plus1', ver: '1.4.4' };
    link.say('loa-thon-pairing/rpc', JSON.stringify({ id: 1, src: result.id, result }));
    link.say('loa-thon-pairing/rpc', JSON.stringify({ id: 2, src: result.id, result: { 'switch:0': {} } }));
    expect(now().newcomers).toMatchObject([
      { family: 'tasmota', configurable: false },
      { family: 'shelly', channels: 1, configurable: false },
    ]);

    const { id } = now().newcomers[0] ?? { id: '' };
    expect((await provisioning.commands.adopt(id, { name: 'Cột', channels: 1 })).credentials.files).not.toEqual([]);
    expect(now().newcomers).toMatchObject([{ family: 'shelly' }]);
    await clock.advance(10 * minute);
    link.say(topic, JSON.stringify(about));
    expect(now().newcomers).toEqual([]);
  });

  it('closed before it listens to everything, it listens to nothing', async () => {
    const link = createFakeLink();
    let go = () => {};
    const asked = new Promise<void>((resolve) => (go = resolve));
    const listening = new Set<string>();
    const subscribe: typeof link.subscribe = async (filter) => {
      await asked;
      listening.add(filter);
      return () => void listening.delete(filter);
    };
    start({ broker: 'external', link: { connected: true, publish: link.publish, subscribe } });
    const opening = provisioning.commands.open(nam);
    await Promise.resolve();
    await provisioning.commands.close();
    go();
    await expect(opening).rejects.toMatchObject({ code: 'pairing.closed' });
    expect(now().pairing.until).toBeNull();
    expect([...listening]).toEqual([]);
  });

  it('a line that breaks while it is opened leaves nothing asked for that could break the next', async () => {
    const link = createFakeLink();
    const listening = new Set<string>();
    // As the line does it: what it could not ask for in time it asks for with the next line.
    const subscribe: typeof link.subscribe = async (filter) => {
      link.setConnected(false);
      listening.add(filter);
      return () => void listening.delete(filter);
    };
    start({
      broker: 'external',
      link: {
        get connected() {
          return link.connected;
        },
        ...{ publish: link.publish, subscribe },
      },
    });
    await expect(provisioning.commands.open(nam)).rejects.toMatchObject({ code: 'mqtt.offline' });
    expect([...listening]).toEqual([]);
  });

  it('nothing is opened while the gateway has no line to it', async () => {
    const link = createFakeLink();
    start({ broker: 'external', link: { ...link, connected: false } });
    await expect(provisioning.commands.open(nam)).rejects.toMatchObject({ code: 'mqtt.offline' });
    expect(now().pairing.until).toBeNull();
  });
});
