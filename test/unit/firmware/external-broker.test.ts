import { describe, expect, it } from 'vitest';
import type { ButtonDriver, RelayDriver } from '../../../gateway/src/contract/index.ts';
import type { GatewayPlace } from '../../../gateway/src/firmware/place.ts';
import { relaySetUp } from '../../../gateway/src/firmware/recipes.ts';
import { readYaml, substituted, troubles as esphomeTroubles } from '../../support/esphome-schema.ts';
import {
  buttonFiles,
  buttonPlace,
  externalGateway,
  relayFiles,
  relayPlace,
  templates,
  tlsGateway,
} from '../../support/rendered.ts';
import { commandsOf, troubles } from '../../support/tasmota-commands.ts';

const ecdsa: GatewayPlace = {
  ...externalGateway,
  tls: externalGateway.tls && { ...externalGateway.tls, fingerprintSha1: null },
};
const fingerprint = '01 23 45 67 89 AB CD EF 01 23 45 67 89 AB CD EF 01 23 45 67';

describe('for a broker of somebody else’s that speaks TLS only', () => {
  it.each<RelayDriver>(['tasmota', 'shelly', 'esphome', 'zigbee2mqtt', 'generic'])(
    'the files of a relay with %s name its host and its port, and never the plain port or none',
    (driver) => {
      const all = Object.values(relayFiles(relayPlace(driver), externalGateway)).join('\n');
      expect(all).toContain('mqtt.xa.example');
      expect(all).toContain('8884');
      expect(all).not.toMatch(/\b1883\b|mqtt:\/\/|example:0|MqttPort 0/);
    },
  );

  it.each<ButtonDriver>(['tasmota', 'generic'])('so do those of a button with %s', (driver) => {
    const all = Object.values(buttonFiles(buttonPlace(driver), externalGateway)).join('\n');
    expect(all).toContain('8884');
    expect(all).not.toMatch(/\b1883\b|mqtt:\/\//);
  });

  it('a Tasmota is told TLS in its one paste, for it can come in no other way', () => {
    const files = relayFiles(relayPlace('tasmota'), externalGateway);
    expect(Object.keys(files)).toEqual(['console']);
    expect(troubles(files['console']!)).toEqual([]);
    expect(commandsOf(files['console']!)).toEqual(
      expect.arrayContaining([
        ['MqttHost', 'mqtt.xa.example'],
        ['MqttPort', '8884'],
        ['SetOption132', '1'],
        ['MqttFingerprint1', fingerprint],
        ['SetOption103', '1'],
      ]),
    );
    expect(troubles(buttonFiles(buttonPlace('tasmota'), externalGateway)['console']!)).toEqual([]);
  });

  it('a Tasmota is refused when the broker has no RSA key, the others are not', () => {
    expect(() => relayFiles(relayPlace('tasmota'), ecdsa)).toThrow(
      expect.objectContaining({ code: 'firmware.broker-not-rsa' }),
    );
    expect(Object.keys(relayFiles(relayPlace('shelly'), ecdsa))).toContain('shelly-settings');
    // Where there is a plain port, it has that.
    const plainToo = { ...ecdsa, port: 1883 };
    expect(Object.keys(relayFiles(relayPlace('tasmota'), plainToo))).toEqual(['console']);
  });

  it('an ESP32 checks its name too, which the gateway’s own authority makes needless', () => {
    const mqtt = (gateway: GatewayPlace) =>
      substituted(readYaml(relayFiles(relayPlace('esphome'), gateway)['esphome']!))['mqtt'];
    expect(esphomeTroubles(relayFiles(relayPlace('esphome'), externalGateway)['esphome']!)).toEqual([]);
    expect(mqtt(externalGateway)).toMatchObject({ broker: 'mqtt.xa.example', port: 8884 });
    expect(mqtt(externalGateway)).not.toHaveProperty('skip_cert_cn_check');
    expect(mqtt(tlsGateway)).toMatchObject({ skip_cert_cn_check: true });
  });

  it('no file is offered that cannot speak TLS: not the older speaker’s, not the phone’s one call to a Shelly', () => {
    expect(Object.keys(relayFiles(relayPlace('esphome'), externalGateway))).not.toContain('esphome-speaker-arduino');
    expect(relaySetUp(relayPlace('shelly'), externalGateway, templates).scan).toBeNull();
  });
});
