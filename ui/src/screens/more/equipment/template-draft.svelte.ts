import type { RelayTemplate } from '#contract';
import { ownTree } from '#relays/template';
import { templateTrouble } from '#relays/template-rules';

type Lease = RelayTemplate['lease'];
export type LeaseKind = Lease['kind'];

/** Topic and field of what a board may not have at all. */
interface Place {
  on: boolean;
  topic: string;
  path: string;
}

const pathOf = (path: string) => (path.trim() === '' ? null : path.trim());

const asTyped = { autocapitalize: 'none', autocomplete: 'off', spellcheck: false } as const;
/** Inputs whose every letter counts, as long as the contract allows. */
export const verbatim = {
  subtopic: { ...asTyped, maxlength: 80 },
  payload: { ...asTyped, maxlength: 200 },
  word: { ...asTyped, maxlength: 40 },
} as const;

/** What a technician is writing down about a board's topics and payloads; it begins as our own tree. */
export class TemplateDraft {
  /** False: the board is programmed for our own tree. */
  own = $state(false);
  command = $state({ ...ownTree.command });
  state = $state({ topic: '', path: '', on: '', off: '' });
  availability = $state({ on: true, topic: '', path: '', online: '', offline: '' });
  power = $state<Place>({ on: true, topic: '', path: '' });
  leaseKind = $state<LeaseKind>('hold');
  hold = $state({ topic: '', payload: '' });
  repeatSeconds = $state(60);
  ask = $state({ on: true, topic: '', payload: '', afterCommand: false });

  constructor(template: RelayTemplate | null) {
    const { command, state, availability, power, lease, ask } = template ?? ownTree;
    this.own = template !== null;
    this.command = { ...command };
    this.state = { ...state, path: state.path ?? '' };
    const there = availability ?? { topic: 'status', path: null, online: 'online', offline: 'offline' };
    this.availability = { ...there, on: availability !== null, path: there.path ?? '' };
    const meter = power ?? { topic: '{channel}/power', path: null };
    this.power = { on: power !== null, topic: meter.topic, path: meter.path ?? '' };
    this.leaseKind = lease.kind;
    this.hold = lease.kind === 'hold' ? { ...lease } : { topic: '{channel}/hold', payload: '{seconds}' };
    if (lease.kind === 'repeat') this.repeatSeconds = lease.seconds;
    this.ask = { on: ask !== null, ...(ask ?? { topic: '', payload: '', afterCommand: false }) };
  }

  /** Null: our own tree. */
  template(): RelayTemplate | null {
    if (!this.own) return null;
    const { command, state, availability, power, ask } = this;
    return {
      command: { topic: command.topic.trim(), on: command.on, off: command.off },
      state: { topic: state.topic.trim(), path: pathOf(state.path), on: state.on, off: state.off },
      availability: availability.on
        ? {
            topic: availability.topic.trim(),
            path: pathOf(availability.path),
            online: availability.online,
            offline: availability.offline,
          }
        : null,
      power: power.on ? { topic: power.topic.trim(), path: pathOf(power.path) } : null,
      lease: this.#lease(),
      ask: ask.on ? { topic: ask.topic.trim(), payload: ask.payload, afterCommand: ask.afterCommand } : null,
    };
  }

  #lease(): Lease {
    if (this.leaseKind === 'hold') return { kind: 'hold', topic: this.hold.topic.trim(), payload: this.hold.payload };
    if (this.leaseKind === 'repeat') return { kind: 'repeat', seconds: this.repeatSeconds };
    return { kind: this.leaseKind };
  }
}

/** One that came by the API may have its parts in another order. */
export function sameTemplate(a: RelayTemplate | null, b: RelayTemplate | null): boolean {
  const parts = ['command', 'state', 'availability', 'power', 'lease', 'ask', 'kind', 'topic', 'path', 'on', 'off'];
  const inOrder = [...parts, 'online', 'offline', 'payload', 'seconds', 'afterCommand'];
  return JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder);
}

/** It could be saved for a board of so many channels. */
export function isUsable(template: RelayTemplate | null, channels: number): boolean {
  return template === null || (!isIncomplete(template) && templateTrouble(template, channels) === null);
}

/** Of a board that counts by itself; an input that was emptied has none. */
export function isLeaseLength(seconds: number | null | undefined): boolean {
  return Number.isInteger(seconds) && Number(seconds) >= 10 && Number(seconds) <= 90;
}

/** Somewhere nothing was filled in, or no number that may be; a question may be empty. */
export function isIncomplete({ command, state, availability, power, lease, ask }: RelayTemplate): boolean {
  const texts = [
    ...[command.topic, command.on, command.off, state.topic, state.on, state.off],
    ...(availability ? [availability.topic, availability.online, availability.offline] : []),
    ...(power ? [power.topic] : []),
    ...(lease.kind === 'hold' ? [lease.topic, lease.payload] : []),
    ...(ask ? [ask.topic] : []),
  ];
  return texts.some((text) => text.trim() === '') || (lease.kind === 'repeat' && !isLeaseLength(lease.seconds));
}
