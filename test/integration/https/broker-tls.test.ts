import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createDevicePlace } from '../../../gateway/src/device-place.ts';
import { createDeviceCertificates, type DeviceCertificates } from '../../../gateway/src/https/device-certificates.ts';
import { openssl } from '../../support/openssl.ts';
import { until } from '../../support/gateway-process.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';

/** A broker of somebody else's, as far as its handshake: what the gateway learns of it for its devices. */

let shown: DeviceCertificates;
let folder: string;
const undoing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  folder = await tempFolder((undo) => void undoing.push(undo));
  shown = await createDeviceCertificates({
    folder,
    villageId: 'xa',
    whereabouts: () => ({ hostName: 'broker', addresses: [] }),
    address: () => '127.0.0.1',
    clock: createSystemClock(),
    log: quietLog,
  }).current();
});

afterAll(async () => {
  for (const undo of undoing) await undo();
});

async function openBroker(pair: { readonly key: string; readonly certificate: string }): Promise<number> {
  const server = createServer({ key: pair.key, cert: pair.certificate });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function placeAt(port: number, authorityPem: string | null) {
  const place = createDevicePlace({
    mqtt: { kind: 'external', url: `mqtts://127.0.0.1:${port}`, username: 'gateway', password: 'p', authorityPem },
    stateFolder: folder,
    villageId: 'ngot',
    broker: null,
    clock: createSystemClock(),
    log: quietLog,
  });
  const watching = new AbortController();
  void place.run?.(watching.signal);
  onTestFinished(() => watching.abort());
  return place;
}

const isKnown = (place: ReturnType<typeof placeAt>) => {
  try {
    return place.inFiles().tls !== null;
  } catch {
    return false;
  }
};

describe('a broker of somebody else’s that speaks TLS', () => {
  it('is described to devices with its port, its authority and the fingerprint of its key', async () => {
    const port = await openBroker(shown.pair);
    const place = placeAt(port, shown.authorityPem);
    await until('its certificate', () => isKnown(place));
    const authority = 'Loa Thon xa devices';
    const { authorityPem, fingerprintSha1 } = shown;
    expect(place.inFiles()).toEqual({
      host: '127.0.0.1',
      port: null,
      tls: { port, authority, authorityPem, fingerprintSha1, checkName: true },
    });
    expect(place.advertised()).toEqual({ host: '127.0.0.1', port, tls: { authority } });
  });

  it('with another kind of key has no fingerprint for a Tasmota', async () => {
    const own = join(await tempFolder(), 'own');
    const made = await openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'],
      ...[
        '-subj',
        '/CN=broker',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-keyout',
        `${own}.key`,
        '-out',
        `${own}.pem`,
      ],
    );
    expect(made.ok, made.said).toBe(true);
    const pair = { key: await readFile(`${own}.key`, 'utf8'), certificate: await readFile(`${own}.pem`, 'utf8') };
    const place = placeAt(await openBroker(pair), pair.certificate);
    await until('its certificate', () => isKnown(place));
    expect(place.inFiles().tls).toMatchObject({ fingerprintSha1: null, authorityPem: pair.certificate });
  });

  it('that cannot prove itself, or is not there, is put into no file', async () => {
    const port = await openBroker(shown.pair);
    const place = placeAt(port, null);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(() => place.inFiles()).toThrow(
      expect.objectContaining({ code: 'firmware.broker-unknown', params: { host: '127.0.0.1', port } }),
    );
    expect(() => placeAt(1, shown.authorityPem).inFiles()).toThrow(
      expect.objectContaining({ code: 'firmware.broker-unknown' }),
    );
  });

  it('that speaks plainly is described as before', () => {
    const place = createDevicePlace({
      mqtt: { kind: 'external', url: 'mqtt://10.0.0.9', username: '', password: '', authorityPem: null },
      stateFolder: folder,
      villageId: 'ngot',
      broker: null,
      clock: createSystemClock(),
      log: quietLog,
    });
    expect([place.inFiles(), place.advertised(), place.run]).toEqual([
      { host: '10.0.0.9', port: 1883, tls: null },
      { host: '10.0.0.9', port: 1883, tls: null },
      null,
    ]);
  });
});
