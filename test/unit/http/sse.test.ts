import type { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { ChangeEvents, Snapshot } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createPanelEvents } from '../../../gateway/src/http/sse.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { slot, snapshot, zone } from '../../support/fake-services.ts';
import { quietLog } from '../../support/quiet-log.ts';

const levels = { loa: { rmsDb: -20, peakDb: -12 } };

function startEvents(first: Snapshot = snapshot) {
  const changes = createChanges<ChangeEvents>();
  const clock = createFakeClock();
  const events = createPanelEvents({
    changes,
    snapshot: async () => first,
    isSignedIn: async () => true,
    clock,
    log: quietLog,
  });
  events.start();
  return { changes, clock, events };
}

/** Takes what waits for a panel, as the names of its events. */
function take(stream: Readable): string[] {
  const waiting = stream.read() as Buffer | null;
  return [...(waiting?.toString() ?? '').matchAll(/^event: (.*)$/gm)].map((match) => match[1] ?? '');
}

test('a panel that is behind does without levels, but not without changes', async () => {
  const { changes, events } = startEvents();
  const stream = await events.open('token');
  changes.emit('levels', levels);
  changes.emit('zone.changed', zone);
  changes.emit('levels', levels);
  expect(take(stream)).toEqual(['snapshot', 'zone.changed']);

  changes.emit('levels', levels);
  changes.emit('levels', levels);
  changes.emit('slot.changed', slot);
  expect(take(stream)).toEqual(['levels', 'slot.changed']);
});

test('a panel with more than a megabyte waiting is let go', async () => {
  const { changes, events } = startEvents();
  const stream = await events.open('token');
  const big = { ...zone, name: 'x'.repeat(300_000) };
  for (let n = 0; n < 3; n++) changes.emit('zone.changed', big);
  expect(stream.destroyed).toBe(false);
  changes.emit('zone.changed', big);
  expect(stream.destroyed).toBe(true);
  await new Promise((resolve) => stream.once('close', resolve));
  expect(events.count()).toBe(0);
});

test('the snapshot does not count as being behind, however large; once it has left the megabyte is one again', async () => {
  const { changes, events } = startEvents({ ...snapshot, zones: [{ ...zone, name: 'x'.repeat(3_000_000) }] });
  const stream = await events.open('token');
  const big = { ...zone, name: 'x'.repeat(300_000) };
  for (let n = 0; n < 3; n++) changes.emit('zone.changed', big);
  expect(stream.destroyed).toBe(false);
  expect(take(stream)).toEqual(['snapshot', 'zone.changed', 'zone.changed', 'zone.changed']);
  for (let n = 0; n < 3; n++) changes.emit('zone.changed', big);
  expect(stream.destroyed).toBe(false);
  changes.emit('zone.changed', big);
  expect(stream.destroyed).toBe(true);
});

test('a session that cannot be looked up ends the stream rather than leave it open for anybody', async () => {
  const changes = createChanges<ChangeEvents>();
  const clock = createFakeClock();
  const events = createPanelEvents({
    changes,
    snapshot: async () => snapshot,
    isSignedIn: () => Promise.reject(new Error('storage closed')),
    clock,
    log: quietLog,
  });
  events.start();
  const stream = await events.open('token');
  await clock.advance(15_000);
  expect(stream.destroyed).toBe(true);
});

test('after it stopped, nothing is told and nobody is counted', async () => {
  const { changes, clock, events } = startEvents();
  const stream = await events.open('token');
  take(stream);
  events.stop();
  events.stop();
  changes.emit('zone.changed', zone);
  await clock.advance(60_000);
  expect(take(stream)).toEqual([]);
  expect(events.count()).toBe(0);
});
