/**
 * Sentences with facts in them. `{name}` is a fact; `{count|zone|zones}` picks a word by a count (English needs it,
 * Vietnamese does not). A sentence's facts are read from its Vietnamese text, so a forgotten one fails the build.
 */
export type Facts = Readonly<Record<string, string | number>>;

/** The names of the facts of a sentence, from its literal type. */
export type FactsOf<Text extends string> = Text extends `${string}{${infer Fact}}${infer Rest}`
  ? (Fact extends `${infer Name}|${string}` ? Name : Fact) | FactsOf<Rest>
  : never;

/** Puts the facts into the sentence; one that is missing leaves no hole, so sentences are written to read without it. */
export function fill(text: string, facts: Facts): string {
  return text
    .replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
      const fact = facts[name];
      if (one !== undefined && many !== undefined) return Number(fact) === 1 ? one : many;
      return fact === undefined ? '' : String(fact);
    })
    .replace(/(“”|\(\))/g, '')
    .replace(/ {2,}/g, ' ')
    .replace(/ +([.,:;?!])/g, '$1')
    .trim();
}
