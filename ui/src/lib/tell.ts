import type { Slot } from '#contract';
import type { Tone } from '../components/tone.ts';
import { lookOf } from './day-strip.ts';
import { sentenceOf, t, type PlainKey } from './i18n/index.svelte.ts';
import { capitalised, sayDate, sayDay, sayList } from './say.ts';
import { dayMonth, villageMoment } from './time.ts';
import { summarise } from './today.ts';

/** What slots and days are called, in words. */

const outcomeTones: Record<NonNullable<Slot['outcome']>['kind'], Tone> = {
  aired: 'well',
  'aired-partly': 'attention',
  'pre-empted': 'attention',
  skipped: 'idle',
  stopped: 'attention',
  'quiet-hours': 'attention',
  'held-back': 'attention',
  missed: 'trouble',
  failed: 'trouble',
};

export function statusOf(slot: Slot): { tone: Tone; word: string } {
  if (slot.outcome) return { tone: outcomeTones[slot.outcome.kind], word: t(`outcome.${slot.outcome.kind}`) };
  const states: Record<string, { tone: Tone; key: PlainKey }> = {
    planned: { tone: 'waiting', key: 'slot.planned' },
    skipped: { tone: 'idle', key: 'slot.skipped' },
    held: { tone: 'attention', key: 'slot.held' },
    'on-air': { tone: 'on-air', key: 'slot.on-air' },
  };
  const look = lookOf(slot);
  if (look === 'planned' && slot.holds.length > 0) return { tone: 'attention', word: t('slot.verdict.will-partly') };
  const { tone, key } = states[look] ?? { tone: 'waiting', key: 'slot.planned' };
  return { tone, word: t(key) };
}

/** "Sẽ không phát: tang lễ đến 25/11", "Xóm Đình sẽ im: giờ yên tĩnh"; one line for each thing that holds zones back. */
export function tellHolds(slot: Slot, zoneName: (id: string) => string): string[] {
  const whole = (zoneIds: readonly string[]) => slot.zoneIds.every((id) => zoneIds.includes(id));
  return slot.holds.map(({ zoneIds, reason }) => {
    const why = tellHold(reason);
    return whole(zoneIds) ? t('hold.all', { why }) : t('hold.some', { zones: sayList(zoneIds.map(zoneName)), why });
  });
}

function tellHold({ code, params }: Slot['holds'][number]['reason']): string {
  switch (code) {
    case 'slot.overlay': {
      const kind = sentenceOf(`fact.kind.${params['kind']}`) ?? '';
      return t('hold.overlay', { kind, date: dayMonth(String(params['until'])) });
    }
    case 'slot.not-approved':
      return t(params['state'] === 'submitted' ? 'hold.submitted' : 'hold.draft');
    case 'slot.content-not-approved':
      return t('hold.content');
    case 'slot.minutes-used-up':
      return t('hold.minutes');
    case 'slot.pushed-aside':
      return t('hold.pushed-aside', { title: String(params['title']) });
    default:
      return t('hold.quiet-hours');
  }
}

/** "Dời từ 05:30", "Dời từ 05:30 thứ Ba 24/11", "Nội dung thay riêng lượt này": what somebody changed on it, but for a skip. */
export function tellChanges({ startsAt, override }: Slot, timeZone: string): string[] {
  if (!override) return [];
  const changes: string[] = [];
  if (override.movedFrom !== null) {
    const from = villageMoment(override.movedFrom, timeZone);
    const sameDay = from.date === villageMoment(startsAt, timeZone).date;
    const when = sameDay ? from.time : t('day.moment', { time: from.time, day: sayDate(from.date) });
    changes.push(t('slot.moved-from', { when }));
  }
  if (override.content !== null) changes.push(t('slot.replaced'));
  return changes;
}

/** "Sáng nay đã phát đủ 3 lượt. Còn 2 lượt nữa." `byHand`: something sounds that is in no schedule. */
export function tellToday(slots: readonly Slot[], byHand: boolean, now: number, timeZone: string): string {
  const told = tellPlanned(slots, byHand, now, timeZone);
  return byHand ? `${t('today.by-hand')} ${told}` : told;
}

function tellPlanned(slots: readonly Slot[], byHand: boolean, now: number, timeZone: string): string {
  const { planned, aired, onAir, troubled, left, ...went } = summarise(slots);
  if (planned === 0) return t('today.none');
  const first = left[0];
  const sounding = onAir > 0 ? [t('today.on-air')] : [];
  const over = onAir > 0 || byHand ? [] : [t('today.over')];
  const rest = left.length > 0 ? [t('today.left', { count: left.length })] : over;
  const ahead = [...sounding, ...rest].join(' ');
  const past = aired + troubled.length;
  if (past === 0) {
    if (onAir > 0) return ahead;
    if (!first) return t('today.nothing-aired');
    return t('today.not-yet', { count: left.length, time: villageMoment(first.startsAt, timeZone).time });
  }
  const morning = villageMoment(now, timeZone).minutes < 12 * 60;
  if (troubled.length === 0)
    return `${t(morning ? 'today.all.morning' : 'today.all', { count: aired })} ${ahead}`.trim();
  const parts = [
    aired > 0 ? t('today.aired', { count: aired }) : '',
    went.partly > 0 ? t('today.partly', { count: went.partly }) : '',
    went.silent > 0 ? t('today.silent', { count: went.silent }) : '',
  ].filter((part) => part !== '');
  return `${capitalised(parts.join(', '))}. ${ahead}`.trim();
}

/** The day strip for those who cannot see it. */
export function tellDay(slots: readonly Slot[], date: string, today: string, timeZone: string): string {
  const day = sayDay(date, today);
  if (slots.length === 0) return t('strip.empty', { day });
  const each = slots.map((slot) =>
    t('strip.slot', {
      time: villageMoment(slot.startsAt, timeZone).time,
      title: slot.title,
      status: statusOf(slot).word,
    }),
  );
  return t('strip.day', { day, count: slots.length, slots: sayList(each) });
}
