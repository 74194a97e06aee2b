import type { Clock } from '../core/clock/clock.ts';

export interface TalkLimits {
  /** Messages a second in the long run; so many seconds' worth may come at once. */
  readonly messagesPerSecond: number;
  readonly messageSeconds: number;
  /** The same for bytes, of messages that are no mere state. */
  readonly bytesPerSecond: number;
  readonly byteSeconds: number;
}

/** How much each account says: what one says without end, nobody else gets to hear, so that the others are heard. */
export interface TalkQuota {
  /** May this be passed on? Whoever connects anew goes on with what was left. */
  admit(username: string, bytes: number): boolean;
  /** Does it a while later: aedes reads on when all it has read is done, so who is not heard is read slowly too. */
  later(done: () => void): void;
}

/** A state is never longer, and never waits for the bytes that were said before it. */
const stateBytes = 1_024;
const laterMs = 500;

interface Left {
  messages: number;
  bytes: number;
  atMs: number;
}

export function createTalkQuota(clock: Clock, limits: TalkLimits): TalkQuota {
  const most = {
    messages: limits.messagesPerSecond * limits.messageSeconds,
    bytes: limits.bytesPerSecond * limits.byteSeconds,
  };
  const leftOf = new Map<string, Left>();

  function refill(username: string): Left {
    const nowMs = clock.monotonic();
    const left = leftOf.get(username) ?? { ...most, atMs: nowMs };
    const seconds = (nowMs - left.atMs) / 1_000;
    left.messages = Math.min(most.messages, left.messages + seconds * limits.messagesPerSecond);
    left.bytes = Math.min(most.bytes, left.bytes + seconds * limits.bytesPerSecond);
    left.atMs = nowMs;
    leftOf.set(username, left);
    return left;
  }

  let waiting: (() => void)[] = [];
  function release(): void {
    const due = waiting;
    waiting = [];
    for (const done of due) done();
  }

  return {
    later(done) {
      if (waiting.length === 0) void clock.sleep(laterMs).then(release);
      waiting.push(done);
    },
    admit(username, bytes) {
      const left = refill(username);
      // The last one may be long: what it takes too much is missing afterwards.
      if (left.messages < 1 || (bytes > stateBytes && left.bytes <= 0)) return false;
      left.messages -= 1;
      left.bytes -= bytes;
      return true;
    },
  };
}
