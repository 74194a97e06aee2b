import type { SwitchState } from '../contract/index.ts';
import type { RelayTiming } from './timing.ts';

/**
 * One channel of a relay, pure. Only the device's own word moves it to `on` or `off`; a command sent is not a command
 * obeyed. `nowMs` is monotonic time throughout.
 *
 *   off ─want─► resting ─► arming ─said ON─► on ─said OFF─► recovering ─said ON─► on
 *    ▲                       │ no answer     │ drop, lease over, │ no answer, too often
 *    │                       │               │ on for too long   │
 *    └──said OFF── disarming ◄───────────────┴───────────────────┘
 *         (on trial: ON with a short lease that nobody renews, so it should say OFF by itself and come to disarming)
 *         (no answer: stuck, tried for ever · out of reach: owing, tried when it is back)
 */
export type Phase = 'off' | 'resting' | 'arming' | 'on' | 'recovering' | 'disarming' | 'stuck' | 'owing';

/** What moves a channel from phase to phase. */
type Move =
  'fell' | 'kept' | 'want' | 'drop' | 'said-on' | 'said-off' | 'rested' | 'gave-up' | 'too-long' | 'away' | 'back';

const next: Record<Phase, Partial<Record<Move, Phase>>> = {
  off: { want: 'resting', 'said-on': 'disarming', back: 'disarming' },
  resting: { rested: 'arming', drop: 'disarming', away: 'owing' },
  arming: { 'said-on': 'on', drop: 'disarming', 'gave-up': 'disarming', away: 'owing' },
  on: {
    'said-off': 'recovering',
    drop: 'disarming',
    'gave-up': 'disarming',
    'too-long': 'disarming',
    fell: 'disarming',
    kept: 'disarming',
  },
  recovering: { 'said-on': 'on', drop: 'disarming', 'gave-up': 'disarming' },
  disarming: { 'said-off': 'off', 'gave-up': 'stuck', want: 'resting', away: 'owing' },
  stuck: { 'said-off': 'off', want: 'resting', away: 'owing', back: 'disarming' },
  owing: { 'said-off': 'off', 'said-on': 'disarming', want: 'resting', back: 'disarming' },
};

export type ChannelEvent =
  /** Somebody holds it now; nobody holds it any more. */
  | { readonly kind: 'want' | 'drop' }
  /** Like `want`, to see whether it goes off by itself when nobody renews its lease. */
  | { readonly kind: 'try' }
  /** The device spoke. `retained`: the broker repeats what it said some time ago, which proves nothing about now. */
  | { readonly kind: 'said'; readonly on: boolean; readonly retained: boolean; readonly at: number }
  /** `dueAtMs` has come. */
  | { readonly kind: 'time' }
  /** The device cannot be reached, and why; it can be again. */
  | { readonly kind: 'away'; readonly code: AwayCode }
  | { readonly kind: 'back' };

export type AwayCode = 'relay.offline' | 'mqtt.offline';
export type FaultCode = 'relay.unreachable' | 'relay.refused' | 'relay.turned-off' | 'relay.stuck-on' | 'relay.max-on';

export interface Channel {
  readonly phase: Phase;
  readonly said: SwitchState;
  /** Wall time of the device's last word, epoch ms. */
  readonly saidAt: number | null;
  readonly fault: FaultCode | null;
  readonly away: AwayCode | null;
  /** Times the present command was sent without the answer it wants; when it was first, when last. */
  readonly sent: number;
  readonly askedAtMs: number;
  readonly sentAtMs: number;
  /** When silence becomes a `time` event. */
  readonly dueAtMs: number | null;
  /** The device answered the last sending, but with the opposite. */
  readonly contradicted: boolean;
  /** Times it had to be turned ON again since its lease was last renewed. */
  readonly comebacks: number;
  readonly leaseEndsAtMs: number;
  readonly wentOffAtMs: number | null;
  /** Since when it is on for whoever holds it, one after the other; what is turned ON again in between counts on. */
  readonly onSinceMs: number;
  /** It is ON only to see it go off by itself. */
  readonly trial: boolean;
}

/** What is to be told to the device. */
export type Command = 'on' | 'off' | 'renew' | 'ask';

/** How a wish ended; `lost`: it was on and held, and is no more. */
export type Verdict =
  | { readonly kind: 'on'; readonly afterMs: number }
  | { readonly kind: 'off'; readonly afterMs: number }
  | { readonly kind: 'not-on' | 'not-off'; readonly code: FaultCode | AwayCode }
  | { readonly kind: 'lost'; readonly code: FaultCode }
  /** How a trial ended: it went off by itself so long after it was told ON, or was still on well after its lease. */
  | { readonly kind: 'fell'; readonly afterMs: number }
  | { readonly kind: 'kept' };

export interface Turn {
  readonly channel: Channel;
  readonly command: Command | null;
  readonly verdict: Verdict | null;
}

/** A channel nobody has heard of yet. */
export const unknownChannel: Channel = {
  phase: 'off',
  said: 'unknown',
  saidAt: null,
  fault: null,
  away: 'relay.offline',
  sent: 0,
  askedAtMs: 0,
  sentAtMs: 0,
  dueAtMs: null,
  contradicted: false,
  comebacks: 0,
  leaseEndsAtMs: 0,
  wentOffAtMs: null,
  onSinceMs: 0,
  trial: false,
};

const wantedPhases: ReadonlySet<Phase> = new Set(['resting', 'arming', 'on', 'recovering']);

/** What the gateway wants of it. */
export function wanted(channel: Channel): 'on' | 'off' {
  return wantedPhases.has(channel.phase) ? 'on' : 'off';
}

/**
 * `maxOnMs`: longer than this nobody holds it, whoever wants to; null: without an end. `askable`: it can be made to say its
 * state without being switched.
 */
export type ChannelTiming = RelayTiming & { readonly maxOnMs: number | null; readonly askable: boolean };

/** The channel after the event, what to send, and which wish was decided. */
export function advance(channel: Channel, event: ChannelEvent, nowMs: number, timing: ChannelTiming): Turn {
  switch (event.kind) {
    case 'want':
      return channel.trial ? endTrial(channel, nowMs, timing) : move(channel, 'want', nowMs, timing);
    case 'try':
      return wanted(channel) === 'off' ? move({ ...channel, trial: true }, 'want', nowMs, timing) : quiet(channel);
    case 'drop':
      return move(channel, 'drop', nowMs, timing);
    case 'said':
      return hear(channel, event, nowMs, timing);
    case 'away':
      return move({ ...channel, away: event.code }, 'away', nowMs, timing);
    case 'back':
      return comeBack({ ...channel, away: null }, nowMs, timing);
    case 'time':
      return channel.dueAtMs !== null && nowMs >= channel.dueAtMs ? timeUp(channel, nowMs, timing) : quiet(channel);
  }
}

/** A broadcast needs the channel: it is armed again, with a whole lease. */
function endTrial(before: Channel, nowMs: number, timing: ChannelTiming): Turn {
  const channel = { ...before, trial: false };
  return channel.phase === 'resting' ? quiet(channel) : enter(channel, 'arming', nowMs, timing);
}

const quiet = (channel: Channel): Turn => ({ channel, command: null, verdict: null });

function hear(
  before: Channel,
  { on, retained, at }: ChannelEvent & { kind: 'said' },
  nowMs: number,
  timing: ChannelTiming,
): Turn {
  const said = on ? 'on' : 'off';
  if (retained) return quiet(before.saidAt === null ? { ...before, said } : before);
  const channel: Channel = {
    ...before,
    said,
    saidAt: at,
    fault: cured(before.fault, on),
    contradicted: before.contradicted || said !== wanted(before),
    wentOffAtMs: before.said === 'on' && !on ? nowMs : before.wentOffAtMs,
  };
  if (channel.phase === 'on' && channel.trial) {
    if (!on) return move(channel, 'fell', nowMs, timing);
    return channel.sent === 0 ? quiet(channel) : move(channel, 'kept', nowMs, timing);
  }
  if (on && channel.phase === 'on') return quiet(renewed(channel, timing));
  return move(channel, on ? 'said-on' : 'said-off', nowMs, timing);
}

/** Any word ends `unreachable`, OFF ends `stuck-on`; what it did wrong while held stays until it does that right. */
function cured(fault: FaultCode | null, on: boolean): FaultCode | null {
  return fault === 'relay.unreachable' || (fault === 'relay.stuck-on' && !on) ? null : fault;
}

/** An ON while a renewal is awaited is its answer: the lease runs from when that was sent. */
function renewed(channel: Channel, timing: RelayTiming): Channel {
  return channel.sent === 0 ? channel : { ...leased(channel, timing), comebacks: 0 };
}

function leased(channel: Channel, timing: RelayTiming): Channel {
  const trialMs = channel.trial ? timing.trialLeaseSeconds * 1000 + timing.trialGraceMs : 0;
  return {
    ...channel,
    sent: 0,
    leaseEndsAtMs: channel.sentAtMs + trialMs + timing.leaseSeconds * 1000,
    dueAtMs: channel.sentAtMs + (channel.trial ? trialMs : timing.renewMs),
  };
}

function comeBack(channel: Channel, nowMs: number, timing: ChannelTiming): Turn {
  // It may have been restarted meanwhile and be OFF; its answer tells.
  // On trial it is asked in its own time: that it is still ON before that proves nothing.
  if (channel.phase === 'on') return channel.trial ? quiet(channel) : send({ ...channel, sent: 0 }, nowMs, timing);
  return move(channel, 'back', nowMs, timing);
}

/** The time of the present phase is up: send once more, or give up. */
function timeUp(channel: Channel, nowMs: number, timing: ChannelTiming): Turn {
  switch (channel.phase) {
    case 'off':
    case 'owing':
      return quiet({ ...channel, dueAtMs: null });
    case 'resting':
      return move(channel, 'rested', nowMs, timing);
    case 'arming':
    case 'disarming':
      return channel.sent < timing.answerMs.length
        ? send(channel, nowMs, timing)
        : move(channel, 'gave-up', nowMs, timing);
    case 'recovering':
      return channel.sent < timing.comebacks ? send(channel, nowMs, timing) : move(channel, 'gave-up', nowMs, timing);
    case 'on':
      if (timing.maxOnMs !== null && nowMs >= channel.onSinceMs + timing.maxOnMs) {
        return move(channel, 'too-long', nowMs, timing);
      }
      if (nowMs >= channel.leaseEndsAtMs) return move(channel, 'gave-up', nowMs, timing);
      if (channel.away) return quiet({ ...channel, dueAtMs: channel.leaseEndsAtMs });
      // One that cannot be asked says of its own accord what it does: it did not say OFF.
      if (channel.trial && !timing.askable) return move(channel, 'kept', nowMs, timing);
      if (channel.trial && channel.sent >= timing.answerMs.length) return move(channel, 'gave-up', nowMs, timing);
      if (channel.sent < timing.answerMs.length) return send(channel, nowMs, timing);
      return send({ ...channel, fault: 'relay.unreachable' }, nowMs, timing);
    case 'stuck':
      return send(channel, nowMs, timing);
  }
}

function move(before: Channel, how: Move, nowMs: number, timing: ChannelTiming): Turn {
  const phase = next[before.phase][how];
  if (!phase) return quiet(before);
  const verdict = judge(before, phase, how, nowMs);
  const turn = enter(blame(before, verdict), phase, nowMs, timing);
  return { ...turn, verdict: verdict ?? turn.verdict };
}

/** Which wish a change of phase decides. */
function judge(before: Channel, phase: Phase, how: Move, nowMs: number): Verdict | null {
  const failed = how === 'gave-up' || how === 'away';
  const afterMs = nowMs - before.askedAtMs;
  switch (before.phase) {
    case 'resting':
    case 'arming':
      if (phase === 'on') return { kind: 'on', afterMs };
      return failed ? { kind: 'not-on', code: before.away ?? onFault(before) } : null;
    case 'on':
      if (how === 'too-long') return { kind: 'lost', code: 'relay.max-on' };
      if (how === 'fell') return { kind: 'fell', afterMs };
      if (how === 'kept') return { kind: 'kept' };
      return failed ? { kind: 'lost', code: 'relay.unreachable' } : null;
    case 'recovering':
      if (phase === 'on') return { kind: 'on', afterMs };
      return failed ? { kind: 'lost', code: 'relay.turned-off' } : null;
    case 'disarming':
      if (phase === 'off') return { kind: 'off', afterMs };
      return failed ? { kind: 'not-off', code: before.away ?? offFault(before) } : null;
    case 'stuck':
    case 'owing':
      return phase === 'off' ? { kind: 'off', afterMs } : null;
    case 'off':
      return null;
  }
}

const onFault = (channel: Channel): FaultCode => (channel.contradicted ? 'relay.refused' : 'relay.unreachable');
const offFault = (channel: Channel): FaultCode => (channel.said === 'on' ? 'relay.stuck-on' : 'relay.unreachable');

/** A verdict against the device is its fault; that it is out of reach, its availability says. */
function blame(channel: Channel, verdict: Verdict | null): Channel {
  if (verdict?.kind === 'on') return { ...channel, fault: null };
  if (!verdict || !('code' in verdict) || isAway(verdict.code)) return channel;
  return { ...channel, fault: verdict.code };
}

function isAway(code: FaultCode | AwayCode): code is AwayCode {
  return code === 'relay.offline' || code === 'mqtt.offline';
}

/** How long the amplifier still rests after its last OFF before it may be commanded ON, ms. */
export function restMs({ wentOffAtMs }: Channel, nowMs: number, timing: RelayTiming): number {
  return wentOffAtMs === null ? 0 : Math.max(0, wentOffAtMs + timing.minOffMs - nowMs);
}

function enter(before: Channel, phase: Phase, nowMs: number, timing: ChannelTiming): Turn {
  const channel: Channel = { ...before, phase, sent: 0, dueAtMs: null };
  switch (phase) {
    case 'off':
    case 'owing':
      return quiet({ ...channel, trial: false });
    case 'resting': {
      const waitMs = restMs(channel, nowMs, timing);
      return waitMs > 0 ? quiet({ ...channel, dueAtMs: nowMs + waitMs }) : enter(channel, 'arming', nowMs, timing);
    }
    case 'arming':
      return send({ ...channel, comebacks: 0 }, nowMs, timing);
    case 'on':
      return quiet(
        leased({ ...channel, onSinceMs: before.phase === 'recovering' ? channel.onSinceMs : nowMs }, timing),
      );
    case 'recovering':
      if (channel.comebacks >= timing.comebacks) return move(channel, 'gave-up', nowMs, timing);
      return send({ ...channel, comebacks: channel.comebacks + 1 }, nowMs, timing);
    case 'disarming':
      if (channel.away) return owe(channel, channel.away);
      return send(
        { ...channel, trial: false, wentOffAtMs: channel.said === 'on' ? nowMs : channel.wentOffAtMs },
        nowMs,
        timing,
      );
    case 'stuck':
      return send({ ...channel, sent: before.sent }, nowMs, timing);
  }
}

/** A device out of reach is owed its OFF until it is back; meanwhile its lease is all there is. */
function owe(channel: Channel, code: AwayCode): Turn {
  return { channel: { ...channel, phase: 'owing', trial: false }, command: null, verdict: { kind: 'not-off', code } };
}

function send(channel: Channel, nowMs: number, timing: ChannelTiming): Turn {
  const sent = channel.sent + 1;
  const answerBy = nowMs + answerMs(sent, timing);
  return {
    channel: {
      ...channel,
      sent,
      // A trial counts from its first ON, whatever is asked after that.
      askedAtMs: channel.sent === 0 && !(channel.trial && channel.phase === 'on') ? nowMs : channel.askedAtMs,
      sentAtMs: nowMs,
      contradicted: false,
      // No longer than the lease lasts: then the device is OFF, whatever it says.
      dueAtMs: channel.phase === 'on' ? Math.min(answerBy, channel.leaseEndsAtMs) : answerBy,
    },
    command: channel.away ? null : commandFor(channel),
    verdict: null,
  };
}

function commandFor(channel: Channel): Command {
  if (wanted(channel) === 'off') return 'off';
  if (channel.phase !== 'on') return 'on';
  return channel.trial ? 'ask' : 'renew';
}

/** As listed, then doubling up to the longest. */
function answerMs(sent: number, timing: RelayTiming): number {
  const listed = timing.answerMs[sent - 1];
  if (listed !== undefined) return listed;
  const last = timing.answerMs.at(-1) ?? timing.longestRetryMs;
  return Math.min(timing.longestRetryMs, last * 2 ** (sent - timing.answerMs.length));
}
