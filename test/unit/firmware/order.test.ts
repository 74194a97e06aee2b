import { describe, expect, it } from 'vitest';
import { filesOf } from '../../../gateway/src/firmware/order.ts';
import { readYaml } from '../../support/esphome-schema.ts';
import { templates } from '../../support/rendered.ts';
import { commandsOf, troubles } from '../../support/tasmota-commands.ts';

const order = {
  village: 'ngot',
  host: '192.168.1.10',
  relays: [
    { name: 'Cột đình', driver: 'tasmota', password: 'cho truoc' },
    { name: 'Cột đình', driver: 'esphome', channels: 4 },
  ],
  buttons: [{ name: 'Nhà văn hóa', driver: 'generic', holdSeconds: 2 }],
};

describe('an order for files', () => {
  const files = new Map(filesOf(order, templates).map(({ path, text }) => [path, text]));

  it('becomes a folder a device, named by its account', () => {
    expect([...files.keys()]).toEqual([
      'relay-cot-dinh/tasmota.txt',
      'relay-cot-dinh-2/relay-cot-dinh-2.yaml',
      'relay-cot-dinh-2/relay-cot-dinh-2-one-at-a-time.yaml',
      'relay-cot-dinh-2/secrets.yaml',
      'button-nha-van-hoa/topics.txt',
      'button-nha-van-hoa/button-nha-van-hoa.yaml',
      'button-nha-van-hoa/secrets.yaml',
      'mosquitto-passwords.txt',
      'mosquitto-acl.txt',
    ]);
  });

  it('brings the accounts for a broker of one’s own, with the passwords that the devices have', () => {
    const passwords = new Map(
      files
        .get('mosquitto-passwords.txt')!
        .trimEnd()
        .split('\n')
        .map((line) => line.split(':') as [string, string]),
    );
    const paste = files.get('relay-cot-dinh/tasmota.txt')!;
    expect(troubles(paste)).toEqual([]);
    expect(commandsOf(paste)).toContainEqual(['MqttPassword2', 'cho truoc']);
    expect(passwords.get('relay-cot-dinh')).toBe('cho truoc');
    const secrets = readYaml(files.get('relay-cot-dinh-2/secrets.yaml')!);
    expect(secrets['relay-cot-dinh-2-mqtt']).toBe(passwords.get('relay-cot-dinh-2'));
    expect(files.get('mosquitto-acl.txt')).toContain(
      'user button-nha-van-hoa\ntopic readwrite loa-thon/ngot/button/nha-van-hoa/#\n',
    );
  });

  it.each([
    ['nothing', null, 'order'],
    ['a misspelt key', { ...order, relay: [] }, 'order.relay'],
    ['a village that is no id', { ...order, village: 'Thôn Ngọt' }, 'village'],
    ['no host', { ...order, host: undefined }, 'host'],
    ['a host that breaks out', { ...order, host: 'a"\nb: c' }, 'host'],
    ['a family that does not exist', { ...order, relays: [{ name: 'A', driver: 'sonoff' }] }, 'relays[0].driver'],
    ['too many channels', { ...order, relays: [{ name: 'A', driver: 'generic', channels: 33 }] }, 'relays[0].channels'],
    [
      'the same id twice',
      {
        ...order,
        relays: [
          { name: 'A', driver: 'generic' },
          { name: 'B', id: 'a', driver: 'generic' },
        ],
      },
      'relays[1].id',
    ],
    ['no device', { ...order, relays: [], buttons: [] }, 'relays'],
  ])('with %s is refused by name', (_, wrong, at) => {
    expect(() => filesOf(wrong, templates)).toThrow(
      expect.objectContaining({ code: 'firmware.order', params: { at } }),
    );
  });

  it('for more channels than the boards of a family have is refused', () => {
    const many = { ...order, relays: [{ name: 'A', driver: 'shelly', channels: 5 }] };
    expect(() => filesOf(many, templates)).toThrow(expect.objectContaining({ code: 'firmware.too-many-channels' }));
  });

  it('with a password that a device cannot be given is refused', () => {
    const vietnamese = { ...order, relays: [{ name: 'A', driver: 'tasmota', password: 'mật;khẩu' }] };
    expect(() => filesOf(vietnamese, templates)).toThrow(expect.objectContaining({ code: 'firmware.cannot-say' }));
  });
});
