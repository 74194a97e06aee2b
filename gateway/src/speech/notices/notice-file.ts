import type { NoticeBlank, NoticeTemplate } from '../../contract/index.ts';
import { AppError } from '../../core/errors.ts';

/** Pure: what stands in the file of a notice. */

export type Notice = Pick<NoticeTemplate, 'title' | 'text' | 'blanks'>;

const kinds: readonly NoticeBlank['kind'][] = ['text', 'long-text', 'date', 'time'];
const mostBlanks = 20;
const mostText = 5_000;

/** Throws `notice.broken`, naming the key that is wrong. */
export function readNotice(file: string, value: Record<string, unknown>): Notice {
  const title = wordsAt(file, value, 'title', 120);
  const text = wordsAt(file, value, 'text', mostText);
  const told = value['blanks'] ?? [];
  if (!Array.isArray(told) || told.length > mostBlanks) throw broken(file, 'blanks');
  const blanks = told.map((blank, at) => readBlank(file, at, blank, text));
  const names = new Set(blanks.map(({ name }) => name));
  if (names.size < blanks.length) throw broken(file, 'blanks.name');
  const unknown = blankNames(text).find((name) => !names.has(name));
  if (unknown !== undefined) throw broken(file, `{${unknown}}`);
  return { title, text, blanks };
}

function readBlank(file: string, at: number, value: unknown, text: string): NoticeBlank {
  const where = `blanks.${at + 1}`;
  if (typeof value !== 'object' || value === null) throw broken(file, where);
  const told = value as Record<string, unknown>;
  const name = wordsAt(file, told, 'name', 40, where);
  const kind = kinds.find((known) => known === (told['kind'] ?? 'text'));
  if (!kind) throw broken(file, `${where}.kind`);
  if (!blankNames(text).includes(name)) throw broken(file, `${where}.name`);
  const example = told['example'];
  return {
    name,
    label: wordsAt(file, told, 'label', 80, where),
    kind,
    example: typeof example === 'string' ? example.slice(0, 120) : '',
    needed: blankNames(text.replace(/\[[^\][]*\]/g, '')).includes(name),
  };
}

function wordsAt(file: string, value: Record<string, unknown>, key: string, most: number, where?: string): string {
  const words = value[key];
  if (typeof words === 'string' && words.trim() !== '' && words.length <= most) return words.trim();
  throw broken(file, where === undefined ? key : `${where}.${key}`);
}

/** The names in `{…}`. */
export function blankNames(text: string): string[] {
  return Array.from(text.matchAll(/\{([^{}]+)\}/g), ([, name = '']) => name);
}

export function broken(file: string, where: string, cause?: unknown): AppError {
  return new AppError('notice.broken', 422, `The notice ${file} is wrong at: ${where}.`, {
    cause,
    params: { file, where },
  });
}
