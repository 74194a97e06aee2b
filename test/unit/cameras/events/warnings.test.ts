import { expect, test } from 'vitest';
import { standard } from '../../../../gateway/src/cameras/events/event-settings.ts';
import { createWarnings } from '../../../../gateway/src/cameras/events/warnings.ts';
import type { ChangeEvents } from '../../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../../gateway/src/core/changes.ts';
import { cameraEvent } from '../../../support/fake-services.ts';
import { head, opened } from '../../broadcast/opened.ts';

/** A village whose broadcasts are the real ones, and a warning prepared for whoever comes to the gate at night. */
async function openGate() {
  const { village, broadcasts } = await opened();
  const { clock } = village;
  const warning = { recordingId: 'a', from: '00:00', to: '00:00', cameraIds: ['cong'] };
  const aired: string[] = [];
  const warnings = createWarnings({
    settings: { now: () => ({ ...standard, warning }), change: async () => undefined, start: async () => undefined },
    broadcasts: { ...broadcasts.commands, startedBefore: broadcasts.startedBefore },
    onAired: async (eventId, { by }) => void aired.push(`${by} because of ${eventId}`),
    ...{ timeZone: 'Asia/Ho_Chi_Minh', changes: createChanges<ChangeEvents>(), clock },
  });
  const startedAt = new Date(clock.now()).toISOString();
  warnings.consider({ ...cameraEvent, startedAt }, ['dau-thon']);
  const proposed = warnings.list()[0]!.id;
  return { village, warnings, proposed, aired };
}

test('a proposal alone makes no sound, however long it waits', async () => {
  const { village } = await openGate();
  await village.clock.advance(120_000);
  expect(village.story).toEqual([]);
});

test('in quiet hours a proposed warning passes only as an emergency with a reason, and the log says whose and why', async () => {
  const { village, warnings, proposed, aired } = await openGate();
  village.quiet.add('dau-thon');
  const air = (answer: { priority: 'priority' | 'emergency'; reason?: string }) =>
    warnings.commands.air(proposed, { id: 'run-1', ...answer }, head);
  await expect(air({ priority: 'priority' })).rejects.toMatchObject({ code: 'broadcast.quiet-hours' });
  const reason = 'Có người trèo cổng';
  await expect(air({ priority: 'priority', reason })).rejects.toMatchObject({ code: 'broadcast.quiet-hours' });
  await expect(air({ priority: 'emergency' })).rejects.toMatchObject({ code: 'broadcast.reason-needed' });
  await village.clock.advance(1_000);
  expect(village.story).toEqual([]);
  await air({ priority: 'emergency', reason });
  // A second tap, or one whose answer was lost.
  await air({ priority: 'emergency', reason });
  await village.clock.advance(60_000);
  expect(village.story.filter((line) => line.includes('play'))).toHaveLength(1);
  expect(village.log).toMatchObject([{ outcome: { kind: 'aired' }, startedBy: head.name, reason }]);
  expect(aired).toEqual([`${head.name} because of su-kien-1`]);
});

test('by day it is an ordinary broadcast of whoever pressed', async () => {
  const { village, warnings, proposed } = await openGate();
  await warnings.commands.air(proposed, { id: 'run-1', priority: 'priority', reason: 'Có người lạ' }, head);
  await village.clock.advance(60_000);
  expect(village.log).toMatchObject([{ priority: 'priority', startedBy: head.name, reason: 'Có người lạ' }]);
});
