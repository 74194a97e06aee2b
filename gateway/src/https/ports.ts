import type { Pair } from './certificate.ts';

/** The second door of the panel. */
export interface SecureDoor {
  /**
   * Opens it with this certificate, or goes on with it if it is open; `null` closes it. Resolves to its port. Rejects with
   * `https.port-in-use`, `https.port-forbidden` or `https.certificate-refused`.
   */
  present(pair: Pair | null): Promise<number | null>;
}
