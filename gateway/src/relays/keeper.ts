import type { Clock } from '../core/clock/clock.ts';
import type { AppError } from '../core/errors.ts';
import { createAlarm } from '../core/alarm.ts';
import {
  advance,
  type Channel,
  type ChannelEvent,
  type Command,
  restMs,
  unknownChannel,
  type Verdict,
  wanted,
} from './channel.ts';
import { type PowerProof, type ProofEvent, prove, type ProofFault, unmeasured } from './power-proof.ts';
import type { RelayTiming } from './timing.ts';

/** Keeps one channel as its holders want it: runs the state machine against the device and the clock. */
export interface Keeper {
  readonly channel: Channel;
  /** What its meter proves. */
  readonly proof: PowerProof;
  readonly held: boolean;
  /** Resolves when the device said ON, with how long it took since it was first told, ms. */
  hold(holder: string, signal: AbortSignal): Promise<number>;
  /** Turns a channel that nobody holds ON for a few seconds, to see whether it goes OFF by itself. */
  tryLease(): LeaseTrial;
  /** Resolves when the device said OFF, likewise, or at once while others hold it. */
  release(holder: string): Promise<number>;
  /** Nobody holds it any more, whoever did. */
  releaseAll(): Promise<number>;
  /** Taken from whoever holds it, who is told why; a trial goes on. */
  takeAway(code: 'relay.maintenance' | 'relay.offline'): void;
  /** How long a hold would wait for the amplifier's rest, ms. */
  restMs(): number;
  tell(event: ChannelEvent): void;
  /** The meter spoke. */
  measured(watts: number): void;
  /** Nothing is told to it or heard of it any more; whoever waits for it waits in vain. */
  stop(): void;
}

/** The three things that a trial finds out, one after the other; each rejects with what came in between. */
export interface LeaseTrial {
  /** The device said ON; ms since it was told. */
  readonly on: Promise<number>;
  /** How long after it was told ON the device said OFF by itself, ms; null: it did not. */
  readonly fell: Promise<number | null>;
  /** It answered OFF to the OFF that follows; ms. */
  readonly off: Promise<number>;
}

export interface KeeperParts {
  readonly clock: Clock;
  readonly timing: RelayTiming;
  /** Hands the command to the device; a command that gets lost is repeated by the state machine. */
  send(command: Command | 'measure', leaseSeconds: number): void;
  /** It can be made to say its state without being switched. */
  readonly askable: boolean;
  /** Above how many watts the amplifier counts as running; null: it is not judged by what it draws. */
  minDrawW(): number | null;
  error(code: Extract<Verdict, { code: string }>['code'] | 'relay.on-air' | 'relay.maintenance'): AppError;
  changed(): void;
  /** After so long nobody holds it any more; null: without an end. */
  maxOnMs(): number | null;
  lost(code: string): void;
  /** It is held and goes on, but its meter says that nobody hears it. */
  doubted(code: ProofFault): void;
}

interface Waiter<T = number> {
  resolve(afterMs: T): void;
  reject(error: AppError): void;
}

export function createKeeper(parts: KeeperParts): Keeper {
  const { clock, timing, send, error, changed, lost } = parts;
  let channel = unknownChannel;
  let proof = unmeasured;
  const holders = new Set<string>();
  const forOn = new Set<Waiter>();
  const forOff = new Set<Waiter>();
  const forFall = new Set<Waiter<number | null>>();
  const alarm = createAlarm(clock, () => tell({ kind: 'time' }));
  const proofAlarm = createAlarm(clock, () => weigh({ kind: 'time' }));

  function tell(event: ChannelEvent): void {
    const before = channel;
    const turn = advance(channel, event, clock.monotonic(), {
      ...timing,
      askable: parts.askable,
      maxOnMs: parts.maxOnMs(),
    });
    channel = turn.channel;
    if (turn.command) send(turn.command, channel.trial ? timing.trialLeaseSeconds : timing.leaseSeconds);
    alarm.set(channel.dueAtMs);
    if (turn.verdict) settle(turn.verdict);
    if (before.trial && !channel.trial) rejectAll(forFall, error('relay.on-air'));
    if (looksDifferent(before, turn.channel)) changed();
    if (before.said !== channel.said || wanted(before) !== wanted(channel)) weigh({ kind: 'switched' });
  }

  function weigh(event: ProofEvent): void {
    const before = proof;
    const proven = { said: channel.said, wanted: wanted(channel), minDrawW: parts.minDrawW() };
    const turn = prove(proof, event, proven, clock.monotonic(), timing);
    proof = turn.proof;
    proofAlarm.set(proof.dueAtMs);
    if (turn.command === 'off') send('off', timing.leaseSeconds);
    if (turn.command) send('measure', timing.leaseSeconds);
    if (before.fault !== proof.fault || before.watts !== proof.watts) changed();
    if (before.fault !== proof.fault && proof.fault === 'relay.no-draw') parts.doubted(proof.fault);
  }

  function settle(verdict: Verdict): void {
    switch (verdict.kind) {
      case 'on':
        return resolveAll(forOn, verdict.afterMs);
      case 'off':
        return resolveAll(forOff, verdict.afterMs);
      case 'not-off':
        return rejectAll(forOff, error(verdict.code));
      case 'not-on':
        holders.clear();
        rejectAll(forFall, error(verdict.code));
        return rejectAll(forOn, error(verdict.code));
      case 'fell':
        holders.clear();
        return resolveAll(forFall, verdict.afterMs);
      case 'kept':
        holders.clear();
        return resolveAll(forFall, null);
      case 'lost':
        holders.clear();
        rejectAll(forFall, error(verdict.code));
        rejectAll(forOn, error(verdict.code));
        return lost(verdict.code);
    }
  }

  function drop(): Promise<number> {
    return new Promise((resolve, reject) => {
      const waiter = { resolve, reject };
      forOff.add(waiter);
      if (wanted(channel) === 'on') return tell({ kind: 'drop' });
      // Already on its way: the answer to that OFF is ours too, or what is known of it by now.
      if (channel.phase === 'off') resolveAll(forOff, 0);
      else if (channel.phase === 'stuck') rejectAll(forOff, error(channel.fault ?? 'relay.unreachable'));
      else if (channel.phase === 'owing') rejectAll(forOff, error(channel.away ?? 'relay.offline'));
    });
  }

  return {
    get channel() {
      return channel;
    },
    get proof() {
      return proof;
    },
    get held() {
      return holders.size > 0;
    },

    async hold(holder, signal) {
      signal.throwIfAborted();
      holders.add(holder);
      if (channel.phase === 'on' && !channel.trial) return 0;
      resolveAll(forOff, 0);
      const confirmed = new Promise<number>((resolve, reject) => forOn.add({ resolve, reject }));
      if (wanted(channel) === 'off' || channel.trial) {
        holders.delete(trialHolder);
        tell({ kind: 'want' });
      }
      try {
        return await unlessAborted(confirmed, signal);
      } catch (failure) {
        // The machine has commanded OFF already, unless it was this caller who gave up.
        if (holders.delete(holder) && holders.size === 0) drop().catch(() => undefined);
        throw failure;
      }
    },

    tryLease() {
      holders.add(trialHolder);
      resolveAll(forOff, 0);
      const on = waitIn(forOn);
      const fell = waitIn(forFall);
      tell({ kind: 'try' });
      const off = fell.then(drop);
      off.catch(() => undefined); // told of by `fell` already
      return { on, fell, off };
    },

    async release(holder) {
      holders.delete(holder);
      return holders.size > 0 ? 0 : drop();
    },

    async releaseAll() {
      holders.clear();
      return drop();
    },

    takeAway(code) {
      if (channel.trial || holders.size === 0) return;
      holders.clear();
      rejectAll(forOn, error(code));
      drop().catch(() => undefined); // it goes on being told, and the relay's fault says if it does not obey
      lost(code);
    },

    restMs: () => (wanted(channel) === 'on' ? 0 : restMs(channel, clock.monotonic(), timing)),
    tell,
    measured: (watts) => weigh({ kind: 'reading', watts }),
    stop() {
      alarm.set(null);
      proofAlarm.set(null);
      rejectAll(forOn, error('relay.offline'));
      rejectAll(forOff, error('relay.offline'));
      rejectAll(forFall, error('relay.offline'));
    },
  };
}

const trialHolder = 'trial';

/** One more waiter; that it fails is told even when nobody has got round to asking. */
function waitIn<T>(waiters: Set<Waiter<T>>): Promise<T> {
  const waiting = new Promise<T>((resolve, reject) => waiters.add({ resolve, reject }));
  waiting.catch(() => undefined);
  return waiting;
}

function resolveAll<T>(waiters: Set<Waiter<T>>, afterMs: T): void {
  for (const waiter of waiters) waiter.resolve(afterMs);
  waiters.clear();
}

function rejectAll<T>(waiters: Set<Waiter<T>>, error: AppError): void {
  for (const waiter of waiters) waiter.reject(error);
  waiters.clear();
}

/** Whether a person would see the difference: times alone are none. */
function looksDifferent(a: Channel, b: Channel): boolean {
  return a.said !== b.said || wanted(a) !== wanted(b) || a.fault !== b.fault;
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
