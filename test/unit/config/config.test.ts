import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../gateway/src/config/config.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the settings', () => {
  it('need nothing: a fresh gateway listens on 8080 and 1883', async () => {
    expect(await loadConfig({}, '/opt/loa-thon')).toEqual({
      villageId: 'thon',
      timeZone: 'Asia/Ho_Chi_Minh',
      clockPatienceSeconds: 600,
      silence: { belowDb: -50, forMs: 8_000 },
      stateFolder: '/opt/loa-thon/state',
      playlistsFolder: '/opt/loa-thon/playlists',
      http: { host: '0.0.0.0', port: 8080, securePort: 8443 },
      https: { kind: 'village' },
      mqtt: { kind: 'embedded', host: '0.0.0.0', port: 1883, tlsPort: 8883 },
      logLevel: 'info',
    });
  });

  it('come from a file, and the environment wins', async () => {
    const root = await tempFolder();
    await writeFile(
      join(root, 'gateway.toml'),
      '[village]\nid = "ngot"\n[http]\nport = 80\n[folders]\nstate = "/var/lib/loa-thon"\n',
    );
    const config = await loadConfig({ LOA_THON_CONFIG: 'gateway.toml', LOA_THON_HTTP_PORT: '8081' }, root);
    expect(config).toMatchObject({ villageId: 'ngot', stateFolder: '/var/lib/loa-thon', http: { port: 8081 } });
  });

  it('with a broker somewhere else use that one', async () => {
    const config = await loadConfig({ LOA_THON_MQTT_URL: 'mqtt://10.0.0.2:1883', LOA_THON_MQTT_USERNAME: 'gw' }, '/');
    expect(config.mqtt).toEqual({
      kind: 'external',
      url: 'mqtt://10.0.0.2:1883',
      username: 'gw',
      password: '',
      authorityPem: null,
    });
  });

  it('believe the authority of a broker somewhere else, and have TLS on their own unless told', async () => {
    const root = await tempFolder();
    await writeFile(join(root, 'ca.pem'), '-----BEGIN CERTIFICATE-----\n');
    const elsewhere = { LOA_THON_MQTT_URL: 'mqtts://10.0.0.2', LOA_THON_MQTT_AUTHORITY: 'ca.pem' };
    expect((await loadConfig(elsewhere, root)).mqtt).toMatchObject({ authorityPem: '-----BEGIN CERTIFICATE-----\n' });
    expect((await loadConfig({}, '/')).mqtt).toMatchObject({ kind: 'embedded', tlsPort: 8883 });
    expect((await loadConfig({ LOA_THON_MQTT_TLS: 'off' }, '/')).mqtt).toMatchObject({ tlsPort: null });
  });

  it('take a certificate that somebody brought, from beside the settings', async () => {
    const given = { LOA_THON_HTTP_CERTIFICATE: 'loa.pem', LOA_THON_HTTP_KEY: '/etc/loa.key' };
    const { https } = await loadConfig(given, '/opt/loa-thon');
    expect(https).toEqual({ kind: 'given', certificateFile: '/opt/loa-thon/loa.pem', keyFile: '/etc/loa.key' });
    expect((await loadConfig({ ...given, LOA_THON_HTTP_SECURE: 'off' }, '/')).https).toEqual({ kind: 'off' });
  });

  it.each([
    ['a certificate without its key', '[http]\ncertificate = "loa.pem"', 'http.key'],
    ['https that is neither on nor off', '[http]\nsecure = "yes"', 'http.secure'],
    ['a port that is none', '[http]\nport = 99999', 'http.port'],
    ['a village id with a slash in it', '[village]\nid = "a/b"', 'village.id'],
    ['a time zone that does not exist', '[village]\ntime_zone = "Asia/Ngot"', 'village.time_zone'],
    ['a misspelt setting', '[http]\nprot = 80', 'http.prot'],
    ['text that is not TOML', '[http', 'cannot be read'],
    ['a log level that is none', '[log]\nlevel = "loud"', 'log.level'],
    ['a broker address that is none', '[mqtt]\nurl = "10.0.0.2"', 'mqtt.url'],
    ['an authority that is not there', '[mqtt]\nurl = "mqtts://10.0.0.2"\nauthority = "ca.pem"', 'mqtt.authority'],
    ['an authority without TLS', '[mqtt]\nurl = "mqtt://10.0.0.2"\nauthority = "ca.pem"', 'mqtt.authority'],
    ['a password in the broker address, which is logged', '[mqtt]\nurl = "mqtt://gw:bimat@10.0.0.2"', 'mqtt.url'],
  ])('%s is one clear error that names it', async (_name, toml, named) => {
    const root = await tempFolder();
    await writeFile(join(root, 'gateway.toml'), toml);
    await expect(loadConfig({ LOA_THON_CONFIG: 'gateway.toml' }, root)).rejects.toMatchObject({
      code: 'config.invalid',
      message: expect.stringContaining(named) as string,
    });
  });

  it('a file that is not there is said so', async () => {
    await expect(loadConfig({ LOA_THON_CONFIG: '/nowhere.toml' }, '/')).rejects.toMatchObject({
      code: 'config.invalid',
    });
  });
});
