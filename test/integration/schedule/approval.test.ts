import { beforeEach, describe, expect, it } from 'vitest';
import type { Rule, Slot } from '../../../gateway/src/contract/index.ts';
import type { Schedule } from '../../../gateway/src/schedule/schedule-service.ts';
import { formOf, inputOf } from '../../../ui/src/lib/programme-form.ts';
import { announcer, at, furnish, head, morning, openVillage, song } from '../../support/schedule-village.ts';
import { sound } from '../../support/fake-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
  await furnish(storage);
});

const waiting = { code: 'slot.not-approved', params: { state: 'submitted' } };

describe('approval', () => {
  it('of the announcer’s programme is asked for; until then it is not aired, and its outcome says so', async () => {
    const { schedule, slotOn, start, stop, liveUntil, heard, outcomes, audited } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, announcer);
    expect(programme.approval).toMatchObject({ state: 'submitted', by: 'Bà Sáu', note: null });
    expect((await slotOn('2026-11-24')).holds).toEqual([{ zoneIds: ['dau-thon'], reason: waiting }]);
    start();
    await liveUntil(at('2026-11-24', '06:10:00'));
    expect(heard).toEqual([]);
    expect((await slotOn('2026-11-24')).outcome).toMatchObject({ kind: 'held-back', ...waiting });
    const approved = await schedule.programmes.approve(programme.id, programme.approval, head);
    expect(approved.approval).toMatchObject({ state: 'approved', by: 'Ông Tư' });
    expect((await slotOn('2026-11-25')).holds).toEqual([]);
    await liveUntil(at('2026-11-25', '06:15:00'));
    stop();
    expect(await outcomes()).toEqual(['24 06:00 slot.not-approved', '25 06:00 broadcast.aired']);
    expect(audited).toEqual(['phat-thanh submitted']);
  });

  it('by somebody who may is given with the save', async () => {
    const { schedule, slotOn, audited } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, head);
    expect(programme.approval).toMatchObject({ state: 'approved', by: 'Ông Tư' });
    expect((await slotOn('2026-11-24')).holds).toEqual([]);
    expect(audited).toEqual(['truong-thon approved']);
  });

  it('given in the last seconds still counts', async () => {
    const { schedule, start, stop, liveUntil, heard, outcomes } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, announcer);
    start();
    await liveUntil(at('2026-11-24', '05:59:57'));
    await schedule.programmes.approve(programme.id, programme.approval, head);
    await liveUntil(at('2026-11-24', '06:15:00'));
    stop();
    expect(heard).toHaveLength(1);
    expect(await outcomes()).toEqual(['24 06:00 broadcast.aired']);
  });

  it('is nothing that an announcer may give, and refused nothing is kept', async () => {
    const { schedule } = await openVillage(storage);
    const asked = schedule.programmes.create({ ...morning, approval: 'approved' }, announcer);
    await expect(asked).rejects.toMatchObject({ code: 'programme.not-yours-to-approve', status: 403 });
    expect(await schedule.programmes.list()).toEqual([]);
  });

  it('is gone when the announcer changes what was approved, not when it is only switched off and on', async () => {
    const { schedule } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, head);
    const change = async (input: typeof morning) =>
      (await schedule.programmes.change(programme.id, input, announcer)).programme.approval;
    expect(await change({ ...morning, enabled: false })).toEqual(programme.approval);
    expect(await change({ ...morning, enabled: true })).toEqual(programme.approval);
    expect(await change({ ...morning, text: 'Kính thưa bà con' })).toMatchObject({ state: 'submitted', by: 'Bà Sáu' });
  });

  it.each<[string, Rule]>([
    ['once', { repeat: 'once', date: '2026-12-01', times: ['06:00'] }],
    [
      'twice a day but for Tết',
      { ...morning.rule, times: ['17:30', '06:00'], until: '2027-03-01', except: ['2027-02-06'] },
    ],
    ['every other week', { repeat: 'weekly', date: '2026-11-24', times: ['06:00'], every: 2, weekdays: ['th', 'tu'] }],
    ['on the last Friday', { ...morning.rule, repeat: 'monthly', nthWeekday: { weekday: 'fr', nth: -1 } }],
    ['on two days of the month', { ...morning.rule, repeat: 'monthly', monthDays: [15, 1] }],
    ['yearly', { ...morning.rule, repeat: 'yearly' }],
    ['on rằm and mùng 1', { ...morning.rule, repeat: 'lunar-monthly', lunar: { days: [15, 1] } }],
    ['at a feast', { ...morning.rule, repeat: 'lunar-yearly', lunar: { month: 3, leap: false, days: [10] } }],
  ])(
    'of what airs %s stays when the announcer opens it in the panel, switches it off, and on again',
    async (_when, rule) => {
      const { schedule, audited } = await openVillage(storage);
      const { programme } = await schedule.programmes.create({ ...morning, rule }, head);
      for (const enabled of [false, true, true]) {
        const form = { ...formOf(await schedule.programmes.get(programme.id)), enabled };
        // As the form's one button sends it for somebody who may not approve.
        const input = inputOf(form, { approval: 'submitted', nearQuietHours: false });
        if (!input) throw new Error('the form is not filled in');
        const saved = await schedule.programmes.change(programme.id, input, announcer);
        expect(saved.programme).toMatchObject({ enabled, approval: programme.approval });
      }
      expect(audited).toEqual(['truong-thon approved']);
    },
  );

  it('is of what was looked at: what the announcer changed meanwhile has to be looked at again', async () => {
    const { schedule } = await openVillage(storage);
    const { programme: looked } = await schedule.programmes.create(morning, announcer);
    // In the very millisecond, too.
    await schedule.programmes.change(looked.id, { ...morning, text: 'Ai cũng phải nộp tiền' }, announcer);
    await expect(schedule.programmes.approve(looked.id, looked.approval, head)).rejects.toMatchObject({
      code: 'programme.changed-meanwhile',
      status: 409,
      params: { title: 'Bản tin sáng', by: 'Bà Sáu' },
    });
    const changed = await schedule.programmes.get(looked.id);
    expect(changed.approval.state).toBe('submitted');
    const approved = await schedule.programmes.approve(looked.id, changed.approval, head);
    expect(approved.approval.state).toBe('approved');
  });

  it('of two approvers is given once, and the second is told so', async () => {
    const { schedule } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, announcer);
    await schedule.programmes.approve(programme.id, programme.approval, head);
    const again = schedule.programmes.approve(programme.id, programme.approval, head);
    await expect(again).rejects.toMatchObject({ code: 'programme.already-there' });
  });

  it('a programme sent back goes to its author with a note, and can be submitted again', async () => {
    const { schedule, slotOn } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, announcer);
    const back = await schedule.programmes.sendBack(programme.id, 'Ghi lại cho rõ', head);
    expect(back.approval).toMatchObject({ state: 'draft', by: 'Ông Tư', note: 'Ghi lại cho rõ' });
    expect((await slotOn('2026-11-24')).holds[0]?.reason.params).toEqual({ state: 'draft' });
    const again = await schedule.programmes.submit(programme.id, announcer);
    expect(again.approval).toMatchObject({ state: 'submitted', by: 'Bà Sáu', note: null });
  });

  it('that was saved is answered as saved, though the audit log takes nothing', async () => {
    const { schedule, machine, audited } = await openVillage(storage);
    machine.auditTakes = false;
    const { programme } = await schedule.programmes.create(morning, head);
    expect(await schedule.programmes.list()).toEqual([programme]);
    expect(audited).toEqual([]);
  });

  it('kept as a draft it asks nobody yet', async () => {
    const { schedule, audited } = await openVillage(storage);
    const { programme } = await schedule.programmes.create({ ...morning, approval: 'draft' }, head);
    expect(programme.approval.state).toBe('draft');
    expect(audited).toEqual(['truong-thon draft']);
  });
});

describe('what somebody who may not approve puts into one slot', () => {
  it('is held back until somebody who may has approved it', async () => {
    const { schedule, slotOn, start, stop, liveUntil, heard, outcomes } = await openVillage(storage);
    await schedule.programmes.create(morning, head);
    const [first, second] = [await slotOn('2026-11-24'), await slotOn('2026-11-25')];
    const held = await schedule.slots.replace(first.id, song, announcer);
    expect(held).toMatchObject({
      override: { content: song, contentApproved: false, by: 'Bà Sáu' },
      holds: [{ zoneIds: ['dau-thon'], reason: { code: 'slot.content-not-approved', params: { by: 'Bà Sáu' } } }],
    });
    await schedule.slots.replace(second.id, song, announcer);
    const approved = await schedule.slots.approve(second.id, { recordingIds: ['nhac'] }, head);
    expect(approved).toMatchObject({ override: { contentApproved: true }, holds: [] });
    start();
    await liveUntil(at('2026-11-25', '06:15:00'));
    stop();
    expect(heard).toEqual(['06:00:00 nhac on loa-1']);
    expect(await outcomes()).toEqual(['24 06:00 slot.content-not-approved', '25 06:00 broadcast.aired']);
  });
});

describe('an approval of what airs in one slot', () => {
  const list = { kind: 'playlist', playlistId: 'panel-sang' } as const;

  it.each<[string, (village: Awaited<ReturnType<typeof openVillage>>, id: string) => Promise<unknown>]>([
    ['the announcer puts something else into it', ({ schedule }, id) => schedule.slots.replace(id, song, announcer)],
    ['the announcer takes it out again', ({ schedule }, id) => schedule.slots.restore(id, announcer)],
    ['its playlist becomes another', async ({ lists }) => lists.set('panel-sang', ['nhac', 'tin', 'tin'])],
  ])('is of what was heard: when %s meanwhile it is refused', async (_what, happens) => {
    const village = await openVillage(storage);
    const { schedule, slotOn, contents, lists } = village;
    contents.set('panel-sang', sound('panel-sang', 60));
    lists.set('panel-sang', ['nhac', 'tin']);
    await schedule.programmes.create(morning, head);
    const { id } = await slotOn('2026-11-24');
    await schedule.slots.replace(id, list, announcer);
    await happens(village, id);
    await expect(schedule.slots.approve(id, { recordingIds: ['nhac', 'tin'] }, head)).rejects.toMatchObject({
      code: 'slot.changed-meanwhile',
      status: 409,
      params: { title: 'Bản tin sáng' },
    });
    expect((await slotOn('2026-11-24')).override?.contentApproved ?? false).toBe(false);
  });
});

describe('a playlist that somebody who may not approve changes', () => {
  const list = { kind: 'playlist', playlistId: 'panel-sang' } as const;
  const withList = { ...morning, content: list };

  async function villageWithList() {
    const village = await openVillage(storage);
    village.contents.set('panel-sang', sound('panel-sang', 600));
    return village;
  }

  it('takes what airs it off the air until it is approved again, also in the last seconds', async () => {
    const { schedule, start, stop, liveUntil, outcomes, audited, slotOn } = await villageWithList();
    const { programme } = await schedule.programmes.create(withList, head);
    start();
    await liveUntil(at('2026-11-24', '05:59:56'));
    await schedule.playlistChanges('panel-sang', announcer);
    await liveUntil(at('2026-11-24', '06:15:00'));
    const asked = await schedule.programmes.get(programme.id);
    expect(asked.approval).toMatchObject({ state: 'submitted', by: 'Bà Sáu', note: null });
    expect((await slotOn('2026-11-25')).holds).toEqual([{ zoneIds: ['dau-thon'], reason: waiting }]);
    await schedule.programmes.approve(programme.id, asked.approval, head);
    await liveUntil(at('2026-11-25', '06:15:00'));
    stop();
    expect(await outcomes()).toEqual(['24 06:00 slot.not-approved', '25 06:00 broadcast.aired']);
    expect(audited).toEqual(['truong-thon approved', 'phat-thanh submitted']);
  });

  it('has to be listened to again by an approver who had begun to', async () => {
    const { schedule, changes } = await villageWithList();
    const { programme } = await schedule.programmes.create(withList, announcer);
    const told: string[] = [];
    changes.on('programme.changed', ({ id, approval }) => told.push(`${id} ${approval.state}`));
    await schedule.playlistChanges('panel-sang', announcer);
    expect(told).toEqual([`${programme.id} submitted`]);
    const approved = schedule.programmes.approve(programme.id, programme.approval, head);
    await expect(approved).rejects.toMatchObject({ code: 'programme.changed-meanwhile' });
  });

  it('is held back where it was put into one slot and approved there, and cannot be put back unasked', async () => {
    const { schedule, slotOn, audited } = await villageWithList();
    await schedule.programmes.create(morning, head);
    const [first, second] = [await slotOn('2026-11-24'), await slotOn('2026-11-25')];
    await schedule.slots.replace(first.id, list, head);
    await schedule.slots.replace(second.id, list, head);
    await schedule.slots.restore(second.id, announcer);
    await schedule.playlistChanges('panel-sang', announcer);
    expect(await slotOn('2026-11-24')).toMatchObject({
      override: { content: list, contentApproved: false, by: 'Bà Sáu' },
      holds: [{ reason: { code: 'slot.content-not-approved', params: { by: 'Bà Sáu' } } }],
    });
    expect((await schedule.slots.replace(second.id, list, announcer)).override?.contentApproved).toBe(false);
    expect(audited).toEqual(['truong-thon approved', 'phat-thanh content-submitted']);
  });

  it('leaves alone what airs something else, what is a draft, and everything when an approver changes it', async () => {
    const { schedule, audited } = await villageWithList();
    await schedule.programmes.create(morning, head);
    const later = { ...withList.rule, times: ['07:00'] };
    await schedule.programmes.create({ ...withList, rule: later, approval: 'draft' }, announcer);
    const before = await schedule.programmes.list();
    await schedule.playlistChanges('panel-sang', announcer);
    expect(await schedule.programmes.list()).toEqual(before);
    const { programme } = await schedule.programmes.create({ ...withList, rule: { ...later, times: ['08:00'] } }, head);
    await schedule.playlistChanges('panel-sang', head);
    expect(await schedule.programmes.get(programme.id)).toEqual(programme);
    expect(audited).toEqual(['truong-thon approved', 'phat-thanh draft', 'truong-thon approved']);
  });
});

describe('what was approved in one slot', () => {
  const bell = { kind: 'recording', recordingId: 'tin' } as const;
  const later = { startsAt: new Date(at('2026-11-24', '09:00:00')).toISOString() };

  /** A village whose slot of 24 November airs the song, as the head wants. */
  async function villageWithSong() {
    const village = await openVillage(storage);
    const { schedule, slotOn } = village;
    await schedule.programmes.create(morning, head);
    await schedule.slots.replace((await slotOn('2026-11-24')).id, song, head);
    return { of: schedule.slots, slot: await slotOn('2026-11-24'), slotOn };
  }

  it('stays approved when the announcer moves it and moves it back', async () => {
    const { of, slot } = await villageWithSong();
    await of.move(slot.id, later, announcer);
    const { startsAt, endsAt, override, holds } = await of.move(slot.id, { startsAt: slot.startsAt }, announcer);
    expect({ startsAt, endsAt, holds }).toEqual({ startsAt: slot.startsAt, endsAt: slot.endsAt, holds: [] });
    expect(override).toMatchObject({ movedFrom: null, content: song, contentApproved: true });
  });

  it.each<[string, (of: Schedule['slots'], id: string) => Promise<Slot>]>([
    ['skips it', (of, id) => of.skip(id, announcer)],
    ['puts something else into it', (of, id) => of.replace(id, bell, announcer)],
    ['only chooses it once more', (of, id) => of.replace(id, song, announcer)],
  ])('stays approved when the announcer %s and undoes that', async (_what, act) => {
    const { of, slot, slotOn } = await villageWithSong();
    await act(of, slot.id);
    // As the panel undoes it: back to the rule, and again what stood there before.
    await of.restore(slot.id, announcer);
    await of.replace(slot.id, song, announcer);
    expect(await slotOn('2026-11-24')).toMatchObject({
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      holds: [],
      override: { skipped: false, content: song, contentApproved: true },
    });
  });

  it('is asked for anew when it is something else, or when an approver has taken it out', async () => {
    const { of, slot } = await villageWithSong();
    expect((await of.replace(slot.id, bell, announcer)).override?.contentApproved).toBe(false);
    await of.restore(slot.id, head);
    expect((await of.replace(slot.id, song, announcer)).override?.contentApproved).toBe(false);
  });
});
