import Fastify from 'fastify';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HttpsState } from '../../../gateway/src/contract/index.ts';
import { createSecureDoor } from '../../../gateway/src/http/secure-door.ts';
import { dayMs } from '../../../gateway/src/core/village-time.ts';
import { answerTo, ask, headOf } from '../../support/http-client.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { securePanel } from '../../support/secure-panel.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const json = { 'content-type': 'application/json' };
const credentials = JSON.stringify({ login: 'head', password: 'password' });

describe('a phone that trusts the village’s authority and nothing else', () => {
  it('meets the same panel over TLS, and the plain one is still there', async () => {
    const panel = await securePanel();
    expect(await panel.ask('/api/health')).toMatchObject({ status: 200 });
    expect(await panel.ask('/api/zones', { as: 'viewer' })).toMatchObject({ status: 200 });
    expect(await panel.ask('/api/zones')).toMatchObject({ status: 401 });
    const plain = ask({ port: panel.plainPort, path: '/api/zones', as: 'viewer' });
    plain.end();
    expect(await answerTo(plain)).toMatchObject({ status: 200 });
  });

  it('would not meet it without that trust', async () => {
    const panel = await securePanel();
    const { certificate } = await import('../../../gateway/src/https/issue.ts').then(({ makeAuthority }) =>
      makeAuthority('Somebody else', { from: 0, to: Date.now() + dayMs }),
    );
    await expect(panel.ask('/api/health', { trusting: certificate })).rejects.toMatchObject({
      code: expect.stringMatching(/SIGNATURE|ISSUER/) as string,
    });
  });

  it('may call it by each of its names and addresses', async () => {
    const panel = await securePanel();
    for (const servername of ['localhost', 'loa.local', 'loa.lan']) {
      expect(await panel.ask('/api/health', { servername }), servername).toMatchObject({ status: 200 });
    }
    await expect(panel.ask('/api/health', { servername: 'loa.com' })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect((await panel.shown()).checkIP('192.168.1.5')).toBe('192.168.1.5');
  });

  it('listens to what changes', async () => {
    const panel = await securePanel();
    const asked = secureRequest({
      host: '127.0.0.1',
      port: panel.port(),
      path: '/api/events',
      ca: panel.trusted(),
      agent: false,
      headers: { cookie: '__Host-loa_thon_session=viewer' },
    });
    asked.end();
    const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
    let heard = '';
    response.setEncoding('utf8').on('data', (text: string) => (heard += text));
    await vi.waitFor(() => expect(heard).toContain('event: snapshot'));
    panel.changes.emit('levels', { loa: { rmsDb: -20, peakDb: -12 } });
    await vi.waitFor(() => expect(heard).toContain('event: levels'));
    asked.destroy();
  });

  it('is never told to keep away from the plain panel', async () => {
    const panel = await securePanel();
    const { headers } = await panel.ask('/api/health');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });
});

describe('the session', () => {
  it('has a cookie of its own over TLS, which never travels in the open', async () => {
    const panel = await securePanel();
    const signedIn = await signIn(panel);
    expect(signedIn).toMatch(/^__Host-loa_thon_session=head; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(signedIn).not.toMatch(/Domain/);
  });

  it('in the plain panel has one that TLS does not spoil', async () => {
    const panel = await securePanel();
    const asked = ask({ port: panel.plainPort, method: 'POST', path: '/api/session', headers: json });
    asked.end(credentials);
    const { headers } = await answerTo(asked);
    expect(String((headers as Record<string, unknown>)['set-cookie'])).toMatch(/^loa_thon_session=head; (?!.*Secure)/);
  });

  it('goes on over TLS for whoever signed in without', async () => {
    const panel = await securePanel();
    const { body, headers } = await panel.ask('/api/session', { headers: { cookie: 'loa_thon_session=head' } });
    expect(JSON.parse(body)).toMatchObject({ user: { login: 'head' } });
    expect(String(headers['set-cookie'])).toContain('__Host-loa_thon_session=head');
  });

  it('in the open is not to be had with the cookie of TLS', async () => {
    const panel = await securePanel();
    const headers = { cookie: '__Host-loa_thon_session=head' };
    const asked = ask({ port: panel.plainPort, path: '/api/zones', headers });
    asked.end();
    expect(await answerTo(asked)).toMatchObject({ status: 401 });
  });

  it('is left with both cookies, or the plain one would let in again', async () => {
    const panel = await securePanel();
    const { headers } = await panel.ask('/api/session', { method: 'DELETE', as: 'head' });
    expect(String(headers['set-cookie'])).toMatch(/^loa_thon_session=;.*__Host-loa_thon_session=;.*Secure/);
  });
});

describe('the gateway', () => {
  it('stops though a panel listens over TLS, another is in the middle of its handshake, and a WebSocket is open', async () => {
    const panel = await securePanel();
    const at = { host: '127.0.0.1', port: panel.port(), ca: panel.trusted(), agent: false as const };
    const events = secureRequest({ ...at, path: '/api/events', headers: { cookie: '__Host-loa_thon_session=viewer' } });
    events.on('error', () => undefined).end();
    await once(events, 'response');
    const { connect: connectPlainly } = await import('node:net');
    const handshake = connectPlainly(panel.port(), '127.0.0.1').on('error', () => undefined);
    await once(handshake, 'connect');
    const ended = once(handshake, 'close');
    await panel.stop();
    await ended;
    await expect(panel.ask('/api/health', { port: at.port, trusting: at.ca })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('keeps its keys to itself', async () => {
    const panel = await securePanel();
    for (const name of ['authority.pem', 'server.pem']) {
      expect((await stat(join(panel.stateFolder, 'https', name))).mode & 0o777, name).toBe(0o600);
      expect(await panel.file(name)).toContain('PRIVATE KEY');
    }
    const { body: state } = await panel.ask('/api/https');
    const { body: file } = await panel.ask('/loa-thon.crt');
    expect(state + file).not.toContain('PRIVATE');
  });

  it('shows the same certificate after it was switched off and on', async () => {
    const stateFolder = await tempFolder();
    const before = await securePanel({ stateFolder });
    const { fingerprint256 } = await before.shown();
    const trusted = before.trusted();
    await before.stop();
    const after = await securePanel({ stateFolder });
    expect((await after.shown()).fingerprint256).toBe(fingerprint256);
    expect(after.trusted()).toBe(trusted);
  });

  it('makes a server certificate anew that a power cut or a bad disk spoiled, and says it of an authority', async () => {
    const stateFolder = await tempFolder();
    const first = await securePanel({ stateFolder });
    const trusted = first.trusted();
    await first.stop();
    await writeFile(join(stateFolder, 'https/server.pem'), '');
    const second = await securePanel({ stateFolder });
    expect(await second.ask('/api/health', { trusting: trusted })).toMatchObject({ status: 200 });
    await second.stop();
    const text = await readFile(join(stateFolder, 'https/authority.pem'), 'utf8');
    await writeFile(join(stateFolder, 'https/authority.pem'), text.slice(0, 300));
    const third = await securePanel({ stateFolder });
    expect(third.https.commands.state()).toMatchObject({ port: null, problem: { code: 'https.files-damaged' } });
    await third.https.commands.renewAuthority();
    expect(await third.ask('/api/health')).toMatchObject({ status: 200 });
  });

  it('renews its certificate before it ends, without closing the door and without a phone noticing', async () => {
    const panel = await securePanel();
    const trusted = panel.trusted();
    const [before, port] = [await panel.shown(), panel.port()];
    const open = connect({ host: '127.0.0.1', port, ca: trusted });
    await once(open, 'secureConnect');
    await panel.clock.leap(364 * dayMs);
    await panel.look();
    expect((await panel.shown()).fingerprint256).toBe(before.fingerprint256);
    await panel.clock.leap(2 * dayMs);
    await panel.look();
    const after = await panel.shown();
    expect(after.fingerprint256).not.toBe(before.fingerprint256);
    expect(Date.parse(after.validTo)).toBeGreaterThan(panel.clock.now() + 390 * dayMs);
    expect(panel.port()).toBe(port);
    expect(panel.trusted()).toBe(trusted);
    expect(open.destroyed).toBe(false);
    open.destroy();
  });

  it('makes another certificate within a minute when the router gives it another address', async () => {
    const panel = await securePanel();
    panel.moveTo('192.168.1.77');
    await panel.look();
    const shown = await panel.shown();
    expect(shown.checkIP('192.168.1.77')).toBe('192.168.1.77');
    expect(await panel.ask('/api/health')).toMatchObject({ status: 200 });
  });

  it('changes its authority when a person wants that: the old trust is worth nothing then', async () => {
    const panel = await securePanel();
    const before = panel.trusted();
    expect(await panel.ask('/api/https/renew-authority', { method: 'POST', as: 'viewer' })).toMatchObject({
      status: 403,
    });
    const asked = await panel.ask('/api/https/renew-authority', { method: 'POST', as: 'technician' });
    expect(asked.status).toBe(200);
    expect(panel.trusted()).not.toBe(before);
    await expect(panel.ask('/api/health', { trusting: before })).rejects.toThrow();
    expect(await panel.ask('/api/health')).toMatchObject({ status: 200 });
    expect(panel.services.auditTrail).toContain('technician renewAuthority - ok');
  });

  it('says it two months before its authority ends, and never replaces it by itself', async () => {
    const panel = await securePanel();
    const trusted = panel.trusted();
    await panel.clock.leap(3_600 * dayMs);
    await panel.look();
    expect(panel.https.problem()).toMatchObject({ code: 'https.authority-ends' });
    await panel.clock.leap(60 * dayMs);
    await panel.look();
    expect(panel.https.problem()).toMatchObject({ code: 'https.authority-ended' });
    expect(panel.trusted()).toBe(trusted);
  });

  it('goes on without TLS when another program has its port, and opens it as soon as that is gone', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const panel = await securePanel({ securePort: port });
    expect(panel.https.commands.state()).toMatchObject({
      port: null,
      problem: { code: 'https.port-in-use', params: { port } },
    });
    const plain = ask({ port: panel.plainPort, path: '/api/health' });
    plain.end();
    expect((await headOf(plain)).statusCode).toBe(200);
    other.close();
    await once(other, 'close');
    await panel.look();
    expect(panel.https.commands.state()).toMatchObject({ port, problem: null });
  });

  it('hands a WebSocket of either door to whoever serves them', async () => {
    const app = Fastify();
    const heard: string[] = [];
    app.server.on('upgrade', ({ url }, socket) => {
      heard.push(url ?? '');
      socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const door = createSecureDoor(app, { host: '127.0.0.1', port: 0, requestTimeoutMs: 60_000, log: quietLog });
    onTestFinished(async () => {
      await door.end();
      await app.close();
    });
    const { makeAuthority } = await import('../../../gateway/src/https/issue.ts');
    const pair = await makeAuthority('any', { from: Date.now() - dayMs, to: Date.now() + dayMs });
    const securePort = await door.present(pair);
    const headers = { connection: 'Upgrade', upgrade: 'echo' };
    const plain = request({ host: '127.0.0.1', port, path: '/plain', headers }).on('error', () => undefined);
    const secure = secureRequest({
      host: '127.0.0.1',
      port: securePort,
      path: '/secure',
      headers,
      rejectUnauthorized: false,
    });
    for (const asked of [plain, secure.on('error', () => undefined)]) {
      asked.end();
      await once(asked, 'upgrade');
    }
    expect(heard).toEqual(['/plain', '/secure']);
  });

  it('has no second door when that is switched off', async () => {
    const panel = await securePanel({ source: { kind: 'off' } });
    expect(panel.https.commands.state()).toMatchObject({ source: 'off', port: null, authority: null, problem: null });
    const asked = ask({ port: panel.plainPort, path: '/loa-thon.crt' });
    asked.end();
    expect(await answerTo(asked)).toMatchObject({ status: 404 });
  });
});

describe('what everybody may see without an account', () => {
  it('is the authority as phones install it, by the name and type they know', async () => {
    const panel = await securePanel();
    const { status, headers, body } = await panel.ask('/loa-thon.crt');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-x509-ca-cert');
    expect(headers['content-disposition']).toBeUndefined();
    expect(body.length).toBeGreaterThan(300);
  });

  it('is where the panel answers, and the fingerprint to compare', async () => {
    const panel = await securePanel();
    const { body } = await panel.ask('/api/https');
    const state = JSON.parse(body) as HttpsState;
    expect(state).toMatchObject({ source: 'village', port: panel.port(), httpPort: panel.plainPort, problem: null });
    expect(state.authority?.name).toMatch(/^Loa Thon ngot \d{4}-\d\d-\d\d [0-9a-f]{4}$/);
    expect(state.authority?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(state.names).toContain('192.168.1.5');
  });

  it('a page of the plain panel may look whether TLS works from here, a page from elsewhere may not', async () => {
    const panel = await securePanel();
    const allowed = async (origin: string) => {
      const { headers } = await panel.ask('/api/https', { headers: { origin } });
      return headers['access-control-allow-origin'];
    };
    const own = `http://127.0.0.1:${panel.plainPort}`;
    expect(await allowed(own)).toBe(own);
    expect(await allowed('http://127.0.0.1')).toBe('http://127.0.0.1');
    expect(await allowed('https://elsewhere.vn')).toBeUndefined();
    expect(await allowed('null')).toBeUndefined();
  });

  it('the page’s policy lets it ask this host over TLS, and lets nobody write into that policy', async () => {
    const panel = await securePanel();
    const policyFor = async (host: string) => {
      const asked = ask({ port: panel.plainPort, path: '/api/health', headers: { host } });
      asked.end();
      return String((await headOf(asked)).headers['content-security-policy']);
    };
    expect(await policyFor('192.168.1.5:8080')).toContain(`connect-src 'self' https://192.168.1.5:${panel.port()};`);
    expect(await policyFor('[fd12::5]:8080')).toContain(`https://[fd12::5]:${panel.port()};`);
    expect(await policyFor('a.vn;script-src *')).toContain("connect-src 'self' 'self';");
  });
});

async function signIn(panel: Awaited<ReturnType<typeof securePanel>>): Promise<string> {
  const asked = secureRequest({
    host: '127.0.0.1',
    port: panel.port(),
    path: '/api/session',
    method: 'POST',
    ca: panel.trusted(),
    agent: false,
    headers: json,
  });
  asked.end(credentials);
  const [response] = (await once(asked, 'response')) as [
    { headers: Record<string, string[] | undefined>; resume(): void },
  ];
  response.resume();
  return String(response.headers['set-cookie']);
}
