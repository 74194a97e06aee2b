import { describe, expect, it } from 'vitest';
import { freshForm, formOf, inputOf, missingIn, ruleOf } from '../../../ui/src/lib/programme-form.ts';

const fresh = freshForm('2026-11-25', ['dinh', 'cho']);
const filled = { ...fresh, title: ' Bản tin sáng ', content: { kind: 'recording', recordingId: 'chuong' } as const };

describe('the form of a programme', () => {
  it('begins daily, tomorrow, on every zone, with only the name and the sound to give', () => {
    expect(missingIn(fresh)).toEqual(['title', 'content']);
    expect(fresh).toMatchObject({ repeat: 'daily', date: '2026-11-25', zoneIds: ['dinh', 'cho'] });
  });

  it('is sent only when nothing is missing', () => {
    expect(inputOf(fresh, false)).toBeNull();
    expect(inputOf(filled, false)).toEqual({
      title: 'Bản tin sáng',
      content: { kind: 'recording', recordingId: 'chuong' },
      zoneIds: ['dinh', 'cho'],
      priority: 'normal',
      enabled: true,
      rule: { repeat: 'daily', date: '2026-11-25', time: '05:30' },
    });
  });

  it('wants a day of the week from what is weekly', () => {
    expect(missingIn({ ...filled, repeat: 'weekly' })).toEqual(['weekdays']);
    expect(ruleOf({ ...filled, repeat: 'weekly', weekdays: ['mo', 'fr'] })).toMatchObject({ weekdays: ['mo', 'fr'] });
  });

  it('sends no weekdays and no last day with what airs once, whatever was filled in before', () => {
    const once = { ...filled, repeat: 'once' as const, weekdays: ['mo' as const], until: '2026-12-31' };
    expect(ruleOf(once)).toEqual({ repeat: 'once', date: '2026-11-25', time: '05:30' });
  });

  it('says that the person was asked about quiet hours only when they were', () => {
    expect(inputOf(filled, true)).toMatchObject({ nearQuietHours: true });
    expect(inputOf(filled, false)).not.toHaveProperty('nearQuietHours');
  });

  it('keeps the exceptions of a programme that it does not show', () => {
    const rule = { repeat: 'daily', date: '2026-11-01', time: '05:30', except: ['2026-12-01'] } as const;
    const programme = {
      ...inputOf(filled, false)!,
      id: 'morning',
      enabled: true,
      durationMs: 60_000,
      nextAt: null,
      problem: null,
      rule: { ...rule, except: [...rule.except] },
    };
    expect(ruleOf(formOf(programme))).toEqual(rule);
  });
});
