import { beforeAll, describe, expect, it } from 'vitest';
import type { Content, Slot, SlotMove } from '#contract';
import { speakIn } from './in-words.ts';
import type { Panel } from '../../../ui/src/lib/panel.ts';
import { createSlotActions } from '../../../ui/src/lib/slot-actions.ts';
import { changed, instant, slot, timeZone } from './village-day.ts';

/** A gateway that does what it is asked and remembers that, and the panel's short words. */
function open() {
  const story: string[] = [];
  const said: string[] = [];
  let undo: () => void = () => undefined;
  const did = async (what: string, answer: Partial<Slot> = {}) => {
    story.push(what);
    return { ...slot('06:00'), ...answer };
  };
  const slots = {
    move: (id: string, { startsAt, nearQuietHours }: SlotMove) =>
      did(`move ${id} ${startsAt}${nearQuietHours ? ', near the night' : ''}`, { startsAt }),
    replace: (id: string, content: Content) => did(`replace ${id} ${content.kind}`),
    skip: (id: string) => did(`skip ${id}`),
    restore: (id: string) => did(`restore ${id}`),
  };
  const toasts = {
    well(text: string, action?: { run: () => void }) {
      said.push(text);
      undo = action?.run ?? undo;
    },
    trouble: (text: string) => said.push(text),
  };
  const panel = { api: { slots }, toasts, live: { village: { timeZone } }, sayProblem: String } as unknown as Panel;
  return { story, said, actions: createSlotActions(panel), undo: () => undo() };
}

const content: Content = { kind: 'recording', recordingId: 'nhac' };

describe('undo', () => {
  beforeAll(() => speakIn('vi'));

  it('of a move only moves it back to where it stood: its content, and who approved that, is left alone', async () => {
    const { story, said, actions, undo } = open();
    const before = slot('08:00', { override: changed({ movedFrom: instant('06:00'), content }) });
    await actions.move(before, { startsAt: instant('09:00') });
    undo();
    await expect.poll(() => said).toHaveLength(2);
    expect(story).toEqual([
      `move ${before.id} ${instant('09:00')}`,
      `move ${before.id} ${instant('08:00')}, near the night`,
    ]);
  });

  it('of a skip brings back what else was changed on it', async () => {
    const { story, said, actions, undo } = open();
    const before = slot('08:00', { override: changed({ movedFrom: instant('06:00'), content }) });
    await actions.skip(before);
    undo();
    await expect.poll(() => said).toHaveLength(2);
    expect(story).toEqual([
      `skip ${before.id}`,
      `restore ${before.id}`,
      `replace ${before.id} recording`,
      `move ${before.id} ${instant('08:00')}, near the night`,
    ]);
  });
});
