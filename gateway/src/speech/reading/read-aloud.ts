import { AppError } from '../../core/errors.ts';
import { abbreviations } from './abbreviations.ts';
import { shouting, spelling } from './capitals.ts';
import { clean } from './clean.ts';
import { contacts } from './contacts.ts';
import { dates } from './dates.ts';
import { money } from './money.ts';
import { plates } from './plates.ts';
import { roman } from './roman.ts';
import { apply, type Rule } from './rule.ts';
import { fractions, leftovers, numbers, ranges, signs } from './signs.ts';
import { times } from './times.ts';
import { units } from './units.ts';

/** A sentence as it is said, and the silence after it. */
export interface Sentence {
  readonly text: string;
  readonly pauseMs: number;
}

const pauseMs = { sentence: 400, line: 350, paragraph: 500 } as const;

/**
 * In this order: what is more particular first. A day is looked for before a fraction, a telephone number before a
 * number; whatever a rule has read is words, in which no later rule finds anything.
 */
const rules: readonly Rule[] = [
  ...[shouting, contacts, plates, dates, times, money, abbreviations, signs, roman, units, ranges, fractions],
  ...[numbers, spelling, leftovers],
].flat();

/** Pure: the text as a Vietnamese would read it, sentence by sentence. Throws `speech.too-long` or `speech.empty`. */
export function readAloud(text: string): Sentence[] {
  const read = apply(clean(text), rules);
  const sentences = read
    .split(/\n[ ]*\n\s*/)
    .flatMap((paragraph) => withPause(sentencesOf(paragraph), pauseMs.paragraph));
  if (sentences.length === 0) throw new AppError('speech.empty', 422, 'There is nothing in the text to read aloud.');
  return sentences;
}

function sentencesOf(paragraph: string): Sentence[] {
  return paragraph.split('\n').flatMap((line) => {
    const said = line.split(/(?<=[.!?])(?:\s+|$)/).map(tidy);
    return withPause(
      said.filter((text) => /\p{L}/u.test(text)).map((text) => ({ text, pauseMs: pauseMs.sentence })),
      pauseMs.line,
    );
  });
}

/** The last one is followed by another pause. */
function withPause(sentences: readonly Sentence[], lastMs: number): Sentence[] {
  return sentences.map((sentence, at) => (at === sentences.length - 1 ? { ...sentence, pauseMs: lastMs } : sentence));
}

/** One space, one comma, a capital at its beginning and a full stop where there is no other end. */
function tidy(text: string): string {
  const joined = text
    .replace(/\s+/g, ' ')
    .replace(/ +(?=[,.!?])/g, '')
    .replace(/,(?:[ ,])*(?=,)/g, '')
    .replace(/,(?=[.!?])/g, '')
    .replace(/([,.!?])(?=\p{L})/gu, '$1 ')
    .replace(/^[ ,.!?]+|[ ,]+$/g, '')
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(joined) || joined === '' ? joined.replace(/([.!?])[.!?]+$/, '$1') : `${joined}.`;
}
