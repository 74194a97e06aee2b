import { AppError } from '../core/errors.ts';
import type { Language } from './languages.ts';

/** Letters, digits and a few marks that mean nothing in any of our languages: stands as it is, within quotes too. */
export interface Word {
  readonly word: string;
}

/** A whole value, quoted as its language wants it. `exact`: refused rather than changed where the language cannot say it. */
export interface Text {
  readonly text: string;
  readonly exact: boolean;
}

/** What a place is filled with. A boolean is only asked for, a list only gone through. */
export type Filling = number | boolean | Word | Text | readonly Fillings[];
export interface Fillings {
  readonly [name: string]: Filling;
}

export function word(text: string): Word {
  if (!/^[\w.,:/@-]+$/.test(text)) throw new Error(`'${text}' is not a word that can stand in every language`);
  return { word: text };
}
/** For people, as a name is: what a language cannot say becomes something alike. */
export const label = (text: string): Text => ({ text, exact: false });
export const exactly = (text: string): Text => ({ text, exact: true });

/** `<<each channel>>`, `<<when tls>>`, `<<unless tls>>`, `<<end>>`: alone on their line, behind a comment mark if need be. */
const marker = /^\s*(?:#|\/\/)?\s*<<(?:(each|when|unless) (\w+)|(end))>>\s*$/;
const place = /<<(\w+)>>/g;
/** A quoted value may not be glued to anything that could make another value of it. */
const opens = /(?:^|[\s([{,:=])$/;
const closes = /^(?:$|[\s)\]},;])/;

interface Block {
  readonly kind: 'each' | 'when' | 'unless' | 'all';
  readonly name: string;
  readonly parts: (string | Block)[];
}

/**
 * Fills a template in. Strict: a place without a filling, a filling of the wrong kind or a block that is not closed is a
 * mistake of ours, and thrown as one. Throws `firmware.cannot-say` for an exact text that the language has no way to write.
 */
export function fillIn(template: string, language: Language, fillings: Fillings): string {
  return fillBlock(parse(template), language, fillings).join('\n');
}

function parse(template: string): Block {
  const whole: Block = { kind: 'all', name: '', parts: [] };
  const open = [whole];
  for (const [index, line] of template.split('\n').entries()) {
    const [, kind, name = '', end] = marker.exec(line) ?? [];
    const inner = open.at(-1) ?? whole;
    if (end) {
      if (open.length === 1) throw mistake(index, 'an end without its beginning');
      open.pop();
    } else if (kind) {
      const block: Block = { kind: kind as Block['kind'], name, parts: [] };
      inner.parts.push(block);
      open.push(block);
    } else {
      if (/<<|>>/.test(line.replace(place, ''))) throw mistake(index, `no place that can be filled in: ${line}`);
      inner.parts.push(line);
    }
  }
  if (open.length > 1) throw new Error(`template: '${open.at(-1)?.name}' is not closed`);
  return whole;
}

function fillBlock({ kind, name, parts }: Block, language: Language, fillings: Fillings): string[] {
  const inside = (scope: Fillings) =>
    parts.flatMap((part) =>
      typeof part === 'string' ? [fillLine(part, language, scope)] : fillBlock(part, language, scope),
    );
  if (kind === 'all') return inside(fillings);
  const filling = fillings[name];
  if (kind === 'each') {
    if (!isList(filling)) throw new Error(`template: '${name}' is no list`);
    return filling.flatMap((one) => inside({ ...fillings, ...one }));
  }
  if (typeof filling !== 'boolean') throw new Error(`template: '${name}' is neither so nor not so`);
  return filling === (kind === 'when') ? inside(fillings) : [];
}

function fillLine(line: string, language: Language, fillings: Fillings): string {
  return line.replaceAll(place, (whole, name: string, at: number) => {
    const filling = Object.hasOwn(fillings, name) ? fillings[name] : undefined;
    if (typeof filling === 'number') return String(filling);
    if (filling === undefined || typeof filling === 'boolean' || isList(filling)) {
      throw new Error(`template: nothing to fill '${name}' in with`);
    }
    if ('word' in filling) return filling.word;
    if (!opens.test(line.slice(0, at)) || !closes.test(line.slice(at + whole.length))) {
      throw new Error(`template: '${name}' must be a value of its own: ${line}`);
    }
    return say(filling, language, name);
  });
}

function say({ text, exact }: Text, language: Language, name: string): string {
  if (!exact) return language.label(tidy(text));
  const said = language.exact(text);
  if (said !== null) return said;
  throw new AppError('firmware.cannot-say', 422, `'${name}' holds a character that this device cannot be given.`, {
    params: { name },
  });
}

/** On one line, without anything that cannot be seen. */
function tidy(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim();
}

function isList(filling: Filling | undefined): filling is readonly Fillings[] {
  return Array.isArray(filling);
}

function mistake(index: number, what: string): Error {
  return new Error(`template, line ${index + 1}: ${what}`);
}
