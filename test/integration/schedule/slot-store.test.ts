import { expect, test } from 'vitest';
import { createSlotStore } from '../../../gateway/src/schedule/slot-store.ts';
import type { Sql, SqlValue } from '../../../gateway/src/storage/storage.ts';
import { temporaryStorage } from '../../support/storage.ts';

test('slots are found by their time, not by passing all that were ever kept', async () => {
  const storage = await temporaryStorage();
  const ways: string[] = [];
  const all: Sql['all'] = async <T>(sql: string, params?: readonly SqlValue[]) => {
    const plan = await storage.all<{ detail: string }>(`explain query plan ${sql}`, params);
    ways.push(plan.flatMap(({ detail }) => / INDEX (\w+)/.exec(detail)?.[1] ?? []).join(' and '));
    return storage.all<T>(sql, params);
  };
  const slots = createSlotStore({ ...storage, all });
  await slots.between(0, 1);
  await slots.keysBetween(0, 1);
  await slots.ofRule('sang', 0);
  await slots.open();
  await slots.openBefore(1);
  await slots.openChanged();
  await slots.ofProgrammes({ ...storage, all }, 0);
  expect(ways).toEqual([
    'slot_by_time',
    'slot_by_occurrence',
    'slot_once',
    'slot_open',
    'slot_open',
    'slot_open',
    'slot_by_time and slot_by_occurrence',
  ]);
});
