import { SvelteMap } from 'svelte/reactivity';
import type { PairingAccess, RelayWithCredentials } from '#contract';
import type { Live } from './live.svelte.ts';

/** What was shown to whoever opened pairing here: kept while the page is open and nobody signs out, so that looking elsewhere loses no password. */
export class PairingDesk {
  #given = $state.raw<PairingAccess | null>(null);
  readonly #devicePasswords = new SvelteMap<string, string>();
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

  /** A device that was sent its settings locks its own page with a password that nobody typed. */
  sent({ relay, credentials }: RelayWithCredentials): void {
    if (credentials.devicePassword) this.#devicePasswords.set(relay.id, credentials.devicePassword);
  }

  devicePassword(relayId: string): string | null {
    return this.#devicePasswords.get(relayId) ?? null;
  }

  forget(): void {
    this.#given = null;
  }

  /** Somebody signed out: whoever sits here next is shown nothing of it. */
  leave(): void {
    this.forget();
    this.#devicePasswords.clear();
  }
}
