import type { Content, Slot, SlotApproval, SlotMove } from '#contract';
import { t } from './i18n/index.svelte.ts';
import type { Panel } from './panel.ts';
import { villageMoment } from './time.ts';

/** What can be done to one slot: never asked about while nothing sounds, always undone by one tap. */
export function createSlotActions({ api, live, sayProblem, toasts }: Panel) {
  const timeOf = (instant: string) => villageMoment(instant, live.village?.timeZone ?? 'UTC').time;
  const facts = ({ title, startsAt }: Pick<Slot, 'title' | 'startsAt'>) => ({ title, time: timeOf(startsAt) });
  const undo = (...slots: readonly Slot[]) => ({ label: t('do.undo'), run: () => void takeBack(slots) });

  async function orSayWhy(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      toasts.trouble(sayProblem(thrown));
    }
  }

  /** A slot as it was before: the gateway only knows "as the rule says", so what was changed earlier is changed again. */
  async function bringBack({ id, startsAt, override }: Slot): Promise<void> {
    await api.slots.restore(id);
    if (override?.content) await api.slots.replace(id, override.content);
    // It stood there: whoever moved it was asked about quiet hours then.
    if (override?.movedFrom) await api.slots.move(id, { startsAt, nearQuietHours: true });
    if (override?.skipped) await api.slots.skip(id);
  }

  function takeBack(slots: readonly Slot[]): Promise<void> {
    return orSayWhy(async () => {
      for (const slot of slots) await bringBack(slot);
      const [first] = slots;
      if (first) toasts.well(t('slot.undo.done', facts(first)));
    });
  }

  /** Only its time was another: what else was changed on it, and who approved that, stays. */
  function moveBack({ id, startsAt }: Slot): Promise<void> {
    return orSayWhy(async () => {
      // It stood there: whoever put it there was asked about quiet hours then.
      const slot = await api.slots.move(id, { startsAt, nearQuietHours: true });
      toasts.well(t('slot.undo.done', facts(slot)));
    });
  }

  function skip(slot: Slot): Promise<void> {
    return orSayWhy(async () => {
      await api.slots.skip(slot.id);
      toasts.well(t('slot.skip.done', facts(slot)), undo(slot));
    });
  }

  /** Several of one programme, such as all of a day. */
  function skipAll(slots: readonly Slot[]): Promise<void> {
    return orSayWhy(async () => {
      const skipped: Slot[] = [];
      try {
        for (const slot of slots) {
          await api.slots.skip(slot.id);
          skipped.push(slot);
        }
      } finally {
        const [first] = skipped;
        if (first)
          toasts.well(t('slot.skip-all.done', { title: first.title, count: skipped.length }), undo(...skipped));
      }
    });
  }

  function restore(slot: Slot): Promise<void> {
    return orSayWhy(async () => {
      const restored = await api.slots.restore(slot.id);
      toasts.well(t('slot.restore.done', facts(restored)));
    });
  }

  /** Rejects with the refusal: near quiet hours the person is asked again. */
  async function move(slot: Slot, to: SlotMove): Promise<void> {
    const { title, startsAt } = await api.slots.move(slot.id, to);
    const back = { label: t('do.undo'), run: () => void moveBack(slot) };
    toasts.well(t('slot.move.done', { title, from: timeOf(slot.startsAt), to: timeOf(startsAt) }), back);
  }

  /** Rejects with the refusal. */
  async function replace(slot: Slot, content: Content): Promise<void> {
    const { override } = await api.slots.replace(slot.id, content);
    const waits = override?.contentApproved === false;
    toasts.well(t(waits ? 'slot.replace.waits' : 'slot.replace.done', facts(slot)), undo(slot));
  }

  /** `recordingIds`: what was heard of it. */
  function approve(slot: Slot, recordingIds: SlotApproval['recordingIds']): Promise<void> {
    return orSayWhy(async () => {
      await api.slots.approve(slot.id, { recordingIds });
      toasts.well(t('slot.approve.done', facts(slot)));
    });
  }

  return { skip, skipAll, restore, move, replace, approve };
}

export type SlotActions = ReturnType<typeof createSlotActions>;
