import { join } from 'node:path';
import type { HttpsState, Reason } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, codeOf, reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { Services } from '../http/ports.ts';
import { derOf, readCertificate, type CertificateFacts, type Pair } from './certificate.ts';
import { readGiven, type GivenFiles } from './given-certificate.ts';
import type { Whereabouts } from './names.ts';
import type { SecureDoor } from './ports.ts';
import { endsSoon } from './validity.ts';
import { createVillageCertificates } from './village-certificates.ts';

export type HttpsSource =
  { readonly kind: 'off' } | { readonly kind: 'village' } | ({ readonly kind: 'given' } & GivenFiles);

export interface HttpsParts {
  readonly source: HttpsSource;
  readonly stateFolder: string;
  readonly villageId: string;
  readonly whereabouts: () => Whereabouts;
  /** The one of them that people are told. */
  readonly address: () => string;
  readonly httpPort: () => number;
  readonly door: SecureDoor;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often certificate, addresses and files are looked at. */
const lookMs = 60_000;
/** So early somebody is told that a certificate ends which only a person can renew: one that was brought, the authority. */
const givenWarningDays = 14;
const authorityWarningDays = 60;

interface Shown {
  readonly pair: Pair;
  readonly facts: CertificateFacts;
  readonly authority: (CertificateFacts & { readonly pem: string }) | null;
}

/** The panel over TLS: keeps a certificate that is right for now before the door, and says what is wrong. */
export function createHttps(parts: HttpsParts) {
  const { source, stateFolder, villageId, whereabouts, door, clock } = parts;
  const log = parts.log.child({ part: 'https' });
  const own = createVillageCertificates({ folder: join(stateFolder, 'https'), villageId, whereabouts, clock, log });
  let shown: Shown | null = null;
  let port: number | null = null;
  let problem: Reason | null = null;
  /** One look at a time: a new authority must not meet a certificate of the old one. */
  let last: Promise<void> = Promise.resolve();

  async function wanted(): Promise<Shown | null> {
    if (source.kind === 'off') return null;
    const { pair, authority } =
      source.kind === 'given' ? { pair: await readGiven(source, clock.now()), authority: null } : await own.current();
    return { pair, authority, facts: readCertificate(pair.certificate) };
  }

  async function look(): Promise<void> {
    try {
      const next = await wanted();
      if (!next) return;
      // A door that could not be opened is tried again.
      if (port === null || next.pair.certificate !== shown?.pair.certificate) port = await door.present(next.pair);
      shown = next;
      problem = null;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (problem?.code !== error.code) log.warn({ code: error.code, reason: error.message }, 'the panel has no https');
      problem = reasonOf(error);
      // Half-written files mend themselves at the next look; what has ended would only frighten people.
      if (codeOf(error) === 'https.certificate-expired') port = await door.present(null);
    }
  }

  function inTurn(step: () => Promise<void>): Promise<void> {
    const done = last.then(step);
    last = done.catch(() => undefined);
    return done;
  }

  function warning(): Reason | null {
    if (!shown) return null;
    const now = clock.now();
    const { facts, authority } = shown;
    if (source.kind === 'given' && endsSoon(facts, now, givenWarningDays)) {
      return { code: 'https.certificate-ends', params: { at: new Date(facts.validTo).toISOString() } };
    }
    if (authority && endsSoon(authority, now, authorityWarningDays)) {
      return { code: 'https.authority-ends', params: { at: new Date(authority.validTo).toISOString() } };
    }
    return null;
  }

  const commands: Services['https'] = {
    state(): HttpsState {
      const authority = shown?.authority ?? null;
      return {
        source: source.kind,
        port,
        httpPort: parts.httpPort(),
        address: parts.address(),
        names: shown ? [...shown.facts.domains, ...shown.facts.addresses] : [],
        validTo: shown ? new Date(shown.facts.validTo).toISOString() : null,
        authority: authority && {
          name: authority.name,
          fingerprint: authority.fingerprint,
          validTo: new Date(authority.validTo).toISOString(),
        },
        problem: problem ?? warning(),
      };
    },
    authorityFile() {
      if (shown?.authority) return derOf(shown.authority.pem);
      throw new AppError('https.no-authority', 404, 'There is no certificate authority to trust here.');
    },
    async renewAuthority() {
      if (source.kind !== 'village') {
        throw new AppError('https.no-authority', 409, 'The certificate in use is not of the gateway’s own authority.');
      }
      await inTurn(async () => {
        await own.renewAuthority();
        await look();
      });
      return commands.state();
    },
  };

  return {
    commands,
    /** What is wrong with it, for the traffic light. */
    problem: () => problem ?? warning(),
    /** Opens the door if it can; what keeps it shut is a problem, not an error. */
    start: () => inTurn(look),
    /** Looks again and again until aborted. */
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await clock.sleep(lookMs, signal).catch(() => undefined);
        if (!signal.aborted) await inTurn(look);
      }
    },
  };
}
