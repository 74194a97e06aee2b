import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../gateway/src/core/village-time.ts';
import { answerTo, ask } from '../../support/http-client.ts';
import { openssl } from '../../support/openssl.ts';
import { securePanel } from '../../support/secure-panel.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A certificate that somebody had made elsewhere, of so many days. */
async function brought(days = 365) {
  const folder = await tempFolder();
  const files = { certificateFile: join(folder, 'loa.crt'), keyFile: join(folder, 'loa.key') };
  await make(files, days);
  return { kind: 'given' as const, ...files };
}

async function make(files: { certificateFile: string; keyFile: string }, days: number) {
  const { ok, said } = await openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=loa.xa-minh-tan.vn', '-days', String(days)],
    ...['-addext', 'subjectAltName=DNS:loa.xa-minh-tan.vn,IP:127.0.0.1'],
    ...['-keyout', files.keyFile, '-out', files.certificateFile],
  );
  if (!ok) throw new Error(said);
}

async function plainAnswer(port: number): Promise<number> {
  const asked = ask({ port, path: '/api/health' });
  asked.end();
  return (await answerTo(asked)).status;
}

describe('a certificate that somebody brought', () => {
  it('is shown instead of one of our own, and no authority is made', async () => {
    const source = await brought();
    const panel = await securePanel({ source });
    expect((await panel.shown()).subject).toBe('CN=loa.xa-minh-tan.vn');
    expect(panel.https.commands.state()).toMatchObject({
      source: 'given',
      names: ['loa.xa-minh-tan.vn', '127.0.0.1'],
      authority: null,
      problem: null,
    });
    await expect(panel.file('authority.pem')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(panel.https.commands.renewAuthority()).rejects.toMatchObject({ code: 'https.no-authority' });
  });

  it('is taken anew within a minute when its files are replaced', async () => {
    const source = await brought();
    const panel = await securePanel({ source });
    const before = await panel.shown();
    await make(source, 300);
    await panel.look();
    expect((await panel.shown()).fingerprint256).not.toBe(before.fingerprint256);
  });

  it('goes on while its files are half replaced, and says so', async () => {
    const source = await brought();
    const panel = await securePanel({ source });
    const before = await panel.shown();
    const other = await brought();
    await rename(other.certificateFile, source.certificateFile);
    await panel.look();
    expect(panel.https.problem()).toMatchObject({ code: 'https.key-mismatch' });
    expect((await panel.shown()).fingerprint256).toBe(before.fingerprint256);
    await rename(other.keyFile, source.keyFile);
    await panel.look();
    expect(panel.https.problem()).toBeNull();
    expect((await panel.shown()).fingerprint256).not.toBe(before.fingerprint256);
  });

  it('that ends soon is told two weeks before; once it has ended the door closes, and the plain panel stays', async () => {
    const panel = await securePanel({ source: await brought(30) });
    await panel.clock.leap(17 * dayMs);
    expect(panel.https.problem()).toMatchObject({ code: 'https.certificate-ends' });
    expect(panel.port()).toBeGreaterThan(0);
    await panel.clock.leap(14 * dayMs);
    await panel.look();
    expect(panel.https.commands.state()).toMatchObject({ port: null, problem: { code: 'https.certificate-expired' } });
    expect(await plainAnswer(panel.plainPort)).toBe(200);
  });

  it.each<[string, string, (source: Awaited<ReturnType<typeof brought>>) => Promise<unknown>]>([
    [
      'that is none',
      'https.certificate-unreadable',
      ({ certificateFile }) => writeFile(certificateFile, 'no certificate'),
    ],
    ['whose file is gone', 'https.certificate-unreadable', ({ certificateFile: file }) => rename(file, `${file}.old`)],
    ['whose key is none', 'https.key-unreadable', ({ keyFile }) => writeFile(keyFile, 'no key')],
    [
      'whose key is locked by a pass phrase',
      'https.key-unreadable',
      ({ keyFile: file }) => openssl('pkcs8', '-topk8', '-in', file, '-out', file, '-passout', 'pass:bimat'),
    ],
    ['with the key of another', 'https.key-mismatch', ({ keyFile }) => openssl('genrsa', '-out', keyFile, '2048')],
    [
      'whose chain is damaged',
      'https.certificate-refused',
      ({ certificateFile }) =>
        appendFile(certificateFile, '-----BEGIN CERTIFICATE-----\nhalf a chain\n-----END CERTIFICATE-----\n'),
    ],
  ])('%s is a clear error, and the plain panel goes on', async (_what, code, spoil) => {
    const source = await brought();
    await spoil(source);
    const panel = await securePanel({ source });
    const state = panel.https.commands.state();
    expect(state).toMatchObject({ port: null, problem: { code } });
    expect(JSON.stringify(state)).not.toContain(source.keyFile);
    expect(await plainAnswer(panel.plainPort)).toBe(200);
  });

  it('that is not valid yet is refused until its day comes', async () => {
    const source = await brought();
    const panel = await securePanel({ source, startedAt: Date.now() - 3 * dayMs });
    expect(panel.https.commands.state()).toMatchObject({ port: null, problem: { code: 'https.certificate-early' } });
    await panel.clock.step(4 * dayMs);
    await panel.look();
    expect(panel.https.commands.state()).toMatchObject({ problem: null });
  });
});
