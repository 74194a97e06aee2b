import { untrack } from 'svelte';
import type { CameraEvent, CameraGap } from '#contract';
import type { Panel } from '../../lib/panel.ts';
import { addDays } from '../../lib/time.ts';
import { instantOf } from '../../lib/village-instant.ts';

/** A day of a camera that never rests has some hundreds; nine of them fit. */
const pageLimit = 500;
const mostPages = 8;
const gapsAgainMs = 30_000;

/** What cameras noticed on one day: fetched once, then told of what changes. */
export class DayEvents {
  events = $state.raw<readonly CameraEvent[]>([]);
  gaps = $state.raw<readonly CameraGap[]>([]);
  trouble = $state<string | null>(null);
  readonly #panel: Pick<Panel, 'api' | 'live' | 'sayProblem'>;
  readonly #date: () => string;
  readonly #timeZone: () => string;
  /** Of which day the events are. */
  #known = $state.raw<DayEvents['span'] | null>(null);
  /** Midnight and the next, as the gateway wants them. */
  readonly span = $derived.by(() => {
    const [date, zone] = [this.#date(), this.#timeZone()];
    return { from: instantOf(date, '00:00', zone), to: instantOf(addDays(date, 1), '00:00', zone) };
  });

  /** To be made while a component is; it listens until that component goes. */
  constructor(panel: Pick<Panel, 'api' | 'live' | 'sayProblem'>, date: () => string, timeZone: () => string) {
    this.#panel = panel;
    this.#date = date;
    this.#timeZone = timeZone;
    $effect(() => {
      const { span } = this;
      if (panel.live.connection === 'lost') return;
      untrack(() => void this.#load(span));
      const timer = setInterval(() => void this.#askGaps(span).catch(() => undefined), gapsAgainMs);
      return () => clearInterval(timer);
    });
    $effect(() => {
      const told = panel.live.lastCameraEvent;
      if (told) untrack(() => void this.#hear(told));
    });
  }

  /** Those of another day say nothing of this one. */
  get loaded(): boolean {
    return this.#known === this.span;
  }

  again(): void {
    void this.#load(this.span);
  }

  /** As the gateway just answered. */
  put(event: CameraEvent): void {
    const others = this.events.filter(({ id }) => id !== event.id);
    const touches = event.startedAt < this.span.to && (event.endedAt ?? this.span.to) >= this.span.from;
    const events = touches ? [...others, event] : others;
    this.events = events.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  }

  async #load(span: { from: string; to: string }): Promise<void> {
    const events: CameraEvent[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < mostPages; page++) {
        const answer = await this.#panel.api.cameraEvents.list({
          ...span,
          limit: pageLimit,
          ...(cursor !== undefined && { cursor }),
        });
        events.push(...answer.items);
        cursor = answer.next ?? undefined;
        if (cursor === undefined) break;
      }
      // Only with the gaps can it be said that nothing happened.
      await this.#askGaps(span);
      if (span !== this.span) return;
      this.events = events;
      this.#known = span;
      this.trouble = null;
    } catch (thrown) {
      if (span === this.span) this.trouble = this.#panel.sayProblem(thrown);
    }
  }

  async #askGaps(span: { from: string; to: string }): Promise<void> {
    const gaps = await this.#panel.api.cameraEvents.gaps(span.from, span.to);
    if (span === this.span) this.gaps = gaps;
  }

  async #hear({ id, gone }: { id: string; gone: boolean }): Promise<void> {
    const event = gone ? null : await this.#panel.api.cameraEvents.get(id).catch(() => null);
    if (event) this.put(event);
    else this.events = this.events.filter((one) => one.id !== id);
  }
}
