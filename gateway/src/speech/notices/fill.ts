import { AppError } from '../../core/errors.ts';
import { writeDay } from '../reading/day-of-week.ts';
import { blankNames, type Notice } from './notice-file.ts';

/** Pure: the notice's text with its blanks filled in. Throws `notice.blank-empty` for one that is needed. */
export function fill({ text, blanks }: Notice, given: Readonly<Record<string, string>>): string {
  const values = new Map(
    blanks.map(({ name, kind }) => {
      const value = (Object.hasOwn(given, name) ? (given[name] ?? '') : '').trim();
      return [name, kind === 'date' ? writeDay(value) : value];
    }),
  );
  const empty = blanks.find(({ name, needed }) => needed && !values.get(name));
  if (empty) {
    throw new AppError('notice.blank-empty', 422, `Fill in: ${empty.label}.`, { params: { label: empty.label } });
  }
  return text
    .replace(/\[([^\][]*)\](\n?)/g, (_, part: string, end: string, at: number) => {
      if (blankNames(part).every((name) => values.get(name))) return part + end;
      // A line of its own is left out as a line: an empty one would be a longer pause.
      return at === 0 || text[at - 1] === '\n' ? '' : end;
    })
    .replace(/\{([^{}]+)\}/g, (_, name: string) => values.get(name) ?? '')
    .replace(/[ ]{2,}/g, ' ')
    .replace(/[ ]+$/gm, '')
    .trim();
}
