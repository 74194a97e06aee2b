import type { LiveVoiceInput, LiveVoiceMessage } from '#contract';
import { problemOf, type Api } from '../api.ts';
import type { Reason } from '../say.ts';
import { stayAwake } from './awake.ts';
import type { Captured } from './capture.worklet.ts';
import { encodeFrame, levelOfFrame } from './frame.ts';
import { openLine, type Line } from './line.ts';
import { codeOfMicrophone } from './microphone-faults.ts';
import { openMicrophone, type Microphone } from './microphone.ts';

/**
 * off → asking (the browser asks its owner) → trying (heard here only) → preparing → on-air → finishing → over. Sound
 * leaves this device only while `talking`.
 */
export type Step = 'off' | 'asking' | 'trying' | 'preparing' | 'on-air' | 'finishing' | 'over';

const silence = { rmsDb: -100, peakDb: -100 };
/** While the microphone is taken by a phone call the gateway is told that somebody is still there. */
const hereMs = 250;
const shownEvery = 5;
/** So long without the gateway it has closed the voice by itself. Before anybody is heard it waits longer. */
const givenUpMs = 4_000;
const givenUpPreparingMs = 12_000;

/** Somebody speaks into this device. */
export class LiveVoice {
  step = $state<Step>('off');
  /** The button is held, or switched to speaking: only then sound leaves. */
  talking = $state(false);
  level = $state.raw(silence);
  /** Of the browser, or the gateway's refusal. */
  problem = $state.raw<Reason | null>(null);
  /** What the gateway hears amiss. */
  warning = $state.raw<Reason | null>(null);
  interrupted = $state(false);
  /** The line broke and is being opened again. */
  away = $state(false);
  /** Somebody spoke while the line was away: that was heard nowhere. */
  lost = $state(false);
  /** When it was first heard, by the gateway's clock; null: it was not. */
  onAirAt = $state.raw<string | null>(null);
  outcome = $state.raw<Reason | null>(null);
  id = $state.raw<string | null>(null);

  readonly #api: Api['liveVoices'];
  #microphone: Microphone | null = null;
  #line: Line | null = null;
  #nearHorn = false;
  #left = false;
  #number = 0;
  #capturedAt = 0;
  #shown = 0;
  #awaySince: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #letSleep: () => void = () => undefined;

  constructor(api: Api['liveVoices']) {
    this.#api = api;
  }

  get live(): boolean {
    return ['preparing', 'on-air', 'finishing'].includes(this.step);
  }

  /** What is said now leaves this device. */
  get heard(): boolean {
    return this.talking && !this.away;
  }

  /**
   * Opens the microphone, to be tried. Only a tap may ask for it. Called again while the browser asks, it is opened as
   * was said last.
   */
  async try(nearHorn: boolean): Promise<void> {
    this.#nearHorn = nearHorn;
    if (this.step === 'asking') return;
    this.step = 'asking';
    this.problem = null;
    try {
      await this.#open();
    } catch (thrown) {
      this.step = 'off';
      this.problem = { code: codeOfMicrophone(thrown) };
    }
  }

  async #open(): Promise<void> {
    this.#microphone?.close();
    this.#microphone = null;
    const nearHorn = this.#nearHorn;
    const microphone = await openMicrophone({
      nearHorn,
      onframe: (captured) => this.#hear(captured),
      onchange: () => this.#mind(),
    });
    // Its owner may answer the browser long after the screen was left.
    if (this.#left) return microphone.close();
    this.#microphone = microphone;
    if (nearHorn !== this.#nearHorn) return this.#open();
    this.step = 'trying';
    this.#mind();
  }

  /** Asks the gateway to open the horns. */
  async begin(input: LiveVoiceInput): Promise<void> {
    await this.#api.start(input);
    this.id = input.id;
    this.step = 'preparing';
    if (this.#left) return this.finish();
    this.#letSleep = stayAwake();
    addEventListener('beforeunload', ask);
    document.addEventListener('visibilitychange', this.#onSeen);
    this.#timer = setInterval(() => this.#beat(), hereMs);
    this.#line = openLine({
      id: input.id,
      onmessage: (message) => this.#take(message),
      onchange: () => this.#mind(),
      onrefused: (why) => this.#end(this.outcome ?? { code: why }),
      closing: () => this.step === 'finishing',
    });
  }

  talk(on: boolean): void {
    this.talking = on && this.step === 'on-air' && !this.interrupted;
    if (on) this.#microphone?.resume();
  }

  /** The closing chime, then silence. */
  async finish(): Promise<void> {
    if (!this.id || this.step === 'finishing' || this.step === 'over') return;
    this.talking = false;
    const before = this.step;
    this.step = 'finishing';
    try {
      await this.#api.finish(this.id);
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === 'live.not-found') this.#end({ code: problem.code });
      else {
        this.step = before;
        this.problem = problem;
      }
    }
  }

  /** Forgets what was, for another time. */
  again(): void {
    this.#release();
    this.step = 'off';
    this.lost = false;
    this.id = this.outcome = this.problem = this.warning = this.onAirAt = null;
  }

  /** The screen is left, for good. */
  leave(): void {
    this.#left = true;
    if (this.live) void this.finish();
    this.#release();
  }

  #hear({ samples, at }: Captured): void {
    this.#number++;
    this.#capturedAt = at;
    if (++this.#shown % shownEvery === 0 && this.step !== 'on-air' && !this.away) this.level = levelOfFrame(samples);
    this.#line?.send(encodeFrame(this.#number, this.talking ? samples : null, at));
  }

  /** Also while the microphone gives nothing, somebody is here: the same frame's number, and no sound. */
  #beat(): void {
    if (this.interrupted) this.#line?.send(encodeFrame(this.#number, null, this.#capturedAt));
    if (this.talking && this.away) this.lost = true;
    const preparing = this.step === 'preparing';
    const awayMs = this.#awaySince === null ? 0 : performance.now() - this.#awaySince;
    if (awayMs > (preparing ? givenUpPreparingMs : givenUpMs)) {
      this.#end({ code: preparing ? 'live.never-connected' : 'live.away-too-long' });
    }
  }

  #take(message: LiveVoiceMessage): void {
    switch (message.type) {
      case 'prepare':
        return;
      case 'on-air':
        this.onAirAt = message.at;
        if (this.step === 'preparing') this.step = 'on-air';
        return;
      case 'level':
        if (this.step === 'on-air') this.level = this.talking ? message : silence;
        return;
      case 'warning':
        this.warning = message.reason;
        return;
      case 'ended':
        return this.#end(message.reason);
    }
  }

  #end(outcome: Reason): void {
    if (this.step === 'over') return;
    this.outcome = outcome;
    this.step = 'over';
    this.#release();
  }

  #mind(): void {
    this.interrupted = this.#microphone?.interrupted() ?? false;
    if (this.interrupted) this.talking = false;
    this.away = this.#line !== null && !this.#line.open();
    if (!this.away) this.#awaySince = null;
    else {
      this.#awaySince ??= performance.now();
      // The last that the gateway heard is not what it hears now.
      this.level = silence;
    }
  }

  readonly #onSeen = (): void => {
    // A finger that held the button is not on it any more.
    if (document.visibilityState === 'hidden') this.talking = false;
    else this.#microphone?.resume();
    this.#mind();
  };

  #release(): void {
    clearInterval(this.#timer);
    this.#line?.close();
    this.#line = null;
    this.#microphone?.close();
    this.#microphone = null;
    this.#letSleep();
    removeEventListener('beforeunload', ask);
    document.removeEventListener('visibilitychange', this.#onSeen);
    this.talking = this.interrupted = this.away = false;
    this.#awaySince = null;
    this.level = silence;
  }
}

/** Closing the page would cut somebody off in the middle of a word: the browser asks. */
function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
