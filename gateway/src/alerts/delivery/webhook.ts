import type {
  AlertMessage,
  Reason,
  WebhookInput,
  WebhookSecret,
  WebhookState,
  WebhookTry,
} from '../../contract/index.ts';
import type { Clock } from '../../core/clock/clock.ts';
import { AppError, reasonOf } from '../../core/errors.ts';
import { newId, newSecret } from '../../core/ids.ts';
import { createTurns } from '../../core/in-turn.ts';
import type { Logger } from '../../core/log.ts';
import type { SecretBox } from '../../core/secret-box.ts';
import { signalUnder } from '../../core/signal-under.ts';
import { readJson } from '../../storage/json-column.ts';
import type { Sql } from '../../storage/storage.ts';
import { checkUrl, type SendPost } from './post.ts';
import type { PostStore } from './post-store.ts';
import { signedHeaders } from './signature.ts';

export interface WebhookParts {
  readonly village: { readonly id: string; readonly name: () => string };
  readonly settings: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void> };
  readonly box: SecretBox;
  readonly posts: PostStore;
  readonly send: SendPost;
  readonly clock: Clock;
  readonly log: Logger;
}

/** All of it is sealed: the address of many a receiver is its password too. */
interface Kept extends WebhookInput {
  readonly secret: string;
}

const key = 'alerts.webhook';
const firstPauseMs = 5_000;
const longestPauseMs = 5 * 60_000;
/** Old news troubles whoever gets it, and keeps the new ones waiting. */
const worthSendingMs = 24 * 3_600_000;

/** Posts what happens with alerts to one receiver: in order, signed, again until it is taken, and known by its id when twice. */
export function createWebhook({ village, settings, box, posts, send, clock, log }: WebhookParts) {
  const inTurn = createTurns();
  let kept: Kept | null = null;
  let last: WebhookTry | null = null;
  let asked = false;
  let stopResting: () => void = () => undefined;

  function wake(): void {
    asked = true;
    stopResting();
  }

  async function state(): Promise<WebhookState> {
    const { on = false, url = null, lan = false } = kept ?? {};
    return { on, url, lan, waiting: await posts.count(), last };
  }

  async function keep(next: Kept): Promise<void> {
    await settings.set(key, box.seal(JSON.stringify(next)));
    kept = next;
    last = null;
    // What was meant for nobody, or for another, is no news for whoever comes now.
    if (!next.on) await posts.clear();
    wake();
  }

  async function post(to: Kept, id: string, body: string, signal: AbortSignal): Promise<Reason | null> {
    const headers = signedHeaders(to.secret, body, id, clock.now());
    try {
      await send({ url: to.url, lan: to.lan, headers, body }, signal);
      return null;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return reasonOf(error);
    }
  }

  function tried(problem: Reason | null): void {
    if (problem && last?.problem?.code !== problem.code) log.warn({ code: problem.code }, 'alerts are not taken');
    last = { at: new Date(clock.now()).toISOString(), problem };
  }

  /** Until there is something to do, or so long. */
  async function rest(ms: number, signal: AbortSignal): Promise<void> {
    const resting = signalUnder(signal);
    stopResting = () => resting.abort(new Error('there is something to post'));
    if (!asked) await clock.sleep(ms, resting.signal).catch(() => undefined);
    resting.letGo();
    asked = false;
    signal.throwIfAborted();
  }

  return {
    commands: {
      state,

      /** The secret comes with the first address, and with each other one: no receiver learns that of another. */
      change: (input: WebhookInput): Promise<WebhookSecret> =>
        inTurn(async () => {
          checkUrl(input.url);
          const same = kept !== null && kept.url === input.url;
          const secret = same && kept ? kept.secret : newSecret();
          await keep({ ...input, secret });
          return { state: await state(), secret: same ? null : secret };
        }),

      renewSecret: (): Promise<WebhookSecret> =>
        inTurn(async () => {
          if (!kept) throw notSet();
          const secret = newSecret();
          await keep({ ...kept, secret });
          return { state: await state(), secret };
        }),

      /** Posts a message that says it is a test, now; what came of it is in the answer. */
      async test(signal: AbortSignal = new AbortController().signal): Promise<WebhookTry> {
        if (!kept) throw notSet();
        const at = new Date(clock.now()).toISOString();
        const message: AlertMessage = {
          id: newId(),
          at,
          village: { id: village.id, name: village.name() },
          event: 'test',
          alert: null,
        };
        return { at, problem: await post(kept, message.id, JSON.stringify(message), signal) };
      },
    },

    /** Keeps a message in the transaction of what it is about. */
    async keep(tx: Sql, message: AlertMessage): Promise<void> {
      if (kept?.on) await posts.add(tx, message);
    },

    /** Something was kept. */
    wake,

    async start(): Promise<void> {
      const sealed = await settings.get(key);
      if (sealed === null) return;
      const text = box.open(sealed);
      if (text === null) log.error('the address of alerts was sealed with another key: type it again');
      else kept = readJson<Kept | null>(text, null);
    },

    /** Sends what waits, for as long as it runs. */
    async run(signal: AbortSignal): Promise<void> {
      let pauseMs = firstPauseMs;
      for (;;) {
        const to = kept;
        const waiting = to?.on ? await posts.first() : null;
        if (!to || !waiting) {
          await rest(longestPauseMs, signal);
          pauseMs = firstPauseMs;
          continue;
        }
        const old = clock.now() - waiting.madeAt > worthSendingMs;
        const problem = old ? null : await post(to, waiting.id, waiting.message, signal);
        if (!old) tried(problem);
        if (problem === null) {
          await posts.remove(waiting.id);
          pauseMs = firstPauseMs;
          continue;
        }
        await rest(pauseMs, signal);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
    },
  };
}

function notSet(): AppError {
  return new AppError('webhook.not-set', 409, 'Name the address first.');
}
