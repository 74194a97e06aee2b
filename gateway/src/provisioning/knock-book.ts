import type { Knock as ShownKnock } from '../contract/index.ts';
import type { Knock, LetIn } from '../mqtt/knocks.ts';
import { shortText } from './announcements/announcement.ts';

/** Strangers on the network make as many names as they like. */
const most = 32;

/** By the pairing account the same means something else. */
const ofPairing: Partial<Record<Knock['why'], ShownKnock['why']>> = {
  'unknown-account': 'pairing-over',
  'wrong-password': 'pairing-password',
  'client-id': 'pairing-client-id',
};

/** Who was turned away, grouped by who it was and why; the latest are kept, until it has found in. */
export interface KnockBook {
  /** True: the book has changed by it. */
  note(knock: Knock | LetIn, at: string): boolean;
  /** The latest first, none from before `since`. */
  all(since: string): ShownKnock[];
}

/** `pairingName`: what the pairing account is or was called. */
export function createKnockBook(pairingName: () => string | null): KnockBook {
  const book = new Map<string, ShownKnock>();

  function forget(clientId: string, address: string): boolean {
    // Of a handshake only the address is known.
    const isIts = (knock: ShownKnock) => knock.clientId === '' || knock.clientId === clientId;
    const gone = [...book].filter(([, knock]) => knock.address === address && isIts(knock));
    for (const [key] of gone) book.delete(key);
    return gone.length > 0;
  }

  return {
    note(knock, at) {
      const clientId = knock.clientId === '' ? '' : (shortText(knock.clientId) ?? '?');
      const address = plainAddress(knock.address);
      if (knock.why === null) return forget(clientId, address);
      const ofPairingAccount = knock.username !== null && knock.username === pairingName();
      const shown = {
        clientId,
        username: shortText(knock.username),
        address,
        why: ofPairingAccount ? (ofPairing[knock.why] ?? knock.why) : knock.why,
      } as const;
      const key = JSON.stringify([shown.clientId, shown.address, shown.why]);
      const before = book.get(key);
      // Taken out and put in again: the latest is the last.
      book.delete(key);
      book.set(key, { ...shown, count: (before?.count ?? 0) + 1, firstAt: before?.firstAt ?? at, lastAt: at });
      const [oldest] = book.keys();
      if (book.size > most && oldest !== undefined) book.delete(oldest);
      return true;
    },
    all: (since) => [...book.values()].filter(({ lastAt }) => lastAt >= since).reverse(),
  };
}

/** An IPv4 address as people know it. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}
