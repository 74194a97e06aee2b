import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';
import { readCertificate, type CertificateFacts, type Pair } from './certificate.ts';

export interface GivenFiles {
  /** PEM: the server's certificate first, then its chain. */
  readonly certificateFile: string;
  /** PEM, not encrypted. */
  readonly keyFile: string;
}

/** The certificate that somebody brought, judged before anybody meets it. The codes name no file: strangers may read them. */
export async function readGiven({ certificateFile, keyFile }: GivenFiles, now: number): Promise<Pair> {
  const certificate = await readFile(certificateFile, 'utf8').catch((error: unknown) => {
    throw unreadable('certificate', certificateFile, error);
  });
  const key = await readFile(keyFile, 'utf8').catch((error: unknown) => {
    throw unreadable('key', keyFile, error);
  });
  refuseWhatDoesNotFit({ certificate, key }, { certificateFile, keyFile });
  refuseWrongTime(readCertificate(certificate), now, certificateFile);
  return { certificate, key };
}

function refuseWhatDoesNotFit({ certificate, key }: Pair, { certificateFile, keyFile }: GivenFiles): void {
  let shown: X509Certificate;
  try {
    shown = new X509Certificate(certificate);
  } catch (error) {
    throw unreadable('certificate', certificateFile, error);
  }
  let secret;
  try {
    secret = createPrivateKey(key);
  } catch (error) {
    throw unreadable('key', keyFile, error);
  }
  if (shown.checkPrivateKey(secret)) return;
  throw new AppError('https.key-mismatch', 500, `${keyFile} is not the key of ${certificateFile}.`);
}

function refuseWrongTime({ validFrom, validTo }: CertificateFacts, now: number, file: string): void {
  if (now >= validTo) {
    const at = new Date(validTo).toISOString();
    throw new AppError('https.certificate-expired', 500, `${file} ended at ${at}: renew it.`, { params: { at } });
  }
  if (now < validFrom) {
    const at = new Date(validFrom).toISOString();
    throw new AppError('https.certificate-early', 500, `${file} begins at ${at}: check the clock.`, { params: { at } });
  }
}

function unreadable(which: 'certificate' | 'key', file: string, cause: unknown): AppError {
  const code = which === 'certificate' ? 'https.certificate-unreadable' : 'https.key-unreadable';
  return new AppError(code, 500, `${file} cannot be read as a PEM ${which} (a key without a pass phrase).`, { cause });
}
