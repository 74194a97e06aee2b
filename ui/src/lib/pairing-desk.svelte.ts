import type { PairingAccess } from '#contract';
import type { Live } from './live.svelte.ts';

/** What was shown to whoever opened pairing here: kept while the page is open, so that looking elsewhere loses no password. */
export class PairingDesk {
  #given = $state.raw<PairingAccess | null>(null);
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Null: pairing is closed, or its present password was made elsewhere. */
  get access(): PairingAccess | null {
    const { until, passwordAt } = this.#live.provisioning?.pairing ?? {};
    return until && this.#given?.passwordAt === passwordAt ? this.#given : null;
  }

  given(access: PairingAccess): void {
    this.#given = access;
  }

  forget(): void {
    this.#given = null;
  }
}
