import { createPublicKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { Clock } from '../core/clock/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { tasmotaFingerprint } from './device-certificates.ts';
import type { DeviceTls } from './device-tls.ts';

export interface BrokerTlsParts {
  readonly host: string;
  readonly port: number;
  /** Whom the broker must have its certificate from; null: from one that the computer trusts. */
  readonly authorityPem: string | null;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A broker that is out of reach is asked again after a minute; one that is known may get a new key. */
const lookMs = 60_000;
const answerWithinMs = 10_000;

/** What devices must know of a broker of somebody else's that speaks TLS: looked up at the broker itself. */
export function createBrokerTls(parts: BrokerTlsParts) {
  const { clock } = parts;
  const log = parts.log.child({ part: 'mqtt-tls' });
  let known: DeviceTls | null = null;
  let problem: string | null = null;

  async function look(signal: AbortSignal): Promise<void> {
    try {
      known = await shownBy(parts, signal);
      problem = null;
    } catch (error) {
      if (signal.aborted || problem === messageOf(error)) return;
      problem = messageOf(error);
      log.warn({ host: parts.host, port: parts.port, reason: problem }, 'the key of the broker is not known');
    }
  }

  return {
    /** Null until the broker has shown its certificate. */
    place: (): DeviceTls | null => known,
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await look(signal);
        await clock.sleep(lookMs, signal).catch(() => undefined);
      }
    },
  };
}

/** One handshake, in which the broker must prove itself as it must to the gateway's own line. */
async function shownBy({ host, port, authorityPem }: BrokerTlsParts, signal: AbortSignal): Promise<DeviceTls> {
  const options = {
    host,
    port,
    ...(authorityPem && { ca: authorityPem }),
    ...(isIP(host) ? {} : { servername: host }),
  };
  const socket = connect(options);
  const hangUp = () => socket.destroy(new Error('hung up'));
  signal.addEventListener('abort', hangUp, { once: true });
  socket.setTimeout(answerWithinMs, () => socket.destroy(new Error('it does not answer')));
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve).once('error', reject);
    });
    return { port, ...factsOf(socket, authorityPem) };
  } finally {
    signal.removeEventListener('abort', hangUp);
    socket.destroy();
  }
}

function factsOf(socket: TLSSocket, authorityPem: string | null): Omit<DeviceTls, 'port'> {
  const shown = socket.getPeerCertificate(true);
  const certificate = new X509Certificate(shown.raw).toString();
  const rsa = createPublicKey(certificate).asymmetricKeyType === 'rsa';
  return {
    authorityPem: `${(authorityPem ?? new X509Certificate(rootOf(shown).raw).toString()).trim()}\n`,
    fingerprintSha1: rsa ? tasmotaFingerprint(certificate) : null,
  };
}

/** Whom the computer trusted for it: the last of the chain, which vouches for itself. */
function rootOf(shown: DetailedPeerCertificate): DetailedPeerCertificate {
  let root = shown;
  while (root.issuerCertificate && root.issuerCertificate.fingerprint256 !== root.fingerprint256) {
    root = root.issuerCertificate;
  }
  return root;
}
