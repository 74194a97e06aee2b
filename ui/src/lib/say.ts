import { sentenceOf, t, type Key } from './i18n/index.svelte.ts';
import { fill, type Facts } from './i18n/message.ts';
import { addDays, dayMonth, durationParts, secondMs, villageMoment, weekdayOf } from './time.ts';

/** Times, days and lists in the person's words. */

/** "2 phút 10 giây", "1 giờ 5 phút" */
export function sayDuration(ms: number): string {
  const { hours, minutes, seconds } = durationParts(ms);
  const parts = [
    hours > 0 ? t('duration.hours', { hours }) : '',
    minutes > 0 ? t('duration.minutes', { minutes }) : '',
    seconds > 0 ? t('duration.seconds', { seconds }) : '',
  ].filter((part) => part !== '');
  return parts.join(' ') || t('duration.none');
}

/** "thứ Ba 24/11" */
export function sayDate(date: string): string {
  return t('day.date', { weekday: t(`weekday.${weekdayOf(date)}`), date: dayMonth(date) });
}

function nearDay(date: string, today: string): 'today' | 'tomorrow' | 'yesterday' | null {
  if (date === today) return 'today';
  if (date === addDays(today, 1)) return 'tomorrow';
  return date === addDays(today, -1) ? 'yesterday' : null;
}

/** "Hôm nay", "Ngày mai", or the date, to begin a line with. */
export function sayDay(date: string, today: string): string {
  const near = nearDay(date, today);
  return near ? t(`day.${near}`) : capitalised(sayDate(date));
}

/** The same in the middle of a sentence. */
export function sayDayInline(date: string, today: string): string {
  const near = nearDay(date, today);
  return near ? t(`day.${near}.inline` satisfies Key) : sayDate(date);
}

/** "Đình, Chợ và Bãi" */
export function sayList(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : t('list.and', { first: words.slice(0, -1).join(', '), last });
}

/** Who did it: a person by name, or a button on a wall, which signs as `button:<name>`. */
export function sayWho(name: string): string {
  const button = /^button:(.+)$/s.exec(name)?.[1];
  return button === undefined ? name : t('who.button', { name: button });
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What turns the gateway's facts into people's: its zone of time, and the names behind ids. */
export interface Speaker {
  readonly timeZone: () => string;
  readonly relayName: (id: string) => string | undefined;
}

export type Reason = { readonly code: string; readonly params?: Facts };

/** What the gateway means by a code (an outcome, a fault, a refusal). `fallback` is its own English, for a code too new. */
export function createSay({ timeZone, relayName }: Speaker) {
  function sayFact(name: string, fact: string | number): string | number {
    if (typeof fact === 'number') return /seconds$/i.test(name) ? sayDuration(fact * secondMs) : fact;
    // A cause comes without its facts; some sentences have a short form for that.
    if (name === 'cause') return sentenceOf(`${fact}.short`) ?? say({ code: fact }, '');
    if (name === 'by') return sayWho(fact);
    if (name === 'relay') return relayName(fact) ?? fact;
    if (/^\d{4}-\d\d-\d\d$/.test(fact)) return sayDate(fact);
    if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(fact)) return sentenceOf(`fact.${name}.${fact}`) ?? fact;
    const { time, date } = villageMoment(fact, timeZone());
    return t('day.moment', { time, day: sayDate(date) });
  }

  function say(reason: Reason, fallback?: string): string {
    const cause = reason.params?.['cause'];
    // Its causes name the relay themselves: told of "trouble" before that, the sentence stutters.
    if (reason.code === 'village.relay-fault' && typeof cause === 'string' && sentenceOf(cause) !== undefined) {
      return say({ code: cause, params: reason.params ?? {} });
    }
    const text = sentenceOf(reason.code);
    if (text === undefined) return fallback ?? t('code.unknown', { code: reason.code });
    const facts = Object.entries(reason.params ?? {}).map(([name, fact]) => [name, sayFact(name, fact)] as const);
    return capitalised(fill(text, Object.fromEntries(facts)));
  }

  return say;
}
