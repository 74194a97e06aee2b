import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { AddressRule } from '../../core/addresses.ts';
import type { Clock } from '../../core/clock/clock.ts';
import { AppError } from '../../core/errors.ts';
import { guardedLookup } from '../../core/guarded-lookup.ts';

export interface Post {
  readonly url: string;
  /** It may be in the village's own network. */
  readonly lan: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Resolves when the receiver took it (2xx); else rejects with a `webhook.…` that says why not. */
export type SendPost = (post: Post, signal: AbortSignal) => Promise<void>;

const answerMs = 10_000;

/** Throws `webhook.bad-url`: http or https, and no login in it, which would be kept and shown with it. */
export function checkUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const well = url && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  if (well) return url;
  throw new AppError('webhook.bad-url', 422, 'The address begins with http:// or https:// and has no login in it.');
}

/**
 * Posts to where a technician said, and nowhere else: each address is judged as it is connected to, no redirect is followed, and
 * what is answered is not read. So nobody makes the gateway speak with itself, or with what the village does not see.
 */
export function createPost({ clock, mayReach }: { clock: Clock; mayReach: AddressRule }): SendPost {
  return async ({ url: text, lan, headers, body }, signal) => {
    const url = checkUrl(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) && !mayReach(host, lan)) throw forbidden();
    const answered = new AbortController();
    const tooLate = new AbortController();
    clock.sleep(answerMs, answered.signal).then(
      () => tooLate.abort(new AppError('webhook.no-answer', 504, 'The receiver does not answer.')),
      () => undefined,
    );
    try {
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const request = (url.protocol === 'https:' ? https : http).request(url, {
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          agent: false,
          lookup: guardedLookup((address) => mayReach(address, lan), forbidden),
          signal: AbortSignal.any([signal, tooLate.signal]),
        });
        request.once('response', resolve);
        request.on('error', (error) => reject(tooLate.signal.aborted ? (tooLate.signal.reason as Error) : error));
        request.end(body);
      });
      answer.on('error', () => undefined);
      answer.destroy();
      const { statusCode: status = 0 } = answer;
      if (status < 200 || status > 299) {
        throw new AppError('webhook.refused', 502, `The receiver answers ${status}.`, { params: { status } });
      }
    } catch (error) {
      signal.throwIfAborted();
      throw inWords(error);
    } finally {
      answered.abort();
    }
  };
}

function inWords(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (/^(ENOTFOUND|EAI_)/.test(code)) {
    return new AppError('webhook.no-such-name', 502, 'Nobody knows this name: check the address and the internet.');
  }
  if (/CERT|SSL|TLS|SIGNATURE|ISSUER/.test(code)) {
    return new AppError('webhook.certificate', 502, 'The certificate of the receiver is not valid.', { cause: error });
  }
  return new AppError('webhook.unreachable', 502, 'The receiver cannot be reached.', { cause: error });
}

function forbidden(): AppError {
  return new AppError('webhook.forbidden-address', 403, 'This address leads to where no receiver may be.');
}
