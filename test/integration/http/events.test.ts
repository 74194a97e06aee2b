import { expect, onTestFinished, test, vi } from 'vitest';
import type { Snapshot } from '../../../gateway/src/contract/index.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createFakeServices, slot, snapshot, zone } from '../../support/fake-services.ts';
import { answerTo, ask, listenTo } from '../../support/http-client.ts';
import { createTestServer } from '../../support/http-server.ts';

async function started(makeSnapshot?: () => Promise<Snapshot>) {
  const clock = createFakeClock();
  const village = createFakeServices().village;
  const replaced = makeSnapshot ? { village: { ...village, snapshot: makeSnapshot } } : {};
  const server = createTestServer({ clock, replaced });
  const { port } = await server.http.start();
  onTestFinished(() => server.http.stop());
  return { ...server, clock, port };
}

const levels = { loa: { rmsDb: -20, peakDb: -12 } };

test('a panel first hears how everything is, then what changes', async () => {
  const { changes, port } = await started();
  const panel = await listenTo(port, 'viewer');
  expect(panel.response.headers['content-type']).toBe('text/event-stream');
  expect(panel.response.headers['cache-control']).toBe('no-store');
  await vi.waitFor(() => expect(panel.names()).toEqual(['snapshot']));
  expect(panel.events[0]?.data).toEqual(snapshot);

  changes.emit('zone.changed', { ...zone, power: 'warming' });
  changes.emit('levels', levels);
  changes.emit('slot.removed', { id: slot.id });
  await vi.waitFor(() => expect(panel.names()).toEqual(['snapshot', 'zone.changed', 'levels', 'slot.removed']));
  expect(panel.events[1]?.data).toEqual({ ...zone, power: 'warming' });
});

test('a change that happens while the snapshot is made comes after it, and is not lost', async () => {
  let answer: (made: Snapshot) => void = () => undefined;
  let asked = false;
  const { changes, port } = await started(() => {
    asked = true;
    return new Promise((resolve) => (answer = resolve));
  });
  const opening = listenTo(port, 'viewer');
  await vi.waitFor(() => expect(asked).toBe(true));
  changes.emit('zone.changed', { ...zone, power: 'on' });
  changes.emit('levels', levels);
  answer(snapshot);
  const panel = await opening;
  changes.emit('zone.changed', { ...zone, power: 'cooling' });
  await vi.waitFor(() => expect(panel.names()).toEqual(['snapshot', 'zone.changed', 'zone.changed']));
  expect(panel.events.slice(1).map(({ data }) => (data as typeof zone).power)).toEqual(['on', 'cooling']);
});

test('a snapshot that cannot be made is a problem, not an open stream', async () => {
  const { http, port } = await started(() => Promise.reject(new Error('no')));
  const asked = ask({ port, path: '/api/events', as: 'viewer' });
  asked.end();
  const { status, body } = await answerTo(asked);
  expect(status).toBe(500);
  expect(body).toContain('"internal"');
  expect(http.panels()).toBe(0);
});

test('a panel that leaves before its snapshot is made is not counted for ever', async () => {
  let answer: (made: Snapshot) => void = () => undefined;
  const { http, port } = await started(() => new Promise((resolve) => (answer = resolve)));
  const asked = ask({ port, path: '/api/events', as: 'viewer' });
  asked.on('error', () => undefined);
  asked.end();
  await vi.waitFor(() => expect(http.panels()).toBe(1));
  asked.destroy();
  answer(snapshot);
  await vi.waitFor(() => expect(http.panels()).toBe(0));
});

test('nobody listens without a sign-in', async () => {
  const { port } = await started();
  const asked = ask({ port, path: '/api/events' });
  asked.end();
  expect((await answerTo(asked)).status).toBe(401);
});

test('every 15 s a heartbeat keeps the line open', async () => {
  const { clock, port } = await started();
  const panel = await listenTo(port, 'viewer');
  await vi.waitFor(() => expect(panel.names()).toEqual(['snapshot']));
  await clock.advance(30_000);
  await vi.waitFor(() => expect(panel.names()).toEqual(['snapshot', ':', ':']));
});

test('the stream ends when the session does', async () => {
  const { clock, services, port } = await started();
  const panel = await listenTo(port, 'viewer');
  services.tokens.delete('viewer');
  await clock.advance(15_000);
  await vi.waitFor(() => expect(panel.over()).toBe(true));
});

test('a wall monitor comes back once a day, so that its cookie is renewed', async () => {
  const { clock, port } = await started();
  const panel = await listenTo(port, 'viewer');
  expect(panel.response.headers['set-cookie']?.[0]).toContain('Max-Age=2592000');
  await clock.advance(23 * 3_600_000);
  expect(panel.over()).toBe(false);
  await clock.advance(2 * 3_600_000);
  await vi.waitFor(() => expect(panel.over()).toBe(true));
});

test('open panels are counted, and those that left are not', async () => {
  const { http, port } = await started();
  const [first] = await Promise.all([listenTo(port, 'viewer'), listenTo(port, 'head')]);
  expect(http.panels()).toBe(2);
  first.close();
  await vi.waitFor(() => expect(http.panels()).toBe(1));
});

test('a panel that stops reading is let go before it fills the memory, and the others hear everything', async () => {
  const { http, changes, port } = await started();
  const slow = await listenTo(port, 'viewer');
  const quick = await listenTo(port, 'head');
  slow.response.pause();
  const big = { ...zone, name: 'x'.repeat(100_000) };
  let sent = 0;
  await vi.waitFor(
    () => {
      changes.emit('zone.changed', big);
      sent += 1;
      expect(http.panels()).toBe(1);
    },
    { timeout: 20_000, interval: 2 },
  );
  await vi.waitFor(() => expect(quick.events).toHaveLength(1 + sent), { timeout: 20_000 });
});

test('a snapshot of several megabytes is no reason to let a panel go, however weak its line', async () => {
  const slots = Array.from({ length: 20_000 }, (_, n) => ({ ...slot, id: `sang-${n}` }));
  let answer: (made: Snapshot) => void = () => undefined;
  const { http, changes, port } = await started(() => new Promise((resolve) => (answer = resolve)));
  const opening = listenTo(port, 'viewer');
  await vi.waitFor(() => expect(http.panels()).toBe(1));
  answer({ ...snapshot, slots });
  // One change before it is made, some before it has left, the others while it is on its way.
  for (let n = 0; n < 20; n++) {
    changes.emit('slot.changed', slot);
    await Promise.resolve();
  }
  const panel = await opening;
  panel.response.pause();
  const big = { ...zone, name: 'x'.repeat(100_000) };
  for (let n = 0; n < 8; n++) changes.emit('zone.changed', big);
  expect(http.panels()).toBe(1);
  panel.response.resume();
  await vi.waitFor(() => expect(panel.events).toHaveLength(29), { timeout: 20_000 });
  expect(panel.names()[0]).toBe('snapshot');
});

test('stopping ends every open stream at once, and is safe twice', async () => {
  const { http, port } = await started();
  const panels = await Promise.all([listenTo(port, 'viewer'), listenTo(port, 'head'), listenTo(port, 'announcer')]);
  await http.stop();
  await vi.waitFor(() => expect(panels.every((panel) => panel.over())).toBe(true));
  expect(http.panels()).toBe(0);
  await http.stop();
});
