import type { CameraVerdict } from './onvif/verdict.ts';
import { noOpinion, weigh, type Opinion, type Patience } from './opinion.ts';

/**
 * Which camera really works, and why one does not. A ladder: TCP → SOAP → login → profiles → RTSP → fps and bitrate → picture; the
 * lowest rung that is broken is the cause that people are told, because the others break with it. Pure: the monitor says what it
 * finds, `observe` weighs it.
 */
export type CameraStatus = 'online' | 'degraded' | 'offline' | 'locked' | 'unknown';

/** The stream: nobody at its port, no room for one more, no picture came, or it stopped coming. */
export type StreamFault = 'stream-refused' | 'stream-busy' | 'stream-silent' | 'stream-stalled';
export type RateFault = 'slow' | 'thin';
export type PictureFault = 'frozen' | 'black';
export type CameraCause = CameraVerdict | StreamFault | RateFault | PictureFault | 'clock-off' | 'flapping';

/** What the monitor found. */
export type Finding =
  /** It was asked over ONVIF, and all was well up to its profiles. */
  | { readonly kind: 'answered'; readonly driftMs: number | null }
  | { readonly kind: 'trouble'; readonly verdict: CameraVerdict }
  /** The last seconds of the stream, beside what its profile promises; null: it promises nothing. */
  | {
      readonly kind: 'stream';
      readonly fps: number;
      readonly kbps: number;
      readonly promised: { readonly fps: number | null; readonly kbps: number | null };
    }
  | { readonly kind: 'no-stream'; readonly why: Exclude<StreamFault, 'stream-stalled'> }
  | { readonly kind: 'picture'; readonly seen: 'live' | PictureFault }
  /** Nothing new; but time passes, and a picture that was here may be gone. */
  | { readonly kind: 'time' };

export interface ShownStatus {
  readonly status: CameraStatus;
  /** null: nothing is wrong, or nothing is known. */
  readonly cause: CameraCause | null;
  /** What comes now is a picture of now. When not, the last one is shown with its age, and never as live. */
  readonly live: boolean;
  /** Since when it is so, by the monotonic clock: of a fault, when it was last known to be none; of a refusal, when it was said. */
  readonly sinceMs: number;
}

export interface CameraHealth {
  readonly begunMs: number;
  readonly answers: Opinion<CameraVerdict>;
  readonly stream: Opinion<StreamFault>;
  readonly rate: Opinion<RateFault>;
  readonly picture: Opinion<PictureFault>;
  readonly clock: Opinion<'clock-off'>;
  /** When the last of the stream came; null: none yet. */
  readonly flowedMs: number | null;
  /** When it fell from working, within the time that counts. */
  readonly falls: readonly number[];
  readonly shown: ShownStatus;
}

/** Milliseconds unless the name says otherwise. */
export interface StatusTiming {
  /** After the power came back the cameras start too: so long nobody is called offline that was not heard yet. */
  readonly graceMs: number;
  /** A stream that stands still for so long is gone. */
  readonly stallMs: number;
  readonly answersBad: Patience;
  readonly streamBad: Patience;
  readonly streamGood: Patience;
  readonly rateBad: Patience;
  readonly rateGood: Patience;
  readonly pictureBad: Patience;
  /** Parts of what is promised: below the first it is bad, from the second on good again. */
  readonly slow: readonly [below: number, from: number];
  readonly thin: readonly [below: number, from: number];
  /** Of the camera's clock, likewise. */
  readonly driftMs: readonly [from: number, below: number];
  /** So many falls within so long are one fault of their own, until it has been steady for `steadyMs`. */
  readonly flaps: number;
  readonly flapWindowMs: number;
  readonly steadyMs: number;
}

/** Asked every 15 s for at most 8: offline within a minute. Pictures are checked once a minute, and again after 15 s. */
export const statusTiming: StatusTiming = {
  graceMs: 60_000,
  stallMs: 10_000,
  answersBad: { times: 2, ms: 5_000 },
  streamBad: { times: 2, ms: 5_000 },
  streamGood: { times: 3, ms: 2_000 },
  rateBad: { times: 5, ms: 15_000 },
  rateGood: { times: 5, ms: 10_000 },
  pictureBad: { times: 2, ms: 10_000 },
  slow: [0.5, 0.7],
  thin: [0.05, 0.1],
  driftMs: [60_000, 30_000],
  flaps: 3,
  flapWindowMs: 15 * 60_000,
  steadyMs: 10 * 60_000,
};

const atOnce: Patience = { times: 1, ms: 0 };
/** Said clearly by the camera itself: a second try would say the same, or lock the account. */
const certain = new Set<CameraVerdict>(['wrong-password', 'locked', 'no-profiles', 'not-onvif']);

export function unseen(nowMs: number): CameraHealth {
  return {
    ...{ answers: noOpinion(nowMs), stream: noOpinion(nowMs), clock: noOpinion(nowMs) },
    ...{ rate: noOpinion(nowMs), picture: noOpinion(nowMs) },
    ...{ begunMs: nowMs, flowedMs: null, falls: [] },
    shown: { status: 'unknown', cause: null, live: false, sinceMs: nowMs },
  };
}

export function observe(
  health: CameraHealth,
  finding: Finding,
  nowMs: number,
  timing: StatusTiming = statusTiming,
): CameraHealth {
  return show(afterStall(afterFinding(health, finding, nowMs, timing), nowMs, timing), nowMs, timing);
}

function afterFinding(health: CameraHealth, finding: Finding, nowMs: number, timing: StatusTiming): CameraHealth {
  switch (finding.kind) {
    case 'time':
      return health;
    case 'answered': {
      const answers = weigh(health.answers, 'good', nowMs, atOnce);
      if (finding.driftMs === null) return { ...health, answers };
      const [from, below] = timing.driftMs;
      const off = Math.abs(finding.driftMs) > (health.clock.held === 'clock-off' ? below : from);
      return { ...health, answers, clock: weigh(health.clock, off ? 'clock-off' : 'good', nowMs, atOnce) };
    }
    case 'trouble': {
      const patience = certain.has(finding.verdict) ? atOnce : timing.answersBad;
      return { ...health, answers: weigh(health.answers, finding.verdict, nowMs, patience) };
    }
    case 'stream': {
      const stream = weigh(health.stream, 'good', nowMs, timing.streamGood);
      const said = rateOf(finding, health.rate.held, timing);
      const rate = weigh(health.rate, said, nowMs, said === 'good' ? timing.rateGood : timing.rateBad);
      return { ...health, stream, rate, flowedMs: nowMs };
    }
    case 'no-stream':
      return { ...health, stream: weigh(health.stream, finding.why, nowMs, timing.streamBad) };
    case 'picture': {
      const said = finding.seen === 'live' ? 'good' : finding.seen;
      const patience = said === 'good' ? atOnce : timing.pictureBad;
      return { ...health, picture: weigh(health.picture, said, nowMs, patience) };
    }
  }
}

function rateOf(
  { fps, kbps, promised }: Extract<Finding, { kind: 'stream' }>,
  held: RateFault | 'good' | null,
  timing: StatusTiming,
): RateFault | 'good' {
  const falls = (fault: RateFault, share: number, [below, from]: readonly [number, number]) =>
    share < (held === fault ? from : below);
  if (promised.fps !== null && falls('slow', fps / promised.fps, timing.slow)) return 'slow';
  if (promised.kbps !== null && falls('thin', kbps / promised.kbps, timing.thin)) return 'thin';
  return 'good';
}

/** A line that stays open and brings nothing is the same as none. What was known of its picture is not known any more. */
function afterStall(health: CameraHealth, nowMs: number, { stallMs }: StatusTiming): CameraHealth {
  const { stream, flowedMs } = health;
  const stalled = stream.held === 'good' && flowedMs !== null && nowMs - flowedMs > stallMs;
  const next: CameraHealth = stalled
    ? { ...health, stream: { ...stream, held: 'stream-stalled', doubt: null } }
    : health;
  return next.stream.held === 'good' ? next : { ...next, rate: noOpinion(nowMs), picture: noOpinion(nowMs) };
}

function show(health: CameraHealth, nowMs: number, timing: StatusTiming): CameraHealth {
  const before = health.shown;
  const standing = stand(health, nowMs, timing);
  const fell = standing.status === 'offline' && (before.status === 'online' || before.status === 'degraded');
  const within = health.falls.filter((at) => nowMs - at < timing.flapWindowMs);
  const steady = nowMs - (within.at(-1) ?? -Infinity) >= timing.steadyMs;
  const falls = fell ? [...within, nowMs] : steady && within.length >= timing.flaps ? [] : within;
  const flaps = falls.length >= timing.flaps && standing.status === 'online';
  const shown: ShownStatus = flaps ? { ...standing, status: 'degraded', cause: 'flapping' } : standing;
  const same = shown.status === before.status && shown.cause === before.cause && shown.live === before.live;
  return { ...health, falls, shown: same ? before : shown };
}

/** The ladder itself, from the bottom. */
function stand(health: CameraHealth, nowMs: number, { graceMs }: StatusTiming): ShownStatus {
  const { answers, stream, rate, picture, clock } = health;
  const flows = stream.held === 'good';
  const unanswered = faultOf(answers) ?? (flows ? null : doubtSince(stream.goodMs, answers));
  const live = flows && faultOf(picture) === null;

  if (unanswered?.cause === 'locked' || unanswered?.cause === 'wrong-password') {
    return { status: 'locked', cause: unanswered.cause, live, sinceMs: nowMs };
  }
  // A picture that comes is worth more than an answer that does not.
  if (unanswered && !flows) {
    const { cause } = unanswered;
    const neverHeard = health.flowedMs === null && nowMs - health.begunMs < graceMs;
    if (neverHeard) return { status: 'unknown', cause, live, sinceMs: nowMs };
    return { status: 'offline', cause, live, sinceMs: Math.max(answers.goodMs, stream.goodMs) };
  }
  const [tempo, seen] = [faultOf(rate), faultOf(picture)];
  // What shows nothing needs few bits: then that is the fault, and not the line.
  const ofPicture = tempo?.cause === 'thin' ? (seen ?? tempo) : (tempo ?? seen);
  // Of a camera whose picture is awaited yet, its clock is not what keeps it from working.
  const fault = unanswered ?? faultOf(stream) ?? ofPicture ?? (flows ? faultOf(clock) : null);
  if (fault) return { status: 'degraded', live, ...fault };
  return { status: flows ? 'online' : 'unknown', cause: null, live, sinceMs: nowMs };
}

/** Of who showed a picture until just now one question without an answer is enough: two witnesses say the same. */
function doubtSince<F extends CameraCause>(
  brokeMs: number,
  { held, doubt, goodMs }: Opinion<F>,
): { cause: F; sinceMs: number } | null {
  const doubted = held === 'good' && doubt !== null && doubt.said !== 'good' && goodMs <= brokeMs;
  return doubted ? { cause: doubt.said, sinceMs: goodMs } : null;
}

function faultOf<F extends CameraCause>({ held, goodMs }: Opinion<F>): { cause: F; sinceMs: number } | null {
  return held === null || held === 'good' ? null : { cause: held, sinceMs: goodMs };
}
