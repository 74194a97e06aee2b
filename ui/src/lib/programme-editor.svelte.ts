import type { Clash, ProgrammeInput } from '#contract';
import { problemOf } from './api.ts';
import { createDraft } from './draft.ts';
import { t } from './i18n/index.svelte.ts';
import type { Panel } from './panel.ts';
import { inputOf, missingIn, type MissingPart, type ProgrammeForm } from './programme-form.ts';

export interface EditorParts {
  readonly panel: Panel;
  /** A programme's id, or `new`. */
  readonly id: string;
  readonly begin: () => ProgrammeForm;
}

/** One programme being filled in: keeps what was typed, saves it, and knows what stands in the way. */
export class ProgrammeEditor {
  form = $state.raw() as ProgrammeForm;
  /** The form is one that was left unsaved before. */
  fromDraft = $state(false);
  /** Parts are called missing only after somebody tried to save. */
  missing = $state.raw<readonly MissingPart[]>([]);
  trouble = $state<string | null>(null);
  busy = $state(false);
  /** The gateway asks twice: this is close to quiet hours. Why, in words. */
  nearQuiet = $state<string | null>(null);
  /** Saved, and these programmes yield or make it yield. */
  clashes = $state.raw<readonly Clash[] | null>(null);

  readonly #panel: Panel;
  readonly #id: string;
  readonly #begin: () => ProgrammeForm;
  readonly #draft;

  constructor({ panel, id, begin }: EditorParts) {
    this.#panel = panel;
    this.#id = id;
    this.#begin = begin;
    this.#draft = createDraft<ProgrammeForm>(`programme.${id}`);
    const kept = this.#draft.read();
    this.form = kept ? { ...begin(), ...kept } : begin();
    this.fromDraft = kept !== null;
  }

  set(change: Partial<ProgrammeForm>): void {
    this.form = { ...this.form, ...change };
    this.#draft.keep(this.form);
    if (this.missing.length > 0) this.missing = missingIn(this.form);
    this.trouble = null;
  }

  startAfresh(): void {
    this.#draft.drop();
    this.form = this.#begin();
    this.fromDraft = false;
    this.missing = [];
  }

  async save(nearQuietHours = false): Promise<void> {
    this.missing = missingIn(this.form);
    const input = inputOf(this.form, nearQuietHours);
    if (!input) return;
    this.nearQuiet = null;
    await this.#attempt(async () => {
      const { clashes } = await this.#send(input);
      this.#draft.drop();
      this.#panel.toasts.well(t('programme.saved', { title: input.title }));
      if (clashes.length > 0) this.clashes = clashes;
      else this.leave();
    });
  }

  async remove(): Promise<void> {
    await this.#attempt(async () => {
      await this.#panel.api.programmes.remove(this.#id);
      this.#draft.drop();
      this.#panel.toasts.well(t('programme.remove.done', { title: this.form.title }));
      this.leave();
    });
  }

  leave(): void {
    this.#panel.router.back('/schedule');
  }

  #send(input: ProgrammeInput) {
    const { programmes } = this.#panel.api;
    return this.#id === 'new' ? programmes.create(input) : programmes.change(this.#id, input);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.trouble = null;
    try {
      await work();
    } catch (thrown) {
      const words = this.#panel.sayProblem(thrown);
      if (problemOf(thrown).code === 'schedule.near-quiet-hours') this.nearQuiet = words;
      else this.trouble = words;
    } finally {
      this.busy = false;
    }
  }
}
