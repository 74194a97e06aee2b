import type { KnockReason } from './knocks.ts';

/**
 * What became of a handshake, by the name that Node gives OpenSSL's error; null: nothing that a person could mend. Alerts are
 * the other side's own words (RFC 5246 §7.2.2, RFC 8446 §6.2): a device that sends none only hangs up, and is not known here.
 */
export function tlsTroubleOf(code: string | undefined): Extract<KnockReason, `tls-${string}`> | null {
  if (code === undefined) return null;
  if (/_ALERT_(UNKNOWN_CA|(BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED))$/.test(code)) {
    return 'tls-distrusts';
  }
  if (/_(UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER|ALERT_PROTOCOL_VERSION|ALERT_HANDSHAKE_FAILURE)$/.test(code)) {
    return 'tls-old';
  }
  return /_(WRONG_VERSION_NUMBER|HTTP_REQUEST)$/.test(code) ? 'tls-none' : null;
}
