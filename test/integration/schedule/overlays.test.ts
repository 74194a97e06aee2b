import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ChangeEvents, Overlay, OverlayInput } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { codeOf } from '../../../gateway/src/core/errors.ts';
import { createOverlays } from '../../../gateway/src/schedule/overlay-service.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createTestServer, problemIn } from '../../support/http-server.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

const day = 86_400_000;
const actor = { name: 'Bà Sáu' };
const funeral: OverlayInput = {
  kind: 'mourning',
  title: 'Cụ Bảy',
  from: '2026-11-23',
  to: '2026-11-25',
  zoneIds: ['dau-thon'],
  mutes: 'music',
};
const exams: OverlayInput = {
  ...funeral,
  kind: 'exams',
  title: '',
  from: '2026-12-01',
  to: '2026-12-10',
  zoneIds: null,
};

let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
});

/** The overlays of a village on a real database; 23 November 2026, 20:00 there. */
function village() {
  const clock = createFakeClock('2026-11-23T13:00:00Z');
  const changes = createChanges<ChangeEvents>();
  const story: string[] = [];
  changes.listen((name, payload) => story.push(`${name} ${(payload as Overlay).title ?? ''}`.trim()));
  const overlays = createOverlays({
    storage,
    clock,
    changes,
    timeZone: 'Asia/Ho_Chi_Minh',
    zoneExists: (id) => ['dau-thon', 'xom-dinh'].includes(id),
    onChange: () => story.push(`${overlays.current().length} current`),
  });
  return { clock, overlays, story };
}
const refusal = (command: Promise<unknown>) => command.then(() => 'nothing refused', codeOf);

describe('overlays', () => {
  it('are current at once, told to the panels and to the plan, and there again after a restart', async () => {
    const { overlays, story } = village();
    const later = await overlays.create(exams, actor);
    const made = await overlays.create(funeral, actor);
    expect(made).toEqual({ ...funeral, id: made.id, by: 'Bà Sáu' });
    expect(story).toEqual(['overlay.changed', '1 current', 'overlay.changed Cụ Bảy', '2 current']);

    const { overlays: restarted } = village();
    expect(restarted.current()).toEqual([]);
    await restarted.start();
    expect(restarted.current()).toEqual([made, later]);
    expect(await restarted.list()).toEqual([made, later]);
  });

  it('are replaced as a whole, under the name of whoever did it', async () => {
    const { overlays, story } = village();
    const { id } = await overlays.create(funeral, actor);
    const longer: OverlayInput = { ...funeral, title: 'Cụ Tám', to: '2026-11-26', zoneIds: null, mutes: 'all' };
    const changed = await overlays.change(id, longer, { name: 'Ông Tư' });
    expect(changed).toEqual({ ...longer, id, by: 'Ông Tư' });
    expect(story.slice(2)).toEqual(['overlay.changed Cụ Tám', '1 current']);
    const { overlays: restarted } = village();
    await restarted.start();
    expect(restarted.current()).toEqual([changed]);
  });

  it('can be taken away, for good', async () => {
    const { overlays, story } = village();
    const { id } = await overlays.create(funeral, actor);
    await overlays.remove(id);
    expect(story.slice(2)).toEqual(['overlay.removed', '0 current']);
    expect(await refusal(overlays.remove(id))).toBe('overlay.not-found');
    expect(await refusal(overlays.change(id, funeral, actor))).toBe('overlay.not-found');
    const { overlays: restarted } = village();
    await restarted.start();
    expect(restarted.current()).toEqual([]);
  });

  it('are over at the midnight after their last day, and stay in the books', async () => {
    const { clock, overlays } = village();
    const { id } = await overlays.create(funeral, actor);
    await clock.leap(Date.parse('2026-11-25T23:59:59.999+07:00') - clock.now());
    expect(overlays.current()).toHaveLength(1);
    await clock.leap(1);
    expect(overlays.current()).toEqual([]);
    expect(await overlays.list()).toEqual([]);
    expect(await refusal(overlays.change(id, { ...funeral, to: '2026-12-01' }, actor))).toBe('overlay.not-found');
    expect(await refusal(overlays.remove(id))).toBe('overlay.not-found');
    expect(await storage.get('select title, last_day from overlays')).toEqual({
      title: 'Cụ Bảy',
      last_day: '2026-11-25',
    });
  });

  it('are there again when a clock that ran far ahead is set right', async () => {
    const { clock, overlays } = village();
    const made = await overlays.create(funeral, actor);
    await clock.step(400 * day);
    expect(overlays.current()).toEqual([]);
    await clock.step(-400 * day);
    expect(overlays.current()).toEqual([made]);
  });

  it.each([
    ['a day that does not exist', { from: '2026-11-23', to: '2027-02-30' }, 'overlay.invalid-date'],
    ['an end before its beginning', { from: '2026-11-26', to: '2026-11-25' }, 'overlay.ends-before-it-begins'],
    ['days that are over', { from: '2026-11-20', to: '2026-11-22' }, 'overlay.over'],
    ['more than a year', { from: '2026-11-23', to: '2027-11-24' }, 'overlay.too-long'],
    ['a zone that is not there', { zoneIds: ['dau-thon', 'cuoi-thon'] }, 'zone.not-found'],
  ])('are not saved with %s, and nothing changes', async (_what, wrong, code) => {
    const { overlays, story } = village();
    const made = await overlays.create(funeral, actor);
    expect(await refusal(overlays.create({ ...funeral, ...wrong }, actor))).toBe(code);
    expect(await refusal(overlays.change(made.id, { ...funeral, ...wrong }, actor))).toBe(code);
    expect(overlays.current()).toEqual([made]);
    expect(await storage.all('select id, last_day, zone_ids from overlays')).toEqual([
      { id: made.id, last_day: '2026-11-25', zone_ids: '["dau-thon"]' },
    ]);
    expect(story).toHaveLength(2);
  });
});

describe('over the wire', () => {
  function panel() {
    const { overlays } = village();
    const server = createTestServer({ replaced: { overlays } });
    onTestFinished(() => server.http.stop());
    return server;
  }

  it('who makes the schedule adds, changes and removes an overlay; everybody signed in sees it', async () => {
    const { as, services } = panel();
    const added = await as('announcer', 'POST', '/api/overlays', funeral);
    expect(added.statusCode).toBe(201);
    const { id } = added.json<Overlay>();
    expect(added.json()).toEqual({ ...funeral, id, by: 'announcer' });
    const changed = await as('head', 'PUT', `/api/overlays/${id}`, { ...funeral, mutes: 'all' });
    expect(changed.json()).toEqual({ ...funeral, mutes: 'all', id, by: 'head' });
    const seen = await as('viewer', 'GET', '/api/overlays');
    expect(seen.json()).toEqual({ items: [changed.json()], next: null });
    expect((await as('head', 'DELETE', `/api/overlays/${id}`)).statusCode).toBe(204);
    expect((await as('viewer', 'GET', '/api/overlays')).json()).toEqual({ items: [], next: null });
    expect(services.auditTrail).toEqual([
      `announcer createOverlay ${id} ok`,
      `head changeOverlay ${id} ok`,
      `head removeOverlay ${id} ok`,
    ]);
  });

  it('nobody else may silence the village', async () => {
    const { as } = panel();
    for (const role of ['technician', 'security', 'viewer'] as const) {
      const response = await as(role, 'POST', '/api/overlays', funeral);
      expect(response.statusCode).toBe(403);
    }
    expect((await as('viewer', 'GET', '/api/overlays')).json()).toEqual({ items: [], next: null });
  });

  it('a date that does not exist is a refusal with its reason', async () => {
    const { as } = panel();
    const response = await as('head', 'POST', '/api/overlays', { ...funeral, to: '2027-02-30' });
    expect(response.statusCode).toBe(422);
    expect(problemIn(response).code).toBe('overlay.invalid-date');
  });

  it.each([
    ['no zone at all', { zoneIds: [] }],
    ['something that is not a day', { to: 'mai' }],
    ['a sort that nobody knows', { kind: 'wedding' }],
    ['a field that nobody asked for', { until: '2026-11-25' }],
  ])('%s is refused before it is looked at', async (_what, wrong) => {
    const { as } = panel();
    const response = await as('head', 'POST', '/api/overlays', { ...funeral, ...wrong });
    expect(problemIn(response).code).toBe('request.invalid');
  });
});
