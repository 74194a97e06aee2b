/** How a value is written so that it stays one, whatever is in it. */
export interface Language {
  /** A text for people, already on one line: what cannot be said becomes something alike. */
  label(text: string): string;
  /** To the letter; null where it cannot be said. */
  exact(text: string): string | null;
}

export type LanguageName = keyof typeof languages;

/** A JSON string is a double-quoted scalar of YAML 1.2 too (§ 1.3), and a literal of JavaScript but for two characters. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

const json: Language = { label: quoted, exact: (text) => (isWellFormed(text) ? quoted(text) : null) };

export const languages = {
  json,
  script: json,

  /** ESPHome replaces `$name` and `${name}` in whatever it has read (its "substitutions"), quoted or not. */
  yaml: {
    label: (text) => quoted(text.replaceAll('$', '＄')),
    exact: (text) => (isWellFormed(text) && !text.includes('$') ? quoted(text) : null),
  },

  /** Tasmota's console: a Backlog is cut at each `;`, and a value goes from the blank after the command to the end. */
  console: {
    label: (text) => text.replaceAll(';', ',').replaceAll('<', '(').replaceAll('>', ')'),
    exact: (text) => (/^[\x21-\x3a\x3c-\x7e]+( [\x21-\x3a\x3c-\x7e]+)*$/.test(text) ? text : null),
  },

  /** For sh; what stands within single quotes is left alone. */
  shell: {
    label: (text) => `'${text.replaceAll("'", "'\\''")}'`,
    exact: (text) => (isWellFormed(text) && !text.includes('\0') ? `'${text.replaceAll("'", "'\\''")}'` : null),
  },

  /** Read by people. */
  page: { label: (text) => text, exact: (text) => (/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u.test(text) ? text : null) },
} as const satisfies Record<string, Language>;

function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}
