import type { Clock } from '../../core/clock/clock.ts';
import type { AppError } from '../../core/errors.ts';
import type { CameraAddress } from './address.ts';
import type { CameraLogin } from './login.ts';
import { NoReply, post, type RawReply } from './send.ts';
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

  async function send(
    composed: Composed,
    signal: AbortSignal,
    deadlineMs: number,
  ): Promise<{ reply: RawReply; signed: boolean }> {
    const { path, action, body } = composed;
    const until = clock.monotonic() + deadlineMs;
    const contentType = `application/soap+xml; charset=utf-8; action="${action}"`;
    const attempt = (authorization: string | null) =>
      post(
        clock,
        {
          ...{ host, port, path, body, deadlineMs: until - clock.monotonic() },
          headers: { 'content-type': contentType, ...(authorization === null ? {} : { authorization }) },
        },
        signal,
      );
    const reply = await attempt(null);
    const signature = reply.status === 401 ? words.sign(challengesIn(reply), { method: 'POST', path }) : null;
    if (signature === null) return { reply, signed: false };
    const second = await attempt(signature);
    // A nonce that ran out is no wrong password (RFC 7616 §3.3, stale).
    const stale = second.status === 401 && challengesIn(second).some((challenge) => /stale="?true/i.test(challenge));
    const again = stale ? words.sign(challengesIn(second), { method: 'POST', path }) : null;
    return { reply: again === null ? second : await attempt(again), signed: true };
  }

  function evidenceIn(reply: RawReply): { evidence: Evidence; body: Element | null } {
    const soap = readSoap(reply.text);
    const dateOffMs = reply.date === null ? NaN : Date.parse(reply.date) - clock.now();
    const evidence = {
      ...({ kind: 'reply', status: reply.status, contentType: reply.contentType, text: reply.text } as const),
      ...{ dateOffMs: Number.isNaN(dateOffMs) ? null : dateOffMs, envelope: soap !== null, fault: soap?.fault ?? null },
    };
    return { evidence, body: soap?.body ?? null };
  }

  const trouble = (verdict: CameraVerdict, cause?: unknown) => cameraTrouble(verdict, `${host}:${port}`, cause);

  return {
    words,
    trouble,
    async ask(composed, signal, { deadlineMs = timing.answerMs, open = false } = {}) {
      if (refusal) throw refusal;
      let sent: Awaited<ReturnType<typeof send>>;
      try {
        sent = await send(composed, signal, deadlineMs);
      } catch (error) {
        if (!(error instanceof NoReply)) throw error;
        const verdict = judge(error.evidence, { clockKnown });
        throw verdict ? trouble(verdict, error.cause) : error;
      }
      const { evidence, body } = evidenceIn(sent.reply);
      const verdict = judge(evidence, { clockKnown });
      if (verdict === null && body !== null) return body;
      const why = trouble(verdict ?? 'broken-reply');
      if (refusesLogin(why) && (sent.signed || !open)) refusal = why;
      throw why;
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
