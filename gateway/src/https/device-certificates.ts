import { createHash, createPublicKey } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import { readCertificate, type Pair } from './certificate.ts';
import { namesFor, type CertificateNames, type Whereabouts } from './names.ts';
import { readPair, writePair } from './pair-file.ts';
import { deviceValidity, renewalOf } from './validity.ts';

export interface DeviceCertificatesParts {
  /** Of the state: `devices-authority.pem` and `devices-server.pem`. */
  readonly folder: string;
  readonly villageId: string;
  readonly whereabouts: () => Whereabouts;
  /** The address that devices are told. */
  readonly address: () => string;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface DeviceCertificates {
  readonly pair: Pair;
  readonly authorityPem: string;
  /** Of the server's key, as Tasmota reckons it: 40 hexadecimal digits. */
  readonly fingerprintSha1: string;
}

/**
 * The authority that relays and buttons believe, and the certificate of the broker. Apart from that of the phones: devices
 * know RSA only, and no name constraints; nobody's browser ever trusts it.
 */
export function createDeviceCertificates(parts: DeviceCertificatesParts) {
  const { folder, villageId, whereabouts, address, clock, log } = parts;
  const authorityFile = join(folder, 'devices-authority.pem');
  const serverFile = join(folder, 'devices-server.pem');

  async function authority(): Promise<Pair> {
    const kept = await readPair(authorityFile);
    if (kept) return kept;
    const { makeDeviceAuthority } = await import('./issue.ts');
    const made = await makeDeviceAuthority(`Loa Thon ${villageId} devices`, deviceValidity);
    await writePair(authorityFile, made);
    log.info({ fingerprint: readCertificate(made.certificate).fingerprint }, 'certificate authority for devices made');
    return made;
  }

  return {
    /** Made anew only when the address that devices are told is missing in it: they know it by its key or its authority. */
    async current(): Promise<DeviceCertificates> {
      const issuer = await authority();
      const facts = readCertificate(issuer.certificate);
      let pair = await readPair(serverFile);
      const needed = { domains: [], addresses: [address()] };
      const renewal = renewalOf(pair && readCertificate(pair.certificate), facts, needed, clock.now());
      if (!pair || renewal) {
        const { makeDeviceCertificate } = await import('./issue.ts');
        const names = namesForDevices(whereabouts());
        const title = `Loa Thon ${villageId} broker`;
        const made = await makeDeviceCertificate(issuer, title, names, deviceValidity, pair?.key ?? null);
        await writePair(serverFile, made);
        pair = made;
        log.info({ reason: renewal, names }, 'broker certificate made');
      }
      // Made or read, the same to the letter: what is shown is compared.
      const certificate = plainPem(pair.certificate);
      const authorityPem = plainPem(issuer.certificate);
      return { pair: { key: pair.key, certificate }, authorityPem, fingerprintSha1: tasmotaFingerprint(certificate) };
    },
  };
}

/** An mbedTLS before 3.5, which most chips have, looks for the address that it called among the domains. */
function namesForDevices(where: Whereabouts): CertificateNames {
  const { domains, addresses } = namesFor(where, () => true);
  return { domains: [...domains, ...addresses.filter(isIPv4)], addresses };
}

const plainPem = (pem: string) => `${pem.trim()}\n`;

/**
 * SHA-1 of `ssh-rsa`, exponent and modulus, each behind its length: Tasmota's second way of telling a key since 8.4
 * (arendst/Tasmota 66b3dc1, WiFiClientSecureLightBearSSL.cpp).
 */
export function tasmotaFingerprint(pem: string): string {
  const { e = '', n = '' } = createPublicKey(pem).export({ format: 'jwk' });
  const hash = createHash('sha1');
  for (const part of [Buffer.from('ssh-rsa'), Buffer.from(e, 'base64url'), Buffer.from(n, 'base64url')]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  }
  return hash.digest('hex');
}
