import { X509Certificate } from 'node:crypto';
import { plainAddress } from './names.ts';

/** A private key and the certificate (with its chain, if it has one) that it belongs to, as PEM. */
export interface Pair {
  readonly key: string;
  readonly certificate: string;
}

/** What a certificate says. Instants are epoch milliseconds. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** The common name, as phones list it. */
  readonly name: string;
  readonly validFrom: number;
  readonly validTo: number;
  readonly domains: readonly string[];
  readonly addresses: readonly string[];
  /** SHA-256 of the whole, `AB:CD:…`. */
  readonly fingerprint: string;
}

/** Reads the first certificate of a PEM; throws when there is none. */
export function readCertificate(pem: string): CertificateFacts {
  const read = new X509Certificate(pem);
  const names = (read.subjectAltName ?? '').split(', ');
  return {
    subject: read.subject,
    issuer: read.issuer,
    name: /^CN=(.*)$/m.exec(read.subject)?.[1] ?? read.subject,
    validFrom: Date.parse(read.validFrom),
    validTo: Date.parse(read.validTo),
    domains: valuesOf(names, 'DNS:'),
    addresses: valuesOf(names, 'IP Address:').map(plainAddress),
    fingerprint: read.fingerprint256,
  };
}

/** The certificate alone, as files for phones have it. */
export function derOf(pem: string): Buffer {
  return new X509Certificate(pem).raw;
}

function valuesOf(names: readonly string[], kind: string): string[] {
  return names.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
}
