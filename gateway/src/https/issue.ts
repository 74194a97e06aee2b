import 'reflect-metadata'; // what @peculiar/x509 finds its parts with; before it
import * as x509 from '@peculiar/x509';
import { createPrivateKey, type webcrypto } from 'node:crypto';
import type { Pair } from './certificate.ts';
import { nameConstraints, nameConstraintsOid } from './name-constraints.ts';
import { privateDomains, privateRanges, type AddressRange, type CertificateNames } from './names.ts';
import type { Validity } from './validity.ts';

/** P-256 with SHA-256: what every phone of the last ten years knows, in a tenth of the time of RSA on a small computer. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** An authority that may vouch for private names and addresses and `ownRanges` only, and for no other authority. */
export async function makeAuthority(
  name: string,
  { from, to }: Validity,
  ownRanges: readonly AddressRange[] = [],
): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: subject(name),
    notBefore: new Date(from),
    notAfter: new Date(to),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension(nameConstraintsOid, true, nameConstraints(privateDomains, [...privateRanges, ...ownRanges])),
    ],
  });
  return { key: await pemOf(keys.privateKey), certificate: certificate.toString('pem') };
}

/** A server's certificate with a new key. */
export async function makeCertificate(
  authority: Pair,
  name: string,
  names: CertificateNames,
  { from, to }: Validity,
): Promise<Pair> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: subject(name),
    issuer: issuer.subjectName,
    notBefore: new Date(from),
    notAfter: new Date(to),
    signingAlgorithm: algorithm,
    signingKey: await signingKeyOf(authority.key),
    publicKey: keys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.domains.map((value) => ({ type: 'dns' as const, value })),
        ...names.addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await pemOf(keys.privateKey), certificate: certificate.toString('pem') };
}

const subject = (name: string) => [{ CN: [name] }, { O: ['Loa Thon'] }];

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

function signingKeyOf(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}
