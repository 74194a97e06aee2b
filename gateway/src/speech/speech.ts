import type { SpeechWords } from '../contract/index.ts';
import { newId } from '../core/ids.ts';
import type { Services } from '../http/ports.ts';
import { fill } from './notices/fill.ts';
import { createNotices } from './notices/notices.ts';
import type { KeepSpoken, ParseToml } from './ports.ts';
import { readAloud } from './reading/read-aloud.ts';
import { estimateMs, scriptOf, type Reading } from './script.ts';
import type { Voices } from './voices.ts';

export interface SpeechDeps {
  readonly voices: Voices;
  readonly modelsFolder: string;
  /** The notices are in `notices/` of it. */
  readonly playlistsFolder: string;
  readonly parseToml: ParseToml;
  readonly keep: KeepSpoken;
}

const longestTitle = 60;

/** The speaker's desk: notices, what would be said, and having it said. Holds nothing, so there is nothing to start. */
export function createSpeech(deps: SpeechDeps): Services['speech'] {
  const { voices, modelsFolder, keep } = deps;
  const notices = createNotices({ folder: deps.playlistsFolder, parse: deps.parseToml });

  async function compose(words: SpeechWords): Promise<{ title: string; reading: Reading }> {
    const { speed = 1, twice = false } = words;
    if ('text' in words) return { title: titleOf(words.text), reading: { text: words.text.trim(), speed, twice } };
    const notice = await notices.get(words.notice.id);
    return { title: notice.title, reading: { text: fill(notice, words.notice.blanks), speed, twice } };
  }

  return {
    state: async () => ({ voices: await voices.list(), modelsFolder }),
    notices: notices.list,
    async preview(words) {
      const { title, reading } = await compose(words);
      const spoken = readAloud(reading.text).map((sentence) => sentence.text);
      return { title, text: reading.text, spoken, durationMs: estimateMs(scriptOf(reading)) };
    },
    async create({ id = newId(), title, ...words }, actor) {
      const composed = await compose(words);
      scriptOf(composed.reading);
      await voices.requireOne();
      const { reading } = composed;
      return keep({ id, title: title?.trim() ?? composed.title, reading, createdBy: actor.name });
    },
  };
}

/** How a text begins, to the end of a word. */
function titleOf(text: string): string {
  const line = text
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  if (line.length <= longestTitle) return line;
  return `${line.slice(0, longestTitle).replace(/\s+\S*$/, '')}…`;
}
