import type { Slot } from '#contract';
import { problemOf } from '../../../lib/api.ts';
import type { Panel } from '../../../lib/panel.ts';
import type { SlotActions } from '../../../lib/slot-actions.ts';

/** One slot on its way to another time; close to quiet hours the gateway wants to hear it twice. */
export class Moving {
  busy = $state(false);
  trouble = $state<string | null>(null);
  /** Where it would be close to quiet hours, and why in words. */
  near = $state.raw<{ readonly startsAt: string; readonly words: string } | null>(null);
  readonly #slot: () => Slot;
  readonly #move: SlotActions['move'];
  readonly #panel: Pick<Panel, 'say' | 'sayProblem'>;

  constructor(slot: () => Slot, move: SlotActions['move'], panel: Pick<Panel, 'say' | 'sayProblem'>) {
    this.#slot = slot;
    this.#move = move;
    this.#panel = panel;
  }

  /** True when it is moved. */
  async to(startsAt: string, nearQuietHours = false): Promise<boolean> {
    this.busy = true;
    this.trouble = null;
    try {
      await this.#move(this.#slot(), { startsAt, ...(nearQuietHours ? { nearQuietHours } : {}) });
      this.near = null;
      return true;
    } catch (thrown) {
      const words = this.#words(thrown);
      const asked = problemOf(thrown).code === 'schedule.near-quiet-hours' && !nearQuietHours;
      this.near = asked ? { startsAt, words } : null;
      this.trouble = asked ? null : words;
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Another time is being chosen: what was said about the one before is of no use. */
  reconsider(): void {
    this.trouble = null;
  }

  /** Here only the time can be chosen, so nothing else is advised. */
  #words(thrown: unknown): string {
    const { code, params } = problemOf(thrown);
    return code === 'schedule.conflict'
      ? this.#panel.say({ code: 'slot.move-taken', params })
      : this.#panel.sayProblem(thrown);
  }
}
