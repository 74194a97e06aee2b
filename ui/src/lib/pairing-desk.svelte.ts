import { SvelteMap } from 'svelte/reactivity';
import type { PairingAccess, RelayWithCredentials } from '#contract';
import type { Live } from './live.svelte.ts';

const kept = 'loa-thon.pairing';

/**
 * What was shown to whoever opened pairing here: kept while nobody signs out, so that looking elsewhere loses no password.
 * A phone that went to the device's own page may have to load this one again: the tab keeps what is typed in there.
 */
export class PairingDesk {
  #given = $state.raw<PairingAccess | null>(null);
  readonly #devicePasswords = new SvelteMap<string, string>();
  readonly #live: Live;
  #userId: string | null = null;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Somebody is here: they are given back what was shown to them, and to nobody else. */
  begin(userId: string): void {
    const found = readKept();
    this.#userId = userId;
    if (found?.userId === userId) this.#given = found.access;
    else keep(null);
  }

  /** Null: pairing is closed, or its present password was made elsewhere. */
  get access(): PairingAccess | null {
    const { until, passwordAt } = this.#live.provisioning?.pairing ?? {};
    return until && this.#given?.passwordAt === passwordAt ? this.#given : null;
  }

  given(access: PairingAccess): void {
    this.#given = access;
    if (this.#userId !== null) keep({ userId: this.#userId, access });
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
    keep(null);
  }

  /** Somebody signed out: whoever sits here next is shown nothing of it. */
  leave(): void {
    this.forget();
    this.#userId = null;
    this.#devicePasswords.clear();
  }
}

interface Kept {
  readonly userId: string;
  readonly access: PairingAccess;
}

/** Storage may be forbidden: then it lasts as long as the page. */
function readKept(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(kept) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

function keep(what: Kept | null): void {
  try {
    if (what === null) sessionStorage.removeItem(kept);
    else sessionStorage.setItem(kept, JSON.stringify(what));
  } catch {
    // As above.
  }
}
