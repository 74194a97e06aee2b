import type { NoticeTemplate, Recording, SpeechPreview, SpeechWords } from '#contract';
import { newId, type Api } from './api.ts';
import { createDraft } from './draft.ts';

/** What somebody is writing to be read aloud. */
export interface SpeechForm {
  /** Of a notice; null: words of one's own. */
  readonly noticeId: string | null;
  readonly text: string;
  readonly blanks: Readonly<Record<string, string>>;
  readonly speed: number;
  readonly twice: boolean;
}

const empty: SpeechForm = { noticeId: null, text: '', blanks: {}, speed: 1, twice: false };

/** What is asked of the gateway; null while something needed is empty. */
export function wordsOf(form: SpeechForm, notice: NoticeTemplate | undefined): SpeechWords | null {
  const { speed, twice } = form;
  if (form.noticeId === null) return form.text.trim() ? { text: form.text, speed, twice } : null;
  if (!notice || notice.problem) return null;
  const given = notice.blanks.map(({ name }) => [name, form.blanks[name]?.trim() ?? ''] as const);
  const lacking = notice.blanks.some(({ name, needed }) => needed && !form.blanks[name]?.trim());
  return lacking ? null : { notice: { id: notice.id, blanks: Object.fromEntries(given) }, speed, twice };
}

/** A text on its way to being a recording. What was typed survives a lost connection and a closed tab. */
export class SpeechDesk {
  notices = $state.raw<readonly NoticeTemplate[]>([]);
  form = $state.raw<SpeechForm>(empty);
  preview = $state.raw<SpeechPreview | null>(null);
  readonly notice = $derived(this.notices.find(({ id }) => id === this.form.noticeId));
  readonly words = $derived(wordsOf(this.form, this.notice));
  readonly #api: Api['speech'];
  readonly #draft = createDraft<SpeechForm>('speech');
  /** For these words: asked twice, they are spoken once. */
  #order: { readonly id: string; readonly words: string } | null = null;

  constructor(api: Api['speech']) {
    this.#api = api;
    this.form = { ...empty, ...this.#draft.read() };
  }

  async load(): Promise<void> {
    this.notices = await this.#api.notices();
  }

  change(change: Partial<SpeechForm>): void {
    this.form = { ...this.form, ...change };
    this.#draft.keep(this.form);
  }

  /** Asks what would be said; an answer that was overtaken by more typing is dropped. */
  async look(words: SpeechWords): Promise<void> {
    const preview = await this.#api.preview(words);
    if (words === this.words) this.preview = preview;
  }

  async create(words: SpeechWords): Promise<Recording> {
    const said = JSON.stringify(words);
    if (this.#order?.words !== said) this.#order = { id: newId(), words: said };
    const recording = await this.#api.create({ id: this.#order.id, ...words });
    this.#draft.drop();
    return recording;
  }
}
