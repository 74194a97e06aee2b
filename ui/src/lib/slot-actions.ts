import type { Slot } from '#contract';
import { t } from './i18n/index.svelte.ts';
import type { Panel } from './panel.ts';
import { villageMoment } from './time.ts';

/** Leaving a slot out, and putting it back: never asked about, always undone by one tap. */
export function createSlotActions({ api, live, sayProblem, toasts }: Panel) {
  const facts = ({ title, startsAt }: Slot) => ({
    title,
    time: villageMoment(startsAt, live.village?.timeZone ?? 'UTC').time,
  });

  async function skip(slot: Slot): Promise<void> {
    try {
      await api.slots.skip(slot.id);
      toasts.well(t('slot.skip.done', facts(slot)), { label: t('do.undo'), run: () => void restore(slot) });
    } catch (thrown) {
      toasts.trouble(sayProblem(thrown));
    }
  }

  async function restore(slot: Slot): Promise<void> {
    try {
      await api.slots.restore(slot.id);
      toasts.well(t('slot.restore.done', facts(slot)));
    } catch (thrown) {
      toasts.trouble(sayProblem(thrown));
    }
  }

  return { skip, restore };
}
