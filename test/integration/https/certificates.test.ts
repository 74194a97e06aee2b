import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../../gateway/src/https/certificate.ts';
import { makeAuthority, makeCertificate } from '../../../gateway/src/https/issue.ts';
import { namesFor, type CertificateNames } from '../../../gateway/src/https/names.ts';
import { authorityValidity, certificateValidity } from '../../../gateway/src/https/validity.ts';
import { openssl } from '../../support/openssl.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const now = Date.now();
const home = namesFor({ hostName: 'loa', addresses: ['192.168.1.5', 'fd12::5'] });

/** An authority and a certificate of it on disk, as OpenSSL reads them. */
async function issued(names: CertificateNames) {
  const folder = await tempFolder();
  const authority = await makeAuthority('Loa Thon ngot 2026-11-26 3f9a', authorityValidity(now));
  const facts = readCertificate(authority.certificate);
  const server = await makeCertificate(authority, 'Loa Thon ngot', names, certificateValidity(now, facts));
  const files = { authority: join(folder, 'authority.crt'), server: join(folder, 'server.crt') };
  await writeFile(files.authority, authority.certificate);
  await writeFile(files.server, server.certificate);
  const verify = (...args: string[]) =>
    openssl('verify', '-x509_strict', '-purpose', 'sslserver', ...args, '-CAfile', files.authority, files.server);
  return { files, verify };
}

describe('OpenSSL, asked about the certificates of a village', () => {
  it.each([
    ['-verify_ip', '192.168.1.5'],
    ['-verify_ip', 'fd12::5'],
    ['-verify_ip', '127.0.0.1'],
    ['-verify_hostname', 'loa.local'],
    ['-verify_hostname', 'localhost'],
  ])('takes them for %s %s', async (option, name) => {
    const { verify } = await issued(home);
    expect(await verify(option, name)).toMatchObject({ ok: true });
  });

  it('refuses them for a name that is not in them', async () => {
    const { verify } = await issued(home);
    expect((await verify('-verify_hostname', 'loa.com')).ok).toBe(false);
  });

  it.each([
    ['a bank', { domains: ['www.vietcombank.com.vn'], addresses: [] }],
    ['a bank beside a name of the village', { domains: ['loa.local', 'vietcombank.com.vn'], addresses: [] }],
    ['an address of the internet', { domains: [], addresses: ['203.113.131.1'] }],
    ['an IPv6 address of the internet', { domains: [], addresses: ['2405:4800::1'] }],
    ['a name that only ends like one of the village', { domains: ['notlocal'], addresses: [] }],
  ])('refuses what a stolen authority would make for %s', async (_who, names) => {
    const { verify } = await issued(names);
    const { ok, said } = await verify();
    expect(ok).toBe(false);
    expect(said).toContain('permitted subtree violation');
  });

  it('reads an authority for nothing but servers of private networks, and no authority below it', async () => {
    const { files } = await issued(home);
    const { said } = await openssl('x509', '-in', files.authority, '-noout', '-text');
    for (const line of [
      'Basic Constraints: critical\n                CA:TRUE, pathlen:0',
      'Key Usage: critical\n                Certificate Sign, CRL Sign',
      'Name Constraints: critical\n                Permitted:\n                  DNS:localhost',
      'IP:192.168.0.0/255.255.0.0',
      'IP:FC00:0:0:0:0:0:0:0/FE00:0:0:0:0:0:0:0',
      'NIST CURVE: P-256',
    ])
      expect(said).toContain(line);
  });

  it('reads a server certificate as iOS wants it: its names, its use, a hash of the SHA-2 family', async () => {
    const { files } = await issued(home);
    const { said } = await openssl('x509', '-in', files.server, '-noout', '-text');
    for (const line of [
      'Subject Alternative Name: \n                DNS:localhost, DNS:loa.local',
      'IP Address:192.168.1.5',
      'Extended Key Usage: \n                TLS Web Server Authentication',
      'Basic Constraints: critical\n                CA:FALSE',
      'Signature Algorithm: ecdsa-with-SHA256',
    ])
      expect(said).toContain(line);
  });
});
