import { Attempt } from '../../../lib/attempt.svelte.ts';
import { t } from '../../../lib/i18n/index.svelte.ts';
import type { Panel } from '../../../lib/panel.ts';

/** As the gateway keeps it, and as it would be where nobody chose. */
export interface Kept<T> {
  readonly value: T;
  readonly standard: T;
}

export interface SettingParts<T> {
  readonly panel: Pick<Panel, 'sayProblem' | 'toasts'>;
  readonly read: () => Promise<Kept<T>>;
  readonly write: (to: T) => Promise<Kept<T>>;
  readonly saved: () => string;
}

/** One setting of the village: as it is kept, as somebody is changing it, as it would be where nobody chose; and back. */
export class Setting<T> {
  kept = $state.raw<T | null>(null);
  draft = $state.raw<T | null>(null);
  standard = $state.raw<T | null>(null);
  readonly loading: Attempt;
  readonly saving: Attempt;
  readonly #parts: SettingParts<T>;

  constructor(parts: SettingParts<T>) {
    this.#parts = parts;
    this.loading = new Attempt(parts.panel.sayProblem);
    this.saving = new Attempt(parts.panel.sayProblem);
    void this.loading.run(async () => this.#show(await parts.read()));
  }

  get changed(): boolean {
    return JSON.stringify(this.draft) !== JSON.stringify(this.kept);
  }

  get isStandard(): boolean {
    return JSON.stringify(this.draft) === JSON.stringify(this.standard);
  }

  set(change: Partial<T>): void {
    if (this.draft !== null) this.draft = { ...this.draft, ...change };
  }

  toStandard(): void {
    this.draft = this.standard;
  }

  /** Kept, with one tap to take it back. */
  save(): Promise<void> {
    const { kept: before, draft: wanted } = this;
    return this.saving.run(async () => {
      if (before === null || wanted === null) return;
      await this.#put(wanted);
      this.#parts.panel.toasts.well(this.#parts.saved(), {
        label: t('do.undo'),
        run: () => void this.saving.run(() => this.#takeBack(before)),
      });
    });
  }

  async #takeBack(before: T): Promise<void> {
    await this.#put(before);
    this.#parts.panel.toasts.well(t('sound.undone'));
  }

  async #put(to: T): Promise<void> {
    this.#show(await this.#parts.write(to));
  }

  #show({ value, standard }: Kept<T>): void {
    this.kept = this.draft = value;
    this.standard = standard;
  }
}

/** What belongs to one setting of an answer of the gateway, which may tell of several. */
export function keptIn<Whole, T>(state: Whole & { readonly standard: Whole }, only: (whole: Whole) => T): Kept<T> {
  return { value: only(state), standard: only(state.standard) };
}
