/** A note with some usual words put to it, or taken out again; what a person wrote beside them stays. Pure. */
export function withUsual(note: string, words: string, on: boolean): string {
  const said = sentencesOf(note).filter((sentence) => sentence !== words);
  return (on ? [...said, words] : said).join('. ');
}

export const has = (note: string, words: string): boolean => sentencesOf(note).includes(words);

function sentencesOf(note: string): string[] {
  return note
    .split(/\.(?:\s+|$)/)
    .map((sentence) => sentence.trim())
    .filter(Boolean);
}
