import type { Adoption, MqttCredentials, Reason, Relay } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { advance, type AdoptionEvent, type AdoptionState, begun, refused } from './adoption.ts';
import type { Announcement } from './announcements/announcement.ts';
import { createConversation } from './conversation.ts';
import { sendToShelly, sendToTasmota } from './settings/send.ts';

/** Devices that are on their way to their own account, by their id on the list. */
export interface Adopting {
  /** Sends what is put into it; that it comes back by its own account is waited for. Once more: begins anew. */
  begin(id: string, about: Announcement & { readonly speak: string }, target: Target): void;
  has(id: string): boolean;
  /** Null: it is not on its way. */
  relayOf(id: string): string | null;
  /** A device is on its way there, and not given up. */
  isAwaited(relayId: string): boolean;
  shown(id: string): Adoption | null;
  /** Answered, or given up. */
  isOver(id: string): boolean;
  said(id: string, topic: string, payload: string): void;
  happened(id: string, event: AdoptionEvent): void;
  /** A relay of the village changed: perhaps the device has come. */
  relayChanged(relay: Relay): void;
  forget(gone: (id: string, relayId: string) => boolean): void;
  /** The next moment to be asked at, monotonic. */
  dueAtMs(): number | null;
  /** It is that moment. */
  timePassed(): void;
  stop(): void;
}

export interface Target {
  readonly relayId: string;
  readonly credentials: Pick<MqttCredentials, 'files'>;
  tell(topic: string, payload: string): void;
}

interface Running {
  readonly relayId: string;
  readonly said: (topic: string, payload: string) => void;
  readonly over: AbortController;
  state: AdoptionState;
  facts: Reason['params'];
}

export function createAdopting(parts: {
  readonly clock: Clock;
  readonly log: Logger;
  readonly changed: () => void;
}): Adopting {
  const { clock, log, changed } = parts;
  const all = new Map<string, Running>();

  function settle(running: Running, state: AdoptionState, facts: Reason['params'] = {}): void {
    const { step, fault } = running.state;
    if (state === running.state) return;
    running.state = state;
    running.facts = facts;
    if (state.step === step && state.fault === fault) return;
    log.info({ relayId: running.relayId, step: state.step, fault: state.fault }, 'device being added');
    changed();
  }

  const happen = (running: Running, event: AdoptionEvent) =>
    settle(running, advance(running.state, event, clock.monotonic()), running.facts);

  function refuse(running: Running, { code, params }: Reason): void {
    if (running.state.step === 'sending') settle(running, refused(running.state, code), params);
  }

  const isSettled = ({ step, fault }: AdoptionState) => step === 'answered' || fault !== null;

  return {
    begin(id, about, { relayId, credentials: { files }, tell }) {
      all.get(id)?.over.abort(new Error('begun anew'));
      const over = new AbortController();
      const { conversation, said } = createConversation(clock, (topic, payload) => {
        if (!over.signal.aborted) tell(topic, payload);
      });
      const running: Running = { relayId, said, over, state: begun(clock.monotonic()), facts: {} };
      all.set(id, running);
      changed();
      const fileOf = (kind: (typeof files)[number]['kind']) => files.find((file) => file.kind === kind)?.text ?? '';
      const sent =
        about.family === 'tasmota'
          ? sendToTasmota(conversation, about.speak, fileOf('console'))
          : sendToShelly(conversation, about.speak, {
              settings: fileOf('shelly-settings'),
              script: fileOf('shelly-script'),
            });
      sent.then(
        (refusal) => {
          if (refusal) refuse(running, refusal);
        },
        (error: unknown) => {
          log.error({ relayId, err: error }, 'settings not sent');
          refuse(running, reasonOf(error));
        },
      );
    },

    has: (id) => all.has(id),
    relayOf: (id) => all.get(id)?.relayId ?? null,

    isAwaited: (relayId) => [...all.values()].some((one) => one.relayId === relayId && !isSettled(one.state)),

    shown(id) {
      const running = all.get(id);
      if (!running) return null;
      const { relayId, state, facts } = running;
      return { relayId, step: state.step, fault: state.fault === null ? null : { code: state.fault, params: facts } };
    },

    isOver(id) {
      const state = all.get(id)?.state;
      return state === undefined || isSettled(state);
    },

    said: (id, topic, payload) => all.get(id)?.said(topic, payload),

    happened(id, event) {
      const running = all.get(id);
      if (running) happen(running, event);
    },

    relayChanged({ id, availability, channels }) {
      if (availability !== 'online') return;
      for (const running of all.values()) {
        if (running.relayId !== id) continue;
        happen(running, 'arrived');
        if (channels.every(({ state }) => state !== 'unknown')) happen(running, 'answered');
      }
    },

    forget(gone) {
      for (const [id, { relayId, over }] of all) {
        if (!gone(id, relayId)) continue;
        over.abort(new Error('forgotten'));
        all.delete(id);
      }
    },

    dueAtMs() {
      const dues = [...all.values()].flatMap(({ state }) => state.dueAtMs ?? []);
      return dues.length === 0 ? null : Math.min(...dues);
    },

    timePassed() {
      for (const running of all.values()) happen(running, 'time');
    },

    stop() {
      for (const { over } of all.values()) over.abort(new Error('stopped'));
    },
  };
}
