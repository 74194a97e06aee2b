import type { ApprovalState, Clash, Programme, ProgrammeInput, TrialResult } from '#contract';
import { problemOf } from './api.ts';
import { createDraft } from './draft.ts';
import { t } from './i18n/index.svelte.ts';
import type { Panel } from './panel.ts';
import { inputOf, missingIn, trialOf, withFirstDay, type MissingPart, type ProgrammeForm } from './programme-form.ts';
import { sayMoment } from './say-moment.ts';
import { villageMoment } from './time.ts';

export interface EditorParts {
  readonly panel: Pick<Panel, 'api' | 'clock' | 'live' | 'router' | 'sayProblem' | 'toasts'>;
  /** A programme's id, or `new`. */
  readonly id: string;
  readonly begin: () => ProgrammeForm;
}

/** The gateway is asked when the fingers rest, not at every letter. */
const restMs = 400;

/** One programme being filled in: keeps what was typed, asks what saving would say, saves it, knows what is in the way. */
export class ProgrammeEditor {
  form = $state.raw() as ProgrammeForm;
  /** The form is one that was left unsaved before. */
  fromDraft = $state(false);
  /** Parts are called missing only after somebody tried to save. */
  missing = $state.raw<readonly MissingPart[]>([]);
  /** What saving would say as the form stands; null while it cannot be asked. */
  trial = $state.raw<TrialResult | null>(null);
  trouble = $state<string | null>(null);
  /** How far the save at work brings it; null: none is at work. */
  saving = $state<ApprovalState | null>(null);
  removing = $state(false);
  /** The gateway asks twice: this is close to quiet hours. Why, in words, and what was to be saved. */
  nearQuiet = $state.raw<{ readonly words: string; readonly approval: ApprovalState } | null>(null);
  /** Saved, and these programmes yield or make it yield. */
  clashes = $state.raw<readonly Clash[] | null>(null);

  readonly #parts: EditorParts;
  readonly #draft;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** Which question is the newest; the answer to an older one is of no use. */
  #asked = 0;

  constructor(parts: EditorParts) {
    this.#parts = parts;
    this.#draft = createDraft<ProgrammeForm>(`programme.${parts.id}`);
    const kept = this.#draft.read();
    this.form = this.#settled({ ...parts.begin(), ...kept });
    this.fromDraft = kept !== null;
    void this.#try();
  }

  stop(): void {
    this.#asked += 1;
    clearTimeout(this.#rest);
  }

  set(change: Partial<ProgrammeForm>): void {
    this.form = this.#settled({ ...this.form, ...change, ...(change.date === undefined ? {} : { dateChosen: true }) });
    this.#draft.keep(this.form);
    if (this.missing.length > 0) this.missing = missingIn(this.form);
    this.trouble = null;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#try(), restMs);
  }

  startAfresh(): void {
    this.#draft.drop();
    this.form = this.#settled(this.#parts.begin());
    this.fromDraft = false;
    this.missing = [];
    void this.#try();
  }

  async save(approval: ApprovalState, nearQuietHours = false): Promise<void> {
    this.missing = missingIn(this.form);
    const input = inputOf(this.form, { approval, nearQuietHours });
    if (!input) return;
    this.nearQuiet = null;
    this.saving = approval;
    await this.#attempt(async () => {
      const { clashes, programme } = await this.#send(input);
      this.#draft.drop();
      this.#parts.panel.toasts.well(this.#saySaved(programme));
      if (clashes.length > 0) this.clashes = clashes;
      else this.leave();
    });
    this.saving = null;
  }

  async remove(): Promise<void> {
    const { api, toasts } = this.#parts.panel;
    this.removing = true;
    await this.#attempt(async () => {
      await api.programmes.remove(this.#parts.id);
      this.#draft.drop();
      toasts.well(t('programme.remove.done', { title: this.form.title }));
      this.leave();
    });
    this.removing = false;
  }

  leave(): void {
    this.#parts.panel.router.back('/schedule');
  }

  get #timeZone(): string {
    return this.#parts.panel.live.village?.timeZone ?? 'UTC';
  }

  #settled(form: ProgrammeForm): ProgrammeForm {
    return withFirstDay(form, villageMoment(this.#parts.panel.clock.now, this.#timeZone));
  }

  /** With when it is heard next, so that nobody waits for it on a day on which it does not come. */
  #saySaved({ approval: { state }, nextAt, title }: Programme): string {
    const saved = t(`programme.saved.${state}`, { title });
    if (nextAt === null || state === 'draft') return saved;
    const moment = sayMoment(nextAt, this.#parts.panel.clock.now, this.#timeZone);
    const which = this.#parts.id === 'new' ? 'first' : 'next';
    return `${saved} ${t(`programme.saved.${which}.${state}`, { moment })}`;
  }

  #send(input: ProgrammeInput) {
    const { id, panel } = this.#parts;
    return id === 'new' ? panel.api.programmes.create(input) : panel.api.programmes.change(id, input);
  }

  async #try(): Promise<void> {
    const asked = ++this.#asked;
    const programme = trialOf(this.form);
    if (!programme) {
      this.trial = null;
      return;
    }
    const { id, panel } = this.#parts;
    const found = await panel.api.programmes.try({ ...(id === 'new' ? {} : { id }), programme }).catch(() => null);
    // Without an answer nothing is claimed; saving says itself what is wrong.
    if (asked === this.#asked) this.trial = found;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.trouble = null;
    try {
      await work();
    } catch (thrown) {
      const words = this.#parts.panel.sayProblem(thrown);
      const near = problemOf(thrown).code === 'schedule.near-quiet-hours';
      if (near && this.saving) this.nearQuiet = { words, approval: this.saving };
      else this.trouble = words;
    }
  }
}
