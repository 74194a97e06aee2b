import type { Clock } from '../../core/clock/clock.ts';
import type { Cause, StoryLine } from './simulated-relay.ts';

/** The contacts of a relay, each with a timer that really counts down. */
export interface Contacts {
  readonly story: readonly StoryLine[];
  isOn(channel: number): boolean;
  set(channel: number, on: boolean, by: Cause): void;
  /** Calls `fell` when the channel has been left alone for `ms`; anew each time, 0 takes the timer away. */
  countDown(channel: number, ms: number): void;
  /** Every contact open, every timer gone: no power. */
  release(): void;
}

export function createContacts(parts: {
  readonly channels: number;
  readonly clock: Clock;
  readonly fell: (channel: number) => void;
  readonly onStory: ((line: StoryLine) => void) | undefined;
}): Contacts {
  const { channels, clock, fell, onStory } = parts;
  const closed = new Set<number>();
  const timers = new Map<number, AbortController>();
  const story: StoryLine[] = [];

  function set(channel: number, on: boolean, by: Cause): void {
    if (closed.has(channel) === on) return;
    if (on) closed.add(channel);
    else closed.delete(channel);
    const line: StoryLine = { at: clock.now(), channel, state: on ? 'on' : 'off', by };
    story.push(line);
    onStory?.(line);
  }

  function countDown(channel: number, ms: number): void {
    timers.get(channel)?.abort();
    timers.delete(channel);
    if (ms === 0) return;
    const timer = new AbortController();
    timers.set(channel, timer);
    void clock.sleep(ms, timer.signal).then(
      () => fell(channel),
      () => undefined,
    );
  }

  return {
    story,
    isOn: (channel) => closed.has(channel),
    set,
    countDown,
    release() {
      for (let channel = 1; channel <= channels; channel++) {
        countDown(channel, 0);
        set(channel, false, 'power');
      }
    },
  };
}
