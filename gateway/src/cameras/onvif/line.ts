import type { Clock } from '../../core/clock/clock.ts';
import type { AppError } from '../../core/errors.ts';
import type { CameraAddress } from './address.ts';
import type { CameraLogin } from './login.ts';
import { NoReply, send, type Message, type RawReply } from './send.ts';
import { readSoap, type Element } from './soap.ts';
import type { OnvifTiming } from './timing.ts';
import { cameraTrouble, judge, refusesLogin, type CameraVerdict, type Evidence } from './verdict.ts';
import { createWords, type Composed, type ServicePaths, type Words } from './words.ts';

export interface Asking {
  readonly deadlineMs?: number;
  /** It carries no login, so that a refusal says nothing about one. */
  readonly open?: boolean;
}

/** All that is said to one camera between two connects: a new line each time, so that nothing of the old one is believed. */
export interface Line {
  readonly words: Words;
  /** Sends it and gives what is in the Body. Rejects with the camera's trouble. */
  ask(composed: Composed, signal: AbortSignal, how?: Asking): Promise<Element>;
  /** A JPEG; rejects with `camera.unsupported` when it is something else. */
  fetchPicture(path: string, signal: AbortSignal): Promise<Buffer>;
  /** For what it answered, and is of no use. */
  trouble(verdict: CameraVerdict): AppError;
  /** The camera's clock was read: tokens go by it from now on. */
  knowClock(cameraNow: number): void;
  knowServices(paths: ServicePaths): void;
}

export function createLine(parts: {
  clock: Clock;
  timing: OnvifTiming;
  address: CameraAddress;
  login: CameraLogin | null;
}): Line {
  const { clock, timing, address, login } = parts;
  const { host, port } = address;
  const words = createWords({ clock, login, devicePath: address.path });
  let clockKnown = false;
  /** After one refusal nothing more is tried with this login: the next could lock the account. */
  let refusal: Error | null = null;

  /** Without a login first; once with it where the camera asks for HTTP digest. */
  async function exchange(
    message: Pick<Message, 'method' | 'path' | 'headers' | 'body'>,
    signal: AbortSignal,
    deadlineMs: number,
  ): Promise<{ reply: RawReply; signed: boolean }> {
    const { method, path } = message;
    const until = clock.monotonic() + deadlineMs;
    const attempt = (authorization: string | null) =>
      send(
        clock,
        {
          ...{ ...message, host, port, deadlineMs: until - clock.monotonic() },
          headers: { ...message.headers, ...(authorization === null ? {} : { authorization }) },
        },
        signal,
      );
    const reply = await attempt(null);
    const signature = reply.status === 401 ? words.sign(challengesIn(reply), { method, path }) : null;
    if (signature === null) return { reply, signed: false };
    const second = await attempt(signature);
    // A nonce that ran out is no wrong password (RFC 7616 §3.3, stale).
    const stale = second.status === 401 && challengesIn(second).some((challenge) => /stale="?true/i.test(challenge));
    const again = stale ? words.sign(challengesIn(second), { method, path }) : null;
    return { reply: again === null ? second : await attempt(again), signed: true };
  }

  function evidenceIn(reply: RawReply): { evidence: Evidence; body: Element | null } {
    const text = reply.bytes.toString();
    const soap = readSoap(text);
    const dateOffMs = reply.date === null ? NaN : Date.parse(reply.date) - clock.now();
    const evidence = {
      ...({ kind: 'reply', status: reply.status, contentType: reply.contentType, text } as const),
      ...{ dateOffMs: Number.isNaN(dateOffMs) ? null : dateOffMs, envelope: soap !== null, fault: soap?.fault ?? null },
    };
    return { evidence, body: soap?.body ?? null };
  }

  const trouble = (verdict: CameraVerdict, cause?: unknown) => cameraTrouble(verdict, `${host}:${port}`, cause);

  async function answered(message: Parameters<typeof exchange>[0], signal: AbortSignal, deadlineMs: number) {
    if (refusal) throw refusal;
    try {
      return await exchange(message, signal, deadlineMs);
    } catch (error) {
      if (!(error instanceof NoReply)) throw error;
      const verdict = judge(error.evidence, { clockKnown });
      throw verdict ? trouble(verdict, error.cause) : error;
    }
  }

  return {
    words,
    trouble,
    async ask({ path, action, body }, signal, { deadlineMs = timing.answerMs, open = false } = {}) {
      const headers = { 'content-type': `application/soap+xml; charset=utf-8; action="${action}"` };
      const sent = await answered({ method: 'POST', path, headers, body }, signal, deadlineMs);
      const { evidence, body: said } = evidenceIn(sent.reply);
      const verdict = judge(evidence, { clockKnown });
      if (verdict === null && said !== null) return said;
      const why = trouble(verdict ?? 'broken-reply');
      if (refusesLogin(why) && (sent.signed || !open)) refusal = why;
      throw why;
    },
    async fetchPicture(path, signal) {
      const { reply, signed } = await answered({ method: 'GET', path, headers: {} }, signal, timing.answerMs);
      if (reply.status === 401) {
        const why = trouble('wrong-password');
        if (signed) refusal = why;
        throw why;
      }
      // Whatever it calls itself: makers answer with a page that says why, as JPEG.
      if (reply.status !== 200 || !isJpeg(reply.bytes)) throw trouble('unsupported');
      return reply.bytes;
    },
    knowClock(cameraNow) {
      clockKnown = true;
      words.followClock(cameraNow);
    },
    knowServices: words.knowServices,
  };
}

function challengesIn({ challenges }: RawReply): string[] {
  return challenges.filter((challenge) => challenge.startsWith('Digest '));
}

function isJpeg(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUIntBE(0, 3) === 0xff_d8_ff;
}
