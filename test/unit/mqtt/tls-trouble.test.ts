import { expect, it } from 'vitest';
import { tlsTroubleOf } from '../../../gateway/src/mqtt/tls-trouble.ts';

/** As Node 20 with OpenSSL 3 names them; the first of each kind as seen in test/integration/mqtt/broker-tls. */
it.each([
  ['tls-distrusts', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'],
  ['tls-distrusts', 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'],
  ['tls-distrusts', 'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE'],
  ['tls-distrusts', 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN'],
  ['tls-distrusts', 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'],
  ['tls-old', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
  ['tls-old', 'ERR_SSL_NO_SHARED_CIPHER'],
  ['tls-old', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
  ['tls-old', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
  ['tls-none', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ['tls-none', 'ERR_SSL_HTTP_REQUEST'],
  [null, 'ECONNRESET'],
  [null, 'ERR_SSL_UNEXPECTED_MESSAGE'],
  [null, undefined],
])('%s is what a technician is told of %s', (trouble, code) => {
  expect(tlsTroubleOf(code)).toBe(trouble);
});
