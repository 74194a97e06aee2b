import type { Reason } from '../contract/index.ts';

/** Of a CONNACK, MQTT 3.1.1 §3.2.2.3. */
const refusedLogins: readonly unknown[] = [2, 4, 5];
const noSuchName: readonly unknown[] = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'];

/** Why there is no line to the broker, so far as it can be known from here. */
export function faultOf(error: unknown): Reason {
  const { code, cause, packet } = (error ?? {}) as { code?: unknown; cause?: unknown; packet?: { cmd?: unknown } };
  const said = (name: string): Reason => ({ code: name, params: {} });
  if (refusedLogins.includes(code)) return said('home-assistant.login');
  // MQTT.js gives the answer in which a subscription was refused.
  if (packet?.cmd === 'suback') return said('home-assistant.not-allowed');
  if (noSuchName.includes(code)) return said('home-assistant.no-such-host');
  if (code === 'ECONNREFUSED') return said('home-assistant.nobody-there');
  // So answers who expects TLS and hears none, or the other way round.
  if (code === 'ECONNRESET' || code === 'EPIPE') return said('home-assistant.hung-up');
  if (typeof code === 'string' && /CERT|SIGNATURE|ERR_SSL|ERR_TLS|EPROTO/.test(code)) {
    return said('home-assistant.not-trusted');
  }
  return cause === undefined ? said('home-assistant.unreachable') : faultOf(cause);
}
