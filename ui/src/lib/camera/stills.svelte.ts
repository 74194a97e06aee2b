import type { Still } from '../api.ts';
import { momentHere, msSince, type MomentHere } from './moment-here.ts';

/** How often a picture is looked at again, so that it says soon that it is old. */
const lookMs = 250;
/** Ages are told in these steps: what is drawn of them changes no more often. */
const stepMs = 500;

export interface StillsParts {
  /** Rejects when there is none. */
  readonly ask: () => Promise<Still>;
  readonly everyMs: number;
}

/** The newest still of a camera, asked for again and again while it is wanted. An old one stays, with its age. */
export class Stills {
  /** The shown one, and an address of it for an `img`; null: none yet. */
  picture = $state.raw<Blob | null>(null);
  url = $state<string | null>(null);
  /** How old the shown one is; null: none is shown. */
  ageMs = $state<number | null>(null);
  /** It is asked for; otherwise its age is not followed either. */
  wanted = $state(false);

  readonly #parts: StillsParts;
  #takenAt: number | null = null;
  /** When the shown one was taken, by this machine. */
  #takenHere: MomentHere = momentHere();
  #look: ReturnType<typeof setInterval> | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: StillsParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.#look = setInterval(() => this.#age(), lookMs);
    this.#age();
    void this.#ask();
  }

  /** The last one stays on the screen. */
  stop(): void {
    this.wanted = false;
    clearInterval(this.#look);
    clearTimeout(this.#next);
  }

  /** Nothing of it is shown any more. */
  close(): void {
    this.stop();
    if (this.url !== null) URL.revokeObjectURL(this.url);
    this.picture = null;
    this.url = null;
    this.ageMs = null;
  }

  async #ask(): Promise<void> {
    try {
      const still = await this.#parts.ask();
      if (this.wanted) this.#show(still);
    } catch {
      // What is shown grows old, and says so.
    }
    clearTimeout(this.#next);
    if (this.wanted) this.#next = setTimeout(() => void this.#ask(), this.#parts.everyMs);
  }

  #show({ picture, takenAt, ageMs }: Still): void {
    this.#takenHere = momentHere(ageMs);
    if (takenAt !== this.#takenAt) {
      const before = this.url;
      this.picture = picture;
      this.url = URL.createObjectURL(picture);
      this.#takenAt = takenAt;
      if (before !== null) URL.revokeObjectURL(before);
    }
    this.#age();
  }

  #age(): void {
    if (this.url === null) return;
    const ageMs = msSince(this.#takenHere);
    this.ageMs = ageMs - (ageMs % stepMs);
  }
}
