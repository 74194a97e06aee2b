/** Pure: how a written form is found in a text, and the words it is read as. */
export interface Rule {
  readonly pattern: RegExp;
  /** The words; null: here it means something else, leave it. */
  readonly read: (parts: Readonly<Record<string, string | undefined>>, match: string) => string | null;
}

/** A number as it is written here: `2.500.000`, `1,5`, `1.5`, `1,000,000`. */
export const number = String.raw`(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d+(?:[.,]\d+)?)`;

/** A pattern that neither begins nor ends inside a word or a number; `\b` knows no Vietnamese letters. */
export function whole(source: string, flags = 'gu'): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\d])(?:${source})(?![\p{L}\d])`, flags);
}

/** Any of these, the longest first; for `whole`. */
export function anyOf(words: readonly string[]): string {
  const longestFirst = [...words].sort((one, other) => other.length - one.length);
  return `(?:${longestFirst.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)).join('|')})`;
}

export function apply(text: string, rules: readonly Rule[]): string {
  return rules.reduce(
    (sofar, { pattern, read }) =>
      sofar.replace(pattern, (match: string, ...rest: unknown[]) => {
        const last = rest.at(-1);
        return read(typeof last === 'object' ? (last as Record<string, string>) : {}, match) ?? match;
      }),
    text,
  );
}
