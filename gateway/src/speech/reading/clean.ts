import { AppError } from '../../core/errors.ts';

/** Pure: what of a text can be spoken at all. */

/** After composing (NFC): about twelve minutes of speech. */
export const mostCharacters = 5_000;

/** Composed, without control characters, markup, emoji and other scripts. Throws `speech.too-long`. */
export function clean(text: string): string {
  const composed = text.normalize('NFC');
  const characters = Array.from(composed).length;
  if (characters > mostCharacters) {
    throw new AppError('speech.too-long', 422, `A text to be read is at most ${mostCharacters} characters long.`, {
      params: { characters, most: mostCharacters },
    });
  }
  return withoutMarkup(composed.replace(/\r\n?/g, '\n').replace(/[\t\v\f\u0085\u00a0\u2028\u2029\u202f]/g, ' '))
    .replace(/[½¼¾]/g, (half) => ({ '½': ' 1/2', '¼': ' 1/4', '¾': ' 3/4' })[half] ?? ' ')
    .replace(/[‐‑‒–—―−]/g, (dash) => (dash === '−' ? '-' : dash === '‐' || dash === '‑' ? '-' : '–'))
    .replace(/[\u2032’‘`]/g, "'")
    .replace(/…/g, '.')
    .replace(/\p{Cc}/gu, (control) => (control === '\n' ? '\n' : ' '))
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{M}]/gu, '')
    .replace(/[\p{Extended_Pictographic}\p{Regional_Indicator}]/gu, ' ')
    .replace(/[^\n\p{Script=Latin}0-9 .,;:!?'"%‰$€₫°º²³&+=@#*_~<>≤≥()[\]{}/\\|–-]/gu, ' ');
}

/** Tags, entities, links and emphasis go; the words between them stay. */
function withoutMarkup(text: string): string {
  return text
    .replace(/<(script|style)\b[^>]{0,500}>[^<]*<\/\1\s*>/gi, ' ')
    .replace(/<(?:br|p|div|li|tr|h[1-6])\b[^<>]{0,500}>/gi, '\n')
    .replace(/<[/!]?[a-z][^<>]{0,500}>/gi, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&lt;|&gt;|&quot;|&#\d{1,6};|&[a-z]{2,8};/gi, ' ')
    .replace(/!?\[([^\][]{0,500})\]\([^()\s]{0,500}\)/g, '$1')
    .replace(/^[ ]*(?:#{1,6}|>|[-*+•])[ ]+/gm, '')
    .replace(/\*{1,3}|_{2,3}|`{1,3}|~~/g, ' ');
}
