import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { Pair } from './certificate.ts';
import { createDeviceCertificates, type DeviceCertificatesParts } from './device-certificates.ts';

export interface DeviceTlsParts extends DeviceCertificatesParts {
  readonly clock: Clock;
  readonly log: Logger;
  /** The broker's door with TLS: opens it, or goes on with another certificate. */
  readonly present: (pair: Pair) => Promise<{ port: number }>;
}

/** What a device must know to speak to the broker over TLS. */
export interface DeviceTls {
  readonly port: number;
  readonly authorityPem: string;
  /** Of the broker's key, as Tasmota reckons it: 40 hexadecimal digits; null: it is no RSA key, and Tasmota knows no other. */
  readonly fingerprintSha1: string | null;
}

const lookMs = 60_000;

/** MQTT over TLS: keeps a certificate that is right for now before the broker. What fails leaves the plain port as it is. */
export function createDeviceTls(parts: DeviceTlsParts) {
  const { present, clock } = parts;
  const log = parts.log.child({ part: 'mqtt-tls' });
  const certificates = createDeviceCertificates({ ...parts, log });
  let shown: (DeviceTls & { readonly certificate: string }) | null = null;
  let problem: string | null = null;

  async function look(): Promise<void> {
    try {
      const { pair, ...known } = await certificates.current();
      if (shown?.certificate === pair.certificate) return;
      const { port } = await present(pair);
      shown = { ...known, port, certificate: pair.certificate };
      problem = null;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Asked again in a minute: a port may become free, a disk too.
      if (problem !== error.code) log.warn({ code: error.code, reason: error.message }, 'no mqtt over TLS');
      problem = error.code;
    }
  }

  return {
    /** Null until the door is open. */
    place(): DeviceTls | null {
      if (!shown) return null;
      const { port, authorityPem, fingerprintSha1 } = shown;
      return { port, authorityPem, fingerprintSha1 };
    },
    /** Looks now, and every minute until aborted. Nobody waits for the first: two RSA keys take a small computer seconds. */
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await look();
        await clock.sleep(lookMs, signal).catch(() => undefined);
      }
    },
  };
}
