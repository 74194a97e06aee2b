import { describe, expect, it } from 'vitest';
import type { Permission, Programme, WhyStep } from '../../../gateway/src/contract/index.ts';
import { ApiProblem } from '../../../ui/src/lib/api.ts';
import { doorOf, type DoorFacts } from '../../../ui/src/screens/schedule/slot/doors.ts';
import { Moving } from '../../../ui/src/screens/schedule/slot/moving.svelte.ts';
import { possibleActions, siblingsOf } from '../../../ui/src/screens/schedule/slot/possible.ts';
import { decidingStep, isFault, verdictOf } from '../../../ui/src/screens/schedule/slot/verdict.ts';
import { instantOf } from '../../../ui/src/lib/village-instant.ts';
import './in-words.ts';
import { ended, instant, slot, timeZone } from './village-day.ts';

const now = Date.parse(instant('04:00'));
const head = () => true;
const viewer = () => false;
const announcer = (permission: Permission) => permission !== 'approve';
const override = { skipped: false, movedFrom: null, content: null, contentApproved: true, by: 'Ông Tư' };
const mourning = { code: 'slot.overlay', params: { overlayId: 'tang', zones: 'Xóm Đình' } };

function step(name: WhyStep['step'], verdict: WhyStep['verdict'] = 'passed', code = `test.${name}`): WhyStep {
  return { step: name, verdict, reason: { code, params: {} } };
}

describe('what a slot comes to', () => {
  it('is silence when every zone is held, and a part when one is left', () => {
    const both = { zoneIds: ['dinh', 'cho'] };
    expect(verdictOf(slot('05:00', both))).toBe('will');
    expect(verdictOf(slot('05:00', { ...both, holds: [{ zoneIds: ['dinh'], reason: mourning }] }))).toBe('will-partly');
    expect(verdictOf(slot('05:00', { ...both, holds: [{ zoneIds: ['dinh', 'cho'], reason: mourning }] }))).toBe(
      'will-not',
    );
  });

  it('is silence when somebody skipped it, or the chain closes where no zone is held', () => {
    expect(verdictOf(slot('05:00', { override: { ...override, skipped: true } }))).toBe('will-not');
    expect(verdictOf(slot('05:00'), [step('rule'), step('content', 'closed')])).toBe('will-not');
  });

  it('is told by its outcome once it is over', () => {
    expect(verdictOf(ended('05:00', 'aired'))).toBe('aired');
    expect(verdictOf(ended('05:00', 'aired-partly'))).toBe('not-whole');
    expect(verdictOf(ended('05:00', 'held-back'))).toBe('not');
    const stopped = ended('05:00', 'stopped');
    const after = (airedSeconds: number) => ({ ...stopped.outcome!, params: { by: 'Ông Tư', airedSeconds } });
    expect(verdictOf({ ...stopped, outcome: after(5) })).toBe('not-whole');
    expect(verdictOf({ ...stopped, outcome: after(0) })).toBe('not');
  });

  it('opens the step that closes, before what is only partly let through or to be looked at', () => {
    const partly = [step('rule'), step('overlay', 'partly'), step('equipment', 'warning')];
    expect(decidingStep(partly)).toBe('overlay');
    expect(decidingStep([...partly, step('content', 'closed'), step('outcome', 'closed')])).toBe('content');
    expect(decidingStep([step('rule')])).toBeNull();
  });

  it('is red only where something is wrong, not where somebody wanted silence', () => {
    expect(isFault(step('content', 'closed'))).toBe(true);
    expect(isFault(step('overlay', 'closed'))).toBe(false);
    expect(isFault(step('outcome', 'closed', 'slot.overlay'))).toBe(false);
    expect(isFault(step('outcome', 'closed', 'slot.gateway-off'))).toBe(true);
  });
});

describe('what to do about a step', () => {
  const programme = {
    id: 'sang',
    content: { kind: 'recording', recordingId: 'ban-tin' },
    approval: { state: 'submitted', by: 'Cô Lan', at: instant('03:00'), note: null },
  } as Programme;
  const facts: DoorFacts = {
    slot: slot('05:00'),
    programme,
    zones: [{ id: 'dinh', name: 'Xóm Đình' }],
    relays: [{ id: 'cot', name: 'Cột đình' }],
    mayApprove: true,
    maySchedule: true,
  };

  it('sends an approver to listen, the author to submit, and asks others to wait', () => {
    const closed = step('approval', 'closed', 'slot.not-approved');
    expect(doorOf(closed, facts)).toEqual({ link: 'approve', href: '/schedule/approvals/sang' });
    expect(doorOf(closed, { ...facts, mayApprove: false })).toEqual({ words: 'wait' });
    const draft = { ...programme, approval: { ...programme.approval, state: 'draft' as const } };
    expect(doorOf(closed, { ...facts, programme: draft })).toEqual({
      link: 'submit',
      href: '/schedule/programmes/sang',
    });
  });

  it('leads to the very overlay, zone, relay or recording', () => {
    const overlay: WhyStep = { step: 'overlay', verdict: 'closed', reason: mourning };
    expect(doorOf(overlay, facts)).toMatchObject({ href: '/schedule/overlays/tang' });
    const quiet: WhyStep = {
      step: 'quiet-hours',
      verdict: 'closed',
      reason: { code: 'slot.quiet-hours', params: { zones: 'Xóm Đình' } },
    };
    expect(doorOf(quiet, facts)).toMatchObject({ href: '/more/zones/dinh', zone: 'Xóm Đình' });
    const away: WhyStep = {
      step: 'equipment',
      verdict: 'warning',
      reason: { code: 'why.relay-offline', params: { relay: 'Cột đình', zone: 'Xóm Đình' } },
    };
    expect(doorOf(away, facts)).toMatchObject({ href: '/more/relays/cot' });
    expect(doorOf(step('content', 'closed'), facts)).toMatchObject({ href: '/library/ban-tin' });
  });

  it('has nothing to offer where nothing is in the way, and only the record once it is over', () => {
    expect(doorOf(step('overlay'), facts)).toBeNull();
    const over = { ...facts, slot: ended('05:00', 'held-back') };
    expect(doorOf({ step: 'overlay', verdict: 'closed', reason: mourning }, over)).toBeNull();
    expect(doorOf(step('outcome', 'closed'), over)).toMatchObject({ href: '/more/air-log' });
  });
});

describe('what one tap can do', () => {
  const ahead = slot('05:00');

  it('to a slot that is still to come', () => {
    expect(possibleActions({ slot: ahead, siblings: [ahead], now, may: head })).toEqual([
      'skip',
      'postpone',
      'move',
      'replace',
    ]);
    expect(possibleActions({ slot: ahead, siblings: [ahead, slot('17:00')], now, may: head })).toContain('skip-day');
    expect(possibleActions({ slot: ahead, siblings: [ahead], now, may: viewer })).toEqual([]);
  });

  it('to one that was skipped: only to take that back', () => {
    const skipped = slot('05:00', { override: { ...override, skipped: true } });
    expect(possibleActions({ slot: skipped, siblings: [], now, may: head })).toEqual(['restore']);
  });

  it('to one with content that nobody approved: an approver says yes, an announcer cannot', () => {
    const waiting = slot('05:00', { override: { ...override, contentApproved: false } });
    expect(possibleActions({ slot: waiting, siblings: [], now, may: head })[0]).toBe('approve');
    expect(possibleActions({ slot: waiting, siblings: [], now, may: announcer })).not.toContain('approve');
  });

  it('to one that is over: air it again, if that is one’s to do', () => {
    expect(possibleActions({ slot: ended('03:00', 'missed'), siblings: [], now, may: head })).toEqual(['air-again']);
    expect(possibleActions({ slot: slot('03:59'), siblings: [], now, may: head })).toEqual([]);
  });

  it('the whole day is what is still to come of one programme and is not skipped', () => {
    const skipped = slot('06:00', { override: { ...override, skipped: true } });
    const other = slot('07:00', { programmeId: 'chieu' });
    const slots = [slot('03:00'), ahead, skipped, other, slot('17:00')];
    expect(siblingsOf(ahead, slots, now, timeZone).map(({ id }) => id)).toEqual(['slot-0500', 'slot-1700']);
  });
});

describe('a time of the village as an instant', () => {
  it('is its own in Vietnam', () => {
    expect(instantOf('2026-11-25', '05:00', 'Asia/Ho_Chi_Minh')).toBe('2026-11-24T22:00:00.000Z');
  });

  it('follows the summer time of other countries, and comes out later where the clock leaps over it', () => {
    expect(instantOf('2026-07-01', '05:00', 'Europe/Berlin')).toBe('2026-07-01T03:00:00.000Z');
    expect(instantOf('2026-03-29', '03:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(instantOf('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });
});

describe('a time that is taken', () => {
  it('is refused with advice about the time only, and forgotten when another is typed', async () => {
    const refused = () =>
      Promise.reject(new ApiProblem({ code: 'schedule.conflict', status: 409, detail: 'taken', params: {} }));
    const moving = new Moving(() => slot('05:00'), refused, { say: ({ code }) => code, sayProblem: () => 'other' });
    expect(await moving.to(instant('06:00'))).toBe(false);
    expect(moving.trouble).toBe('slot.move-taken');
    moving.reconsider();
    expect(moving.trouble).toBeNull();
  });
});
