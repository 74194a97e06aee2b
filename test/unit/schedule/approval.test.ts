import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../gateway/src/contract/index.ts';
import {
  approvalAfter,
  approvalOf,
  defaultMissed,
  keepsApproval,
  sameSubstance,
} from '../../../gateway/src/schedule/approval.ts';
import type { StoredProgramme } from '../../../gateway/src/schedule/programme-store.ts';

const programme: StoredProgramme = {
  id: 'sang',
  title: 'Bản tin sáng',
  kind: 'bulletin',
  content: { kind: 'recording', recordingId: 'tin' },
  text: 'Kính thưa bà con.',
  zoneIds: ['dau-thon', 'xom-dinh'],
  priority: 'normal',
  rule: { repeat: 'daily', date: '2026-11-24', times: ['05:00'] },
  chimes: { opening: 'default', closing: 'default' },
  bedRecordingId: null,
  staggered: false,
  missed: { policy: 'catch-up', withinMinutes: 5 },
  enabled: true,
  approval: { state: 'approved', by: 'Ông Tư', at: 0, note: null },
  since: 0,
  unreadable: null,
};

describe('a save', () => {
  it.each([
    [undefined, true, 'approved'],
    [undefined, false, 'submitted'],
    ['draft', true, 'draft'],
    ['draft', false, 'draft'],
    ['submitted', true, 'submitted'],
    ['submitted', false, 'submitted'],
    ['approved', true, 'approved'],
  ] as const)('asked for %s by somebody who may approve: %s, comes to %s', (asked, mayApprove, state) => {
    expect(approvalAfter(asked, mayApprove)).toBe(state);
  });

  it('does not come to approved by somebody who may not', () => {
    expect(() => approvalAfter('approved', false)).toThrow(
      expect.objectContaining({ code: 'programme.not-yours-to-approve', status: 403 }),
    );
  });
});

describe('what was approved', () => {
  it('is the same when it was only switched off, or its zones and rule are written in another order', () => {
    const rule: Rule = { ...programme.rule, times: ['05:00', '17:30'], except: ['2026-12-01', '2027-01-01'] };
    const before = { ...programme, rule };
    expect(sameSubstance(programme, { ...programme, enabled: false })).toBe(true);
    expect(sameSubstance(programme, { ...programme, zoneIds: ['xom-dinh', 'dau-thon'] })).toBe(true);
    const { times, date, repeat, except = [] } = rule;
    const turned: Rule = { times: times.toReversed(), except: except.toReversed(), every: 1, date, repeat };
    expect(sameSubstance(before, { ...before, rule: turned })).toBe(true);
  });

  it('stays so when the same is only submitted again; another step, or a draft submitted, is taken', () => {
    expect(keepsApproval(programme, programme, undefined)).toBe(true);
    expect(keepsApproval(programme, programme, 'submitted')).toBe(true);
    expect(keepsApproval(programme, { ...programme, text: '' }, 'submitted')).toBe(false);
    expect(keepsApproval(programme, programme, 'draft')).toBe(false);
    const draft: StoredProgramme = { ...programme, approval: { ...programme.approval, state: 'draft' } };
    expect(keepsApproval(draft, draft, 'submitted')).toBe(false);
  });

  it.each<[string, Partial<StoredProgramme>]>([
    ['title', { title: 'Tin' }],
    ['sort', { kind: 'music' }],
    ['content', { content: { kind: 'recording', recordingId: 'khac' } }],
    ['text', { text: '' }],
    ['zones', { zoneIds: ['dau-thon'] }],
    ['priority', { priority: 'priority' }],
    ['rule', { rule: { ...programme.rule, times: ['05:01'] } }],
    ['music under it', { bedRecordingId: 'sao' }],
    ['missed policy', { missed: { policy: 'skip', withinMinutes: 0 } }],
  ])('is another with another %s', (_what, change) => {
    expect(sameSubstance(programme, { ...programme, ...change })).toBe(false);
  });
});

it('over the wire an approval carries its instant as text', () => {
  expect(approvalOf(programme)).toEqual({
    state: 'approved',
    by: 'Ông Tư',
    at: '1970-01-01T00:00:00.000Z',
    note: null,
  });
});

it('a bulletin is worth hearing a little late, music is not', () => {
  expect(defaultMissed('bulletin')).toEqual({ policy: 'catch-up', withinMinutes: 5 });
  expect(defaultMissed('music').policy).toBe('skip');
});
