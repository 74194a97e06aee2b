import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, codeOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { derOf, readCertificate, type CertificateFacts, type Pair } from './certificate.ts';
import { permitsAddress } from './name-constraints.ts';
import { namesFor, ownPublicRanges, type Whereabouts } from './names.ts';
import { readPair, writePair } from './pair-file.ts';
import { authorityValidity, certificateValidity, renewalOf } from './validity.ts';

export interface VillageCertificatesParts {
  /** Of the state: `authority.pem` and `server.pem`. */
  readonly folder: string;
  readonly villageId: string;
  readonly whereabouts: () => Whereabouts;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The gateway as its own certificate authority. */
export function createVillageCertificates({ folder, villageId, whereabouts, clock, log }: VillageCertificatesParts) {
  const authorityFile = join(folder, 'authority.pem');
  const serverFile = join(folder, 'server.pem');

  /** Two authorities of a village are told apart on a phone by their day and four digits. */
  function nameOfNew(): string {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    return `Loa Thon ${villageId} ${day} ${randomBytes(2).toString('hex')}`;
  }

  async function makeAuthority(): Promise<Pair> {
    const { makeAuthority: make } = await import('./issue.ts');
    const made = await make(nameOfNew(), authorityValidity(clock.now()), ownPublicRanges(whereabouts().addresses));
    await writePair(authorityFile, made);
    log.info({ fingerprint: readCertificate(made.certificate).fingerprint }, 'certificate authority made');
    return made;
  }

  async function authority(): Promise<Pair> {
    return (await readPair(authorityFile)) ?? (await makeAuthority());
  }

  /** What is damaged there can be made anew without a phone noticing. */
  async function serverPair(): Promise<Pair | null> {
    try {
      return await readPair(serverFile);
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'the server certificate cannot be read: a new one is made');
      return null;
    }
  }

  return {
    /** The certificate to show now, made anew when it has to be, and the authority behind it. */
    async current(): Promise<{ readonly pair: Pair; readonly authority: CertificateFacts & { readonly pem: string } }> {
      const issuer = await authority();
      const facts = readCertificate(issuer.certificate);
      // Never made anew by itself: a clock that jumped ahead for a minute would cost every phone its trust.
      if (clock.now() >= facts.validTo) {
        throw new AppError('https.authority-ended', 500, 'The certificate authority has ended: renew it.');
      }
      const behind = { ...facts, pem: issuer.certificate };
      const der = derOf(issuer.certificate);
      const names = namesFor(whereabouts(), (address) => permitsAddress(der, address));
      const kept = await serverPair();
      const renewal = renewalOf(kept && readCertificate(kept.certificate), facts, names, clock.now());
      if (kept && !renewal) return { pair: kept, authority: behind };
      const { makeCertificate } = await import('./issue.ts');
      const validity = certificateValidity(clock.now(), facts);
      const pair = await makeCertificate(issuer, `Loa Thon ${villageId}`, names, validity);
      await writePair(serverFile, pair);
      log.info({ reason: renewal, names, validTo: new Date(validity.to).toISOString() }, 'server certificate made');
      return { pair, authority: behind };
    },

    /** Another authority from now on: phones that trusted the old one must be told of it. */
    async renewAuthority(): Promise<void> {
      await makeAuthority();
    },
  };
}
