import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { connect, isIP } from 'node:net';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import { guardedLookup } from '../core/guarded-lookup.ts';
import type { AddressRule } from '../core/addresses.ts';
import { understandIcy } from './icy.ts';
import { parseUrl, shownUrl } from './upstream-url.ts';

export interface Fetched {
  /** Where it was found in the end. */
  readonly url: URL;
  readonly contentType: string;
  readonly body: IncomingMessage;
}

/** Fetches what a station sends, never from where no station can be. Rejects with an `upstream.…` that says why not. */
export type Fetch = (url: string, lanAllowed: boolean, signal: AbortSignal) => Promise<Fetched>;

const mostRedirects = 5;
const answerMs = 8_000;
const largestHeaderBytes = 16 * 1024;

/** Plain, because what is packed may unpack to anything; without ICY titles between the sound. */
const headers = { 'user-agent': 'LoaThon', accept: '*/*', 'accept-encoding': 'identity' };

export function createFetch({ clock, mayReach }: { clock: Clock; mayReach: AddressRule }): Fetch {
  async function fetchOnce(url: URL, lanAllowed: boolean, signal: AbortSignal): Promise<IncomingMessage> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A number is not looked up.
    if (isIP(host) && !mayReach(host, lanAllowed)) throw forbidden();
    const answered = new AbortController();
    const tooLate = new AbortController();
    clock.sleep(answerMs, answered.signal).then(
      () => tooLate.abort(new AppError('upstream.no-answer', 504, 'The station does not answer.')),
      () => undefined,
    );
    try {
      return await new Promise<IncomingMessage>((resolve, reject) => {
        const lookup = guardedLookup((address) => mayReach(address, lanAllowed), forbidden);
        const asked = {
          headers,
          maxHeaderSize: largestHeaderBytes,
          signal: AbortSignal.any([signal, tooLate.signal]),
        };
        const plain = () => understandIcy(connect({ host, port: Number(url.port || 80), lookup }));
        const request =
          url.protocol === 'https:'
            ? https.get(url, { ...asked, agent: false, lookup })
            : http.get(url, { ...asked, createConnection: plain });
        request.once('response', resolve);
        request.on('error', (error) => reject(tooLate.signal.aborted ? (tooLate.signal.reason as Error) : error));
      });
    } catch (error) {
      signal.throwIfAborted();
      throw inWords(error);
    } finally {
      answered.abort();
    }
  }

  return async (text, lanAllowed, signal) => {
    let url = parseUrl(text);
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const answer = await fetchOnce(url, lanAllowed, signal);
      const { statusCode = 0, headers: said } = answer;
      if (statusCode >= 300 && statusCode < 400 && said.location !== undefined) {
        answer.destroy();
        if (!URL.canParse(said.location, url.href)) throw badAnswer();
        url = parseUrl(new URL(said.location, url).href);
        continue;
      }
      if (statusCode < 200 || statusCode > 299) {
        answer.destroy();
        const params = { status: statusCode };
        const code = statusCode === 404 || statusCode === 410 ? 'upstream.no-such-page' : 'upstream.refused';
        throw new AppError(code, 502, `${shownUrl(url.href)} answers ${statusCode}.`, { params });
      }
      if (!['', 'identity'].includes(said['content-encoding'] ?? '')) {
        answer.destroy();
        throw new AppError('upstream.compressed', 502, 'The station sends packed bytes, which it was not asked for.');
      }
      return { url, contentType: said['content-type'] ?? '', body: answer };
    }
    throw new AppError('upstream.too-many-redirects', 502, 'The address leads from one to the next without end.');
  };
}

const unknownNames = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);

function inWords(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (unknownNames.has(code)) {
    return new AppError('upstream.no-such-name', 502, 'Nobody knows this name: check the address and the internet.');
  }
  if (code.startsWith('HPE_')) return badAnswer(error);
  if (/CERT|SSL|TLS|SIGNATURE|ISSUER/.test(code)) {
    return new AppError('upstream.certificate', 502, 'The certificate of the station is not valid.', { cause: error });
  }
  return new AppError('upstream.unreachable', 502, 'The station cannot be reached.', { cause: error });
}

function badAnswer(cause?: unknown): AppError {
  return new AppError('upstream.bad-answer', 502, 'What answers there does not speak HTTP as a station does.', {
    cause,
  });
}

function forbidden(): AppError {
  return new AppError('upstream.forbidden-address', 403, 'This address leads to where no station may be.');
}
