import { expect, it } from 'vitest';
import { createAirLog } from '../../../gateway/src/air-log/air-log.ts';
import type { AirLogLine, ChangeEvents } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { airLogEntry } from '../../support/fake-services.ts';
import { noAiredSound } from '../../support/no-aired-sound.ts';
import { temporaryStorage } from '../../support/storage.ts';

const at = (text: string) => Date.parse(`2026-11-${text}.000Z`);

/** A line of a broadcast that began and ended then; `zones`: seconds of sound by zone. */
function line(id: string, began: string, ended: string, zones: Record<string, number>, change = {}): AirLogLine {
  const iso = (text: string) => new Date(at(text)).toISOString();
  const { airedSound: _, ...written } = airLogEntry;
  return {
    ...written,
    id,
    slotId: 'sang-1',
    startedAt: iso(began),
    endedAt: iso(ended),
    outcome: { ...airLogEntry.outcome, at: iso(ended) },
    zones: Object.entries(zones).map(([zoneId, seconds]) => ({
      zoneId,
      name: zoneId,
      outputId: 'loa',
      confirmed: true,
      airedMs: seconds * 1_000,
      fault: null,
    })),
    ...change,
  };
}

async function logOf(...lines: AirLogLine[]) {
  const storage = await temporaryStorage();
  const airLog = createAirLog({ storage, changes: createChanges<ChangeEvents>(), airedSound: noAiredSound });
  await storage.transaction(async (tx) => {
    for (const one of lines) await airLog.append(tx, one);
  });
  return airLog;
}

it('the lines between two instants are those that ended there, oldest first and as they were written', async () => {
  const early = line('early', '23T22:00:00', '23T22:01:00', { dinh: 60 });
  const late = line('late', '23T21:59:00', '23T22:02:00', { dinh: 180 });
  const airLog = await logOf(late, early);
  expect(await airLog.between(at('23T22:01:00'), at('23T22:02:01'))).toEqual([early, late]);
  expect(await airLog.between(at('23T22:01:01'), at('23T22:02:00'))).toEqual([]);
});

it('the sound a zone heard in a day is what its slots aired there, whatever was aired by hand left out', async () => {
  const airLog = await logOf(
    line('one', '23T17:00:00', '23T17:01:00', { dinh: 60, cho: 30 }),
    line('two', '24T16:59:59', '24T17:30:00', { dinh: 5 }),
    line('by hand', '24T00:00:00', '24T00:01:00', { dinh: 60 }, { slotId: null }),
    line('the day before', '23T16:59:59', '23T17:05:00', { dinh: 300 }),
    line('the day after', '24T17:00:00', '24T17:05:00', { dinh: 300 }),
    line('never begun', '24T00:00:00', '24T00:00:00', { ben: 0 }, { startedAt: null }),
  );
  const heard = await airLog.airedMsByZone(at('23T17:00:00'), at('24T17:00:00'));
  expect(Object.fromEntries(heard)).toEqual({ dinh: 65_000, cho: 30_000 });
});
