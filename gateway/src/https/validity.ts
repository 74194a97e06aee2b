import { dayMs } from '../core/village-time.ts';
import type { CertificateFacts } from './certificate.ts';
import type { CertificateNames } from './names.ts';

export interface Validity {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** A clock that says less is wrong: this code did not exist. Authorities begin here whatever the clock says. */
const earliest = Date.UTC(2026, 0, 1);
const authorityDays = 3_652;
/**
 * Apple takes 825 days from an authority that a person installed (support.apple.com/103769), 398 from those it ships
 * (support.apple.com/102028), which others follow: what all take, everywhere.
 */
const certificateDays = 397;
/** A phone whose clock is behind takes it too. */
const backdatedDays = 2;
/** So long before its end a certificate is made anew. */
const renewedBeforeDays = 30;

export function authorityValidity(now: number): Validity {
  return { from: earliest, to: Math.max(now, earliest) + authorityDays * dayMs };
}

/** Never beyond its authority: phones would refuse it from then on. */
export function certificateValidity(now: number, authority: Pick<CertificateFacts, 'validTo'>): Validity {
  const from = Math.max(now, earliest) - backdatedDays * dayMs;
  return { from, to: Math.min(from + certificateDays * dayMs, authority.validTo) };
}

export type Renewal = 'missing' | 'authority-changed' | 'names-missing' | 'ends-soon' | 'not-yet-valid';

/** Why the server's certificate has to be made anew, or null. What it vouches for beyond what is needed does no harm. */
export function renewalOf(
  certificate: CertificateFacts | null,
  authority: CertificateFacts,
  needed: CertificateNames,
  now: number,
): Renewal | null {
  if (!certificate) return 'missing';
  if (certificate.issuer !== authority.subject) return 'authority-changed';
  const known = new Set([...certificate.domains, ...certificate.addresses]);
  if (![...needed.domains, ...needed.addresses].every((name) => known.has(name))) return 'names-missing';
  if (certificate.validFrom > Math.max(now, earliest)) return 'not-yet-valid';
  const renewAt = Math.min(certificate.validTo - renewedBeforeDays * dayMs, authority.validTo - dayMs);
  return certificate.validTo < authority.validTo && now >= renewAt ? 'ends-soon' : null;
}

/** A certificate that nobody here can make anew, or an authority that every phone must be told of: somebody should know early. */
export function endsSoon({ validTo }: Pick<CertificateFacts, 'validTo'>, now: number, days: number): boolean {
  return now >= validTo - days * dayMs;
}

/**
 * Of what only devices see: nobody goes round all poles to renew it, and many have no clock. 2049 is the last year that
 * every reader of certificates understands (UTCTime, RFC 5280 §4.1.2.5).
 */
export const deviceValidity: Validity = { from: earliest, to: Date.UTC(2049, 11, 31) };
