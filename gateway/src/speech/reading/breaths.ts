import type { Sentence } from './read-aloud.ts';

/** Nobody says more in one breath, and no engine is given more at once. */
const longest = 300;
const breathMs = 150;

/** Pure: a sentence that is too long is parted where it has a comma, else between words. */
export function inBreaths({ text, pauseMs }: Sentence): Sentence[] {
  if (text.length <= longest) return [{ text, pauseMs }];
  const head = text.slice(0, longest);
  const comma = head.lastIndexOf(', ');
  const space = head.lastIndexOf(' ');
  const at = comma > longest / 3 ? comma + 1 : space > 0 ? space : longest;
  const rest = text.slice(at).trim();
  return [{ text: text.slice(0, at).trim(), pauseMs: breathMs }, ...(rest ? inBreaths({ text: rest, pauseMs }) : [])];
}
