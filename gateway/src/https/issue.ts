import 'reflect-metadata'; // what @peculiar/x509 finds its parts with; before it
import * as x509 from '@peculiar/x509';
import { createPrivateKey, createPublicKey, type webcrypto } from 'node:crypto';
import type { Pair } from './certificate.ts';
import { nameConstraints, nameConstraintsOid } from './name-constraints.ts';
import { privateDomains, privateRanges, type AddressRange, type CertificateNames } from './names.ts';
import type { Validity } from './validity.ts';

/** P-256 with SHA-256: what every phone of the last ten years knows, in a tenth of the time of RSA on a small computer. */
const forPhones = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/**
 * What small chips know: Tasmota speaks ECDHE-RSA only, and a key of 4,096 bits ends an ESP8266 (tasmota/docs TLS.md).
 */
const forDevices = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2_048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
};
type Algorithm = typeof forPhones | typeof forDevices;

/** An authority for phones that may vouch for private names and addresses and `ownRanges` only, and for no other authority. */
export function makeAuthority(
  name: string,
  validity: Validity,
  ownRanges: readonly AddressRange[] = [],
): Promise<Pair> {
  const constraints = nameConstraints(privateDomains, [...privateRanges, ...ownRanges]);
  return makeRoot(forPhones, name, validity, [new x509.Extension(nameConstraintsOid, true, constraints)]);
}

/**
 * An authority that only devices believe. Without name constraints: mbedTLS (ESP-IDF, Shelly) reads no certificate with a
 * critical extension that it does not know, unless built otherwise (library/x509_crt.c).
 */
export function makeDeviceAuthority(name: string, validity: Validity): Promise<Pair> {
  return makeRoot(forDevices, name, validity, []);
}

/** A server's certificate with a new key, for phones. */
export async function makeCertificate(
  authority: Pair,
  name: string,
  names: CertificateNames,
  validity: Validity,
): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(forPhones, true, ['sign', 'verify']);
  const certificate = await sign(forPhones, authority, name, names, validity, keys.publicKey);
  return { key: await pemOf(keys.privateKey), certificate };
}

/** A server's certificate for devices. It keeps `key` (PEM): Tasmota knows its broker by the fingerprint of that. */
export async function makeDeviceCertificate(
  authority: Pair,
  name: string,
  names: CertificateNames,
  validity: Validity,
  key: string | null,
): Promise<Pair> {
  const kept = key ?? (await pemOf((await crypto.subtle.generateKey(forDevices, true, ['sign', 'verify'])).privateKey));
  const spki = createPublicKey(kept).export({ type: 'spki', format: 'der' });
  const publicKey = await crypto.subtle.importKey('spki', spki, forDevices, true, ['verify']);
  return { key: kept, certificate: await sign(forDevices, authority, name, names, validity, publicKey) };
}

async function makeRoot(
  algorithm: Algorithm,
  name: string,
  { from, to }: Validity,
  more: readonly x509.Extension[],
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
      ...more,
    ],
  });
  return { key: await pemOf(keys.privateKey), certificate: certificate.toString('pem') };
}

async function sign(
  algorithm: Algorithm,
  authority: Pair,
  name: string,
  names: CertificateNames,
  { from, to }: Validity,
  publicKey: webcrypto.CryptoKey,
): Promise<string> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: subject(name),
    issuer: issuer.subjectName,
    notBefore: new Date(from),
    notAfter: new Date(to),
    signingAlgorithm: algorithm,
    signingKey: await signingKeyOf(authority.key, algorithm),
    publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.domains.map((value) => ({ type: 'dns' as const, value })),
        ...names.addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return certificate.toString('pem');
}

const subject = (name: string) => [{ CN: [name] }, { O: ['Loa Thon'] }];

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

function signingKeyOf(pem: string, algorithm: Algorithm): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}
