import type { ButtonPress, Gesture } from '../contract/index.ts';
import { createAlarm } from '../core/alarm.ts';
import type { Clock } from '../core/clock/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { observe, type PresenceEvent, unheard } from '../core/presence.ts';
import type { MqttLink } from '../mqtt/link.ts';
import type { ButtonRow } from './button-store.ts';
import type { Driver } from './driver.ts';
import { judgePress, type Meaning, type PressCode } from './press.ts';
import type { ButtonTiming } from './timing.ts';

/** One button as it is now: whether it is there, and what becomes of its presses. */
export interface Station {
  /** What a person chose; replaced as a whole when it changes. */
  row: ButtonRow;
  readonly topic: string;
  readonly driver: Driver;
  readonly lastSeenAt: string | null;
  readonly lastPress: ButtonPress | null;
  readonly testingUntil: string | null;
  availability(): 'online' | 'offline' | 'never-seen';
  /** A message from below its topic. */
  hear(subtopic: string, payload: Buffer, retained: boolean): void;
  lineChanged(connected: boolean): void;
  /** From now on its presses are only shown; or no longer. */
  test(on: boolean): void;
  stop(): void;
}

export interface Press {
  readonly key: number;
  readonly gesture: Gesture;
}

export interface StationParts {
  readonly row: ButtonRow;
  readonly topic: string;
  readonly driver: Driver;
  readonly link: MqttLink;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing: ButtonTiming;
  /** What it started is being heard, or about to be. */
  sounding(): boolean;
  /** Does what the press means; the reason why not, or null. */
  act(meaning: Meaning, row: ButtonRow): Promise<ButtonPress['reason']>;
  /** A press that was meant and is not obeyed, for the audit log. */
  refused(code: PressCode, row: ButtonRow): void;
  changed(): void;
  /** It came or went: worth keeping when it was last seen. */
  cameOrWent(): void;
}

/** Nothing that tells of a press is longer. */
const longestPayloadBytes = 8_192;

export function createStation(parts: StationParts): Station {
  const { topic, driver, link, clock, log, timing } = parts;
  let row = parts.row;
  let presence = unheard(row.lastSeenAt === null ? 'never-seen' : 'offline');
  let speaksSinceMs: number | null = null;
  let lastSeenAt = row.lastSeenAt;
  let lastPress: ButtonPress | null = null;
  let lastMark: string | null = null;
  let testing: { readonly untilMs: number; readonly until: string } | null = null;
  const didMs: Record<Meaning, number | null> = { start: null, 'all-clear': null };

  const presenceAlarm = createAlarm(clock, () => seen('time'));
  const testAlarm = createAlarm(clock, () => watchTest());

  function ask(): void {
    if (!link.connected) return;
    link.publish(`${topic}/${driver.ask.subtopic}`, driver.ask.payload).catch((error: unknown) => {
      log.debug({ buttonId: row.id, reason: messageOf(error) }, 'button not asked');
    });
  }

  function seen(event: PresenceEvent): void {
    const before = presence.shown;
    const { presence: now, ask: toAsk } = observe(presence, event, clock.monotonic(), timing);
    presence = now;
    presenceAlarm.set(presence.dueAtMs);
    if (toAsk) ask();
    if (presence.shown !== 'online') speaksSinceMs = null;
    else speaksSinceMs ??= clock.monotonic();
    if (presence.shown === before) return;
    log.info({ buttonId: row.id, availability: presence.shown }, 'button availability changed');
    parts.cameOrWent();
    parts.changed();
  }

  /** It has connected anew, or lost its line and will: what it says next it may have kept for long. */
  function settleAgain(): void {
    if (presence.shown === 'online') speaksSinceMs = clock.monotonic();
    lastMark = null;
  }

  function show(press: Press, did: ButtonPress['did'], reason: ButtonPress['reason'] = null): void {
    lastPress = { ...press, at: new Date(clock.now()).toISOString(), did, reason };
    parts.changed();
  }

  function pressed(press: Press): void {
    const nowMs = clock.monotonic();
    const moment = {
      nowMs,
      speaksSinceMs,
      testingUntilMs: testing?.untilMs ?? null,
      didMs,
      sounding: parts.sounding(),
    };
    const verdict = judgePress(row, press, moment, timing);
    log.info({ buttonId: row.id, ...press, verdict }, 'button pressed');
    if (verdict.do === 'nothing') return;
    if (verdict.do === 'test') return show(press, 'tested');
    if (verdict.do === 'ignore' || verdict.do === 'refuse') {
      const { code } = verdict;
      if (verdict.do === 'refuse') parts.refused(code, row);
      return show(press, verdict.do === 'refuse' ? 'refused' : 'ignored', { code, params: { button: row.name } });
    }
    void obey(verdict.do, press);
  }

  async function obey(meaning: Meaning, press: Press): Promise<void> {
    // Before it is done: the same press again must not do it twice.
    didMs[meaning] = clock.monotonic();
    const reason = await parts.act(meaning, row);
    // What could not be done may be tried again soon.
    if (reason) didMs[meaning] = clock.monotonic() - timing.restMs + timing.retryMs;
    show(press, reason ? 'refused' : meaning === 'start' ? 'started' : 'all-clear', reason);
  }

  function hear(subtopic: string, payload: Buffer, retained: boolean): void {
    // Kept by a broker it may be of yesterday: it says nothing of now, whatever it says.
    if (retained || payload.length === 0 || payload.length > longestPayloadBytes) return;
    const facts = driver.decode(subtopic, payload.toString('utf8'));
    if (!facts) return log.debug({ buttonId: row.id, subtopic }, 'button message makes no sense, ignored');
    const gone = facts.some((fact) => fact.kind === 'availability' && !fact.online);
    if (!gone) lastSeenAt = new Date(clock.now()).toISOString();
    seen(gone ? 'last-will' : 'spoke');
    for (const fact of facts) {
      if (fact.kind === 'availability') settleAgain();
      else if (fact.mark === null || fact.mark !== lastMark) {
        lastMark = fact.mark;
        pressed({ key: fact.key, gesture: fact.gesture });
      }
    }
  }

  function watchTest(): void {
    const overMs = (testing?.untilMs ?? -Infinity) + timing.testGraceMs;
    if (clock.monotonic() < overMs) return testAlarm.set(overMs);
    testing = null;
    parts.changed();
  }

  return {
    get row() {
      return row;
    },
    set row(next) {
      row = next;
    },
    topic,
    driver,
    get lastSeenAt() {
      return lastSeenAt;
    },
    get lastPress() {
      return lastPress;
    },
    get testingUntil() {
      return testing?.until ?? null;
    },
    availability: () => presence.shown,
    hear,
    lineChanged(connected) {
      speaksSinceMs = null;
      if (connected) ask();
    },
    test(on) {
      if (!on && !testing) return;
      const forMs = on ? timing.testMs : 0;
      testing = {
        untilMs: clock.monotonic() + forMs,
        until: new Date(clock.now() + forMs).toISOString(),
      };
      watchTest();
      parts.changed();
    },
    stop() {
      presenceAlarm.set(null);
      testAlarm.set(null);
    },
  };
}
