import type { Slot } from '#contract';
import type { Panel } from './panel.ts';
import { addDays, villageMoment } from './time.ts';

/** The gateway tells of yesterday to two weeks ahead by itself; the last of those days is left to whoever asks. */
const toldBefore = 1;
const toldAhead = 13;
/** Saving one programme changes many things at once: they are asked for once. */
const burstMs = 400;

/** Slots of any days, at most 62: those the gateway tells of by itself, and the others asked for as long as they are shown. */
export class SlotHorizon {
  /** Of the days that are not told of by themselves; null: not here yet. */
  #asked = $state.raw<readonly Slot[] | null>(null);
  /** Why the days beyond could not be had, in words. */
  trouble = $state<string | null>(null);

  readonly #panel: Pick<Panel, 'api' | 'clock' | 'live' | 'sayProblem'>;
  readonly #days: () => readonly string[];
  readonly #timeZone = $derived.by(() => this.#panel.live.village?.timeZone ?? 'UTC');
  readonly #today = $derived.by(() => villageMoment(this.#panel.clock.now, this.#timeZone).date);
  /** The days to ask for, as text, so that it changes only when they do. */
  readonly #beyond = $derived.by(() => {
    const [first, last] = [addDays(this.#today, -toldBefore), addDays(this.#today, toldAhead)];
    return this.#days()
      .filter((day) => day < first || day > last)
      .join(' ');
  });
  /** What their slots follow from: anew whenever any of it changes. */
  readonly #plan = $derived.by(() => {
    const { connection, overlays, programmes } = this.#panel.live;
    return { beyond: this.#beyond, connection, overlays, programmes };
  });
  /** In order of time. */
  readonly slots = $derived.by(() => {
    const { live } = this.#panel;
    const isOn = (slot: Slot, days: readonly string[]) =>
      days.includes(villageMoment(slot.startsAt, this.#timeZone).date);
    const beyond = this.#beyond.split(' ');
    const asked = (this.#asked ?? []).filter((slot) => !live.slot(slot.id) && isOn(slot, beyond));
    const told = live.slots.filter((slot) => isOn(slot, this.#days()));
    return [...asked, ...told].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  });
  /** Some of the days are not here yet. */
  readonly waiting = $derived(this.#beyond !== '' && this.#asked === null && this.trouble === null);

  /** To be made while a component is; it asks until that component goes. */
  constructor(panel: Pick<Panel, 'api' | 'clock' | 'live' | 'sayProblem'>, days: () => readonly string[]) {
    this.#panel = panel;
    this.#days = days;
    let shown = '';
    $effect(() => {
      const { beyond, connection } = this.#plan;
      if (beyond === '' || connection === 'lost') return;
      const restMs = beyond === shown ? burstMs : 0;
      if (beyond !== shown) this.#asked = null;
      shown = beyond;
      const dates = beyond.split(' ');
      const timer = setTimeout(() => void this.#ask(beyond, dates[0] ?? '', dates.at(-1) ?? ''), restMs);
      return () => clearTimeout(timer);
    });
  }

  async #ask(beyond: string, from: string, to: string): Promise<void> {
    try {
      const slots = await this.#panel.api.slots.list(from, to);
      if (this.#beyond !== beyond) return;
      this.#asked = slots;
      this.trouble = null;
    } catch (thrown) {
      if (this.#beyond === beyond) this.trouble = this.#panel.sayProblem(thrown);
    }
  }
}
