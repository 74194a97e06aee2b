import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { tasmota as buttonDriver } from '../../../gateway/src/buttons/drivers/tasmota.ts';
import { tasmota } from '../../../gateway/src/relays/drivers/tasmota.ts';
import { buttonFiles, buttonPlace, relayFiles, relayPlace, tlsGateway, wickedName } from '../../support/rendered.ts';
import { commandsOf, troubles } from '../../support/tasmota-commands.ts';

const console1 = (channels: number, name = 'Cột đình') =>
  relayFiles(relayPlace('tasmota', channels, { name }))['console']!;
const settings = (paste: string) => Object.fromEntries(commandsOf(paste));

describe('the paste for a Tasmota relay', () => {
  it.each([1, 2, 4, 8, 16, 32])('of %i channels is understood, in lines that its console takes', (channels) => {
    expect(troubles(console1(channels))).toEqual([]);
    for (const kind of ['interlock', 'tls']) {
      const more = relayFiles(relayPlace('tasmota', channels), tlsGateway)[kind];
      if (kind === 'tls' || channels > 1) expect(troubles(more!)).toEqual([]);
      else expect(more).toBeUndefined();
    }
  });

  it('has the safe settings first and the restart last', () => {
    const names = commandsOf(console1(2)).map(([name]) => name);
    expect(names.slice(0, 6)).toEqual([
      'SetOption0',
      'PowerOnState',
      'PowerRetain',
      'SetOption65',
      'PulseTime1',
      'PulseTime2',
    ]);
    expect(names.at(-1)).toBe('Restart');
  });

  it.each([
    [4, 'Loa '.repeat(19).trim()],
    [16, 'Cột đình'],
    [32, 'Cột đình'],
  ])(
    'of %i channels never cuts the account in two: a device begins anew with all of it or nothing',
    (channels, name) => {
      const lines = console1(channels, name).trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.filter((line) => /Mqtt(Host|User|Password2)|Topic|Restart/.test(line))).toEqual([lines.at(-1)]);
    },
  );

  it('lets a channel fall OFF 90 s after the last ON, as the driver has it too', () => {
    expect(settings(console1(32))).toMatchObject({ PulseTime1: '190', PulseTime32: '190' });
    const [armed] = tasmota.driver({ topic: 't', channels: 1 }).on(1, 90);
    expect(armed?.payload).toBe('190');
  });

  it('puts every topic below the relay’s own, where the driver listens and speaks', () => {
    const { FullTopic = '', Topic = '' } = settings(console1(1));
    const at = (prefix: string) => FullTopic.replace('%topic%', Topic).replace('%prefix%', prefix);
    expect(at('tele')).toBe('loa-thon/ngot/relay/loa-01/tele/');
    expect(tasmota.hears).toContain('tele/+');
    for (const { subtopic } of tasmota.driver({ topic: 't', channels: 1 }).on(1, 90))
      expect(subtopic).toMatch(/^cmnd\//);
  });

  it('is its own account, whose client id is not its topic', () => {
    expect(settings(console1(1))).toMatchObject({
      MqttClient: 'relay-loa-01',
      MqttUser: 'relay-loa-01',
      MqttPassword2: 'k3yk3yk3yk3yk3yk3yk3yk3yk3',
      WebPassword: 'd00rd00rd00rd00rd00rd00rd0',
      MqttHost: '192.168.1.10',
      MqttPort: '1883',
      Topic: 'loa-01',
    });
  });

  it('is the same but for its name, whatever that is', () => {
    const { DeviceName, ...wicked } = settings(console1(4, wickedName));
    const { DeviceName: plainName, ...plain } = settings(console1(4));
    expect(wicked).toEqual(plain);
    expect([plainName, DeviceName]).toEqual([
      'Cột đình',
      `Loa "đình", Restart 1 - \${{ $x }} #' ((password)) (/script)`,
    ]);
  });

  it('locks lines out of each other only in a paste of its own', () => {
    expect(console1(4)).not.toContain('Interlock');
    expect(relayFiles(relayPlace('tasmota', 4))['interlock']).toBe('Backlog Interlock 1,2,3,4; Interlock ON\n');
  });

  it('goes over to TLS only in a paste of its own, by the fingerprint', () => {
    const tls = settings(relayFiles(relayPlace('tasmota'), tlsGateway)['tls']!);
    expect(tls).toMatchObject({ SetOption103: '1', SetOption132: '1', MqttPort: '8883' });
    expect(tls['MqttFingerprint1']).toBe('01 23 45 67 89 AB CD EF 01 23 45 67 89 AB CD EF 01 23 45 67');
    expect(settings(relayFiles(relayPlace('tasmota'), tlsGateway)['console']!)).toMatchObject({ MqttPort: '1883' });
  });
});

describe('the paste for a Tasmota button', () => {
  const paste = buttonFiles(buttonPlace('tasmota'))['console']!;

  it('is understood, safe settings first and the restart last', () => {
    expect(troubles(paste)).toEqual([]);
    const names = commandsOf(paste).map(([name]) => name);
    expect(names.slice(0, 3)).toEqual(['SetOption73', 'SetOption114', 'SetOption1']);
    expect(names.at(-1)).toBe('Restart');
  });

  it('counts the chosen seconds in tenths, and speaks where the driver listens', () => {
    expect(settings(paste)).toMatchObject({ SetOption32: '30', ButtonRetain: '0', Topic: 'nha-van-hoa' });
    expect(settings(paste)['FullTopic']).toBe('loa-thon/ngot/button/%topic%/%prefix%/');
    expect(buttonDriver.hears).toEqual(['stat/RESULT', 'tele/+']);
  });
});

it('the pins that the pages name are ones that Tasmota knows', async () => {
  for (const page of ['tasmota', 'buttons']) {
    const text = await readFile(`firmware-config/${page}/README.md`, 'utf8');
    const [line] = /Backlog Module .*/.exec(text) ?? [];
    expect(troubles(line!)).toEqual([]);
  }
});

it.each([
  ['a command that does not exist', 'Backlog PowerOnStat 0'],
  ['a value out of range', 'Backlog PulseTime1 64901'],
  ['a channel out of range', 'Backlog PulseTime33 190'],
  ['a blank in a topic', 'Backlog Topic loa 01'],
  ['a wildcard in a topic', 'Backlog FullTopic loa-thon/+/%topic%/%prefix%/'],
  ['a relay on a pin of the flash', 'Backlog GPIO6 224'],
  ['a short fingerprint', 'Backlog MqttFingerprint1 01 23'],
])('the table of Tasmota’s commands catches %s', (_, paste) => {
  expect(troubles(paste)).not.toEqual([]);
});
