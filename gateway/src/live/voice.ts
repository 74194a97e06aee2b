import type { Feed } from '../audio/feed.ts';
import type { InputFault } from '../audio/input-watch.ts';
import type { LiveVoiceLimits, LiveVoiceMessage, Reason } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import { frameSamples, readFrame, type VoiceFrame } from './frames.ts';
import { linkAt } from './link.ts';
import { createLoudness } from './loudness.ts';
import { createPace } from './pace.ts';
import type { LivePorts, Seat, SpeakersLine } from './ports.ts';
import { stageAfter, type Stage, type StageEvent } from './stage.ts';
import { timeLeft } from './time-left.ts';
import { createTransit } from './transit.ts';

/** One live voice, from the moment it was asked for. */
export interface Voice {
  readonly id: string;
  readonly ownerId: string;
  stage(): Stage;
  /** A panel of its speaker comes, or comes back: what came before it is let go. */
  attach(line: SpeakersLine): Seat;
  /** Its turn on the line: what is said is heard from here on. `at`: epoch ms. */
  turn(at: number): void;
  /** The voice ends here, and what follows it is heard. False: it had ended before. */
  close(): boolean;
  /** Its broadcast is over, and this is what came of it. */
  end(reason: Reason): void;
  /** About eight times a second: who is there, how loud, for how long. */
  beat(): void;
  /** Who was heard how, for the log. */
  facts(): Readonly<Record<string, number>>;
}

export interface VoiceParts {
  readonly id: string;
  readonly ownerId: string;
  readonly feed: Feed;
  readonly watch: ReturnType<LivePorts['openWatch']>;
  readonly limits: () => LiveVoiceLimits;
  readonly clock: Clock;
  readonly log: Logger;
  /** It has to end for a reason of its own: the line, the time, what came. */
  readonly onClose: (reason: Reason) => void;
}

const faultCodes: Record<InputFault, string> = {
  'no-signal': 'live.no-signal',
  clipping: 'live.clipping',
  noise: 'live.noise',
};
const silence = new Int16Array(frameSamples);

export function createVoice({ id, ownerId, feed, watch, limits, clock, log, onClose }: VoiceParts): Voice {
  const openedAt = clock.monotonic();
  const loudness = createLoudness();
  const pace = createPace();
  const transit = createTransit();
  let stage: Stage = 'preparing';
  let line: SpeakersLine | null = null;
  let heardAt: number | null = null;
  let voiceAt: number | null = null;
  let onAirAt: number | null = null;
  let onAirSince: string | null = null;
  let lastNumber = -1;
  let heardSinceBeat = false;
  /** The last warning, as text. */
  let told = 'null';
  let outcome: Reason | null = null;

  function move(event: StageEvent): boolean {
    const to = stageAfter(stage, event);
    if (to) stage = to;
    return to !== null;
  }

  function tell(message: LiveVoiceMessage): void {
    line?.tell(message);
  }

  function letGo(why: string): void {
    const gone = line;
    line = null;
    gone?.close(why);
  }

  /** Whatever sends such things is no panel of ours: its voice is over, not only its line. */
  function refuse(reason: Reason): void {
    log.warn({ broadcastId: id, ...reason }, 'live voice refused');
    letGo(reason.code);
    if (stage !== 'over') onClose(reason);
  }

  function hear(frame: VoiceFrame): void {
    const at = clock.monotonic();
    const offence = pace.judge(frame, at);
    if (offence) return refuse({ code: offence, params: {} });
    heardAt = at;
    heardSinceBeat = true;
    // After a lost line the panel may say again what had come already.
    if (frame.number <= lastNumber) return;
    transit.note(frame, at, lastNumber);
    lastNumber = frame.number;
    if (frame.samples) {
      loudness.hear(frame.samples);
      watch.hears(frame.samples);
      if (stage === 'speaking') voiceAt = at;
    }
    if (stage === 'speaking') feed.write(frame.samples ?? silence);
  }

  /** A live microphone is never cut for it. */
  function faultNow(): Reason | null {
    const fault = watch.fault();
    return fault && { code: faultCodes[fault], params: {} };
  }

  /** The same is told once. */
  function warn(reason: Reason | null): void {
    const words = JSON.stringify(reason);
    if (told === words) return;
    told = words;
    tell({ type: 'warning', reason });
  }

  function tellWhereItIs(): void {
    if (outcome) tell({ type: 'ended', reason: outcome });
    else if (onAirSince) tell({ type: 'on-air', at: onAirSince });
    else tell({ type: 'prepare' });
  }

  return {
    id,
    ownerId,
    stage: () => stage,
    attach(next) {
      letGo('live.replaced');
      line = next;
      told = 'null';
      tellWhereItIs();
      if (stage === 'over') letGo('live.over');
      const mine = () => line === next;
      return {
        hear(bytes) {
          if (!mine() || stage === 'over') return;
          const frame = readFrame(bytes);
          if ('refused' in frame) refuse({ code: 'live.bad-frame', params: { detail: frame.refused } });
          else hear(frame);
        },
        hearText() {
          if (mine()) refuse({ code: 'live.bad-frame', params: { detail: 'text' } });
        },
        gone(broken) {
          if (!mine()) return;
          line = null;
          if (broken) refuse({ code: 'live.bad-frame', params: { detail: 'too large, or no frame at all' } });
        },
      };
    },
    turn(at) {
      if (!move('turn')) return;
      onAirAt = clock.monotonic();
      onAirSince = new Date(Math.round(at)).toISOString();
      tellWhereItIs();
    },
    close() {
      if (!move('close')) return false;
      feed.end();
      return true;
    },
    end(reason) {
      if (!move('end')) return;
      feed.end();
      outcome = reason;
      tellWhereItIs();
      letGo('live.over');
    },
    beat() {
      if (stage === 'over') return;
      const now = clock.monotonic();
      // Also under the closing chime, or its panel takes the silence for a dead line.
      if (heardSinceBeat) tell({ type: 'level', ...loudness.take() });
      heardSinceBeat = false;
      if (stage === 'closing') return;
      if (linkAt(now, { openedAt, heardAt, onAir: stage === 'speaking' }) === 'lost') {
        return onClose({ code: stage === 'speaking' ? 'live.connection-lost' : 'live.never-connected', params: {} });
      }
      const left = onAirAt === null ? null : timeLeft(now, { onAirAt, voiceAt }, limits());
      if (left?.kind === 'close') onClose(left.reason);
      else warn(left?.kind === 'warn' ? left.reason : faultNow());
    },
    facts: transit.facts,
  };
}
