import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect as connectPlainly } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect as connectSecurely, TLSSocket, type ConnectionOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createDeviceCertificates, type DeviceCertificates } from '../../../gateway/src/https/device-certificates.ts';
import { createMqttLink } from '../../../gateway/src/mqtt/mqtt-link.ts';
import { openRaw, publishPacket, type Login, type RawClient } from '../../support/mqtt.ts';
import { openEmbedded, passwordOf, type RunningEmbeddedBroker, type TestAccounts } from '../../support/mqtt-brokers.ts';
import { until } from '../../support/gateway-process.ts';
import { openssl } from '../../support/openssl.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** The broker's second door: what holds at the first holds there, and a small chip gets in. */

const village = 'loa-thon/ngot';
const mine = `${village}/relay/loa-01`;
const accounts: TestAccounts = {
  gateway: { prefix: village, publishes: true },
  observer: { prefix: village, publishes: false },
  'loa-01': { prefix: mine, publishes: true },
};
let address = '192.168.1.10';
let certificates: ReturnType<typeof createDeviceCertificates>;
let shown: DeviceCertificates;
let folder: string;
let running: RunningEmbeddedBroker;
let port: number;
const clients: RawClient[] = [];
const undoing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await tempFolder((undo) => void undoing.push(undo));
  certificates = createDeviceCertificates({
    folder,
    villageId: 'ngot',
    whereabouts: () => ({ hostName: 'loa-thon', addresses: [address] }),
    address: () => address,
    clock: createSystemClock(),
    log: quietLog,
  });
  shown = await certificates.current();
});
afterAll(async () => {
  for (const undo of undoing) await undo();
});
beforeEach(() => open());
afterEach(async () => {
  for (const client of clients.splice(0)) client.drop();
  await running.stop();
});

async function open(limits: Parameters<typeof openEmbedded>[1] = {}): Promise<void> {
  await running?.stop();
  running = await openEmbedded(accounts, limits);
  ({ port } = await running.broker.secure(shown.pair));
}

const believing = (more: ConnectionOptions = {}): ConnectionOptions => ({
  ca: shown.authorityPem,
  servername: 'loa-thon.local',
  ...more,
});

const loginOf = (username: string, more: Partial<Login> = {}): Login => ({
  clientId: username,
  username,
  password: passwordOf(username),
  ...more,
});

async function knock(tls: ConnectionOptions = believing()): Promise<RawClient> {
  const client = await openRaw(port, { tls });
  clients.push(client);
  return client;
}

function secured({ socket }: RawClient): TLSSocket {
  if (socket instanceof TLSSocket) return socket;
  throw new Error('this line has no TLS');
}

async function enter(username: string, more: Partial<Login> = {}): Promise<RawClient> {
  const client = await knock();
  expect(await client.login(loginOf(username, more))).toBe(0);
  return client;
}

describe('a device that believes the authority of the devices', () => {
  it('logs in over TLS and hears its command, as it would without', async () => {
    const relay = await enter('loa-01');
    await relay.subscribe([`${mine}/#`]);
    (await enter('gateway')).send(publishPacket(`${mine}/1/command`, 'ON'));
    await relay.hears((heard) => heard.length === 1);
  });

  it('may be as small as an ESP8266 with Tasmota: TLS 1.2, one cipher, an RSA key of 2,048 bits, no elliptic signatures', async () => {
    const small = await knock(
      believing({
        maxVersion: 'TLSv1.2',
        ciphers: 'ECDHE-RSA-AES128-GCM-SHA256',
        sigalgs: 'RSA+SHA256',
        ecdhCurve: 'prime256v1',
      }),
    );
    expect(secured(small).getCipher().name).toBe('ECDHE-RSA-AES128-GCM-SHA256');
    expect(secured(small).getPeerCertificate().bits).toBe(2_048);
    expect(await small.login(loginOf('loa-01'))).toBe(0);
  });

  it('is vouched for by what every verifier reads: no critical extension that mbedTLS would not know', async () => {
    const file = join(folder, 'ca.pem');
    await writeFile(file, shown.authorityPem);
    const text = execFileSync('openssl', ['x509', '-in', file, '-noout', '-text'], { encoding: 'utf8' });
    expect(text.match(/X509v3 [^:]+: critical/g)).toEqual([
      'X509v3 Basic Constraints: critical',
      'X509v3 Key Usage: critical',
    ]);
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption');
    expect(text).toMatch(/Not After : Dec 31 .* 2049 GMT/);
  });

  it('may know the broker by its key alone, as Tasmota does', async () => {
    const file = join(folder, 'broker.pem');
    await writeFile(file, shown.pair.certificate);
    const modulus = execFileSync('openssl', ['x509', '-in', file, '-noout', '-modulus'], { encoding: 'utf8' });
    const n = Buffer.from(modulus.trim().replace('Modulus=', ''), 'hex');
    const told = createHash('sha1')
      .update(Buffer.from([0, 0, 0, 7]))
      .update('ssh-rsa')
      .update(Buffer.from([0, 0, 0, 3, 1, 0, 1]))
      .update(Buffer.from([0, 0, 1, 0]))
      .update(n)
      .digest('hex');
    expect(shown.fingerprintSha1).toBe(told);
  });

  it('is refused nothing when the gateway moves to another address: who is in stays in, key and authority stay', async () => {
    const relay = await enter('loa-01');
    const before = shown;
    expect((await certificates.current()).pair.certificate).toBe(before.pair.certificate);
    address = '192.168.1.77';
    shown = await certificates.current();
    expect(shown.pair.certificate).not.toBe(before.pair.certificate);
    expect([shown.authorityPem, shown.fingerprintSha1]).toEqual([before.authorityPem, before.fingerprintSha1]);
    expect(await running.broker.secure(shown.pair)).toEqual({ port });
    await relay.ping();
    const late = await enter('observer');
    expect(secured(late).getPeerCertificate().subjectaltname).toContain('192.168.1.77');
    await relay.ping();
  });
});

describe('who does not belong there', () => {
  it('is a broker of another authority, and the device hangs up', async () => {
    const socket = connectSecurely({ port, host: '127.0.0.1' });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toMatch(/SELF_SIGNED|UNABLE_TO/);
    await enter('loa-01');
  });

  it('speaks without TLS, or nonsense, and is shown out', async () => {
    for (const words of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), publishPacket(`${mine}/1/state`, 'ON')]) {
      const socket = connectPlainly({ port, host: '127.0.0.1' });
      socket.on('error', () => undefined);
      socket.write(words);
      await once(socket, 'close');
    }
    expect(running.broker.refusals().tls).toBe(2);
    await enter('loa-01');
  });

  it('cannot come to an understanding, and a technician is told where it is and why', async () => {
    const knocks: string[] = [];
    running.broker.onKnock(({ clientId, address, why }) => void knocks.push(`${clientId}${address} ${why}`));
    const chip = (...more: string[]) => openssl('s_client', '-connect', `127.0.0.1:${port}`, ...more);
    await chip('-verify_return_error', '-tls1_2');
    await chip('-verify_return_error', '-tls1_3');
    await chip('-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0');
    const plain = connectPlainly({ port, host: '127.0.0.1' });
    plain.on('error', () => undefined);
    plain.write(Buffer.from([0x10, 0x0c, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 15, 0, 0]));
    await once(plain, 'close');
    await until('all are told of', () => knocks.length === 4);
    expect(knocks.map((line) => line.replace('::ffff:', ''))).toEqual([
      '127.0.0.1 tls-distrusts',
      '127.0.0.1 tls-distrusts',
      '127.0.0.1 tls-old',
      '127.0.0.1 tls-none',
    ]);
  });

  it('says nothing at all, not even a handshake, and is shown out', async () => {
    await open({ limits: { loginMs: 100 } });
    const socket = connectPlainly({ port, host: '127.0.0.1' });
    await once(socket, 'close');
    const greeted = await knock();
    await greeted.closes();
  });

  it('knows a wrong password, and is told', async () => {
    expect(await (await knock()).login(loginOf('loa-01', { password: 'guess' }))).toBe(4);
  });

  it('fills no memory before the login', async () => {
    const stranger = await knock();
    stranger.send(Buffer.from([0x10, 0x80, 0x84, 0xaf, 0x5f]));
    const chunk = Buffer.alloc(65_536);
    for (let sent = 0; sent < 8_000_000 && !stranger.closed; sent += chunk.length) {
      await new Promise((resolve) => stranger.socket.write(chunk, resolve));
    }
    await stranger.closes();
    expect(running.broker.refusals()).toEqual({ 'packet size': 1 });
  });

  it('holds a few connections, counted over both doors', async () => {
    await open({ limits: { perAddress: 2 } });
    const plain = await openRaw(running.port, { from: '127.0.0.2' });
    const tls = await openRaw(port, { from: '127.0.0.2', tls: believing() });
    clients.push(plain, tls);
    await expect(openRaw(port, { from: '127.0.0.2', tls: believing() })).rejects.toThrow();
    expect(running.broker.refusals().connection).toBe(1);
    await tls.login(loginOf('loa-01'));
  });

  it('never reads, and delays nobody', async () => {
    const relay = await enter('loa-01');
    await relay.subscribe([`${mine}/command`]);
    const frozen = await enter('observer');
    await frozen.subscribe([`${village}/#`]);
    frozen.socket.pause();
    const gateway = await enter('gateway');
    const noise = publishPacket(`${village}/log`, Buffer.alloc(32_000, 'x'));
    const tookMs: number[] = [];
    for (let round = 1; round <= 60; round++) {
      for (let n = 0; n < 10; n++) gateway.send(noise);
      const sentAt = performance.now();
      gateway.send(publishPacket(`${mine}/command`, 'ON'));
      await relay.hears((heard) => heard.length === round);
      tookMs.push(performance.now() - sentAt);
    }
    tookMs.sort((a, b) => b - a);
    expect(tookMs[0]).toBeLessThan(2_000);
    expect(tookMs[3]).toBeLessThan(300);
    expect(running.broker.refusals()['slow subscriber']).toBeGreaterThan(0);
    expect(running.broker.isConnected('observer')).toBe(false);
  });
});

it("the gateway's own line goes to a broker at mqtts: whose authority it was given, and to no other", async () => {
  const parts = {
    url: `mqtts://localhost:${port}`,
    username: 'gateway',
    password: passwordOf('gateway'),
    clientId: 'gateway',
    statusTopic: `${village}/gateway/status`,
    clock: createSystemClock(),
    log: quietLog,
  };
  const believer = createMqttLink({ ...parts, authorityPem: shown.authorityPem });
  believer.start();
  await until('it is in', () => believer.connected);
  await believer.stop();
  const doubter = createMqttLink(parts);
  doubter.start();
  await createSystemClock().sleep(500);
  expect(doubter.connected).toBe(false);
  await doubter.stop();
});
