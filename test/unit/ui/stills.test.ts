import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import './in-words.ts';
import type { Still } from '../../../ui/src/lib/api.ts';
import type { Stills } from '../../../ui/src/lib/camera/stills.svelte.ts';

const opened: string[] = [];
let stills: Stills;
/** What the gateway answers next; null: nothing. */
let answer: Still | null;
let asked = 0;

const still = (takenAt: number, ageMs: number): Still => ({ picture: new Blob([]), takenAt, ageMs });

describe('stills of a camera', () => {
  beforeEach(async () => {
    vi.useFakeTimers();
    vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
      opened.push(`blob:${opened.length}`);
      return opened.at(-1) ?? '';
    });
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void opened.splice(opened.indexOf(url), 1));
    const { Stills: Made } = await import('../../../ui/src/lib/camera/stills.svelte.ts');
    asked = 0;
    answer = still(1, 2_000);
    const ask = () => (asked++, answer === null ? Promise.reject(new Error('gone')) : Promise.resolve(answer));
    stills = new Made({ ask, everyMs: 5_000 });
    stills.start();
    await vi.advanceTimersByTimeAsync(0);
  });
  afterEach(() => {
    stills.close();
    vi.restoreAllMocks();
    vi.useRealTimers();
    opened.splice(0);
  });

  it('are as old as the gateway said, and grow older while nothing new comes', async () => {
    expect(stills.ageMs).toBe(2_000);
    answer = null;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(stills.ageMs).toBe(22_000);
  });

  it('are as old as they are when a machine that slept wakes up, though its steady clock slept too', async () => {
    answer = null;
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(250);
    expect(stills.ageMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it('stay as old as they are when the day’s clock of the machine is put back', async () => {
    answer = null;
    vi.setSystemTime(Date.now() - 3_600_000);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(stills.ageMs).toBe(8_000);
  });

  it('are asked for while somebody looks only, and leave nothing behind', async () => {
    stills.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(1);
    stills.start();
    answer = still(2, 500);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(opened).toHaveLength(1);
    stills.close();
    expect(opened).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
