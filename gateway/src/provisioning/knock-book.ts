import type { Knock as ShownKnock } from '../contract/index.ts';
import type { Knock } from '../mqtt/knocks.ts';
import { shortText } from './announcements/announcement.ts';

/** Strangers on the network make as many names as they like. */
const most = 32;

/** By the pairing account the same means something else. */
const ofPairing: Partial<Record<Knock['why'], ShownKnock['why']>> = {
  'unknown-account': 'pairing-over',
  'wrong-password': 'pairing-password',
};

/** Who was turned away, grouped by who it was and why; the latest are kept. */
export interface KnockBook {
  note(knock: Knock, at: string): void;
  /** The latest first. */
  all(): ShownKnock[];
  /** It has found in. */
  forget(clientId: string, address: string): void;
}

/** `pairingName`: what the pairing account is or was called. */
export function createKnockBook(pairingName: () => string | null): KnockBook {
  const book = new Map<string, ShownKnock>();
  return {
    note({ clientId, username, address, why }, at) {
      const shown = {
        clientId: clientId === '' ? '' : (shortText(clientId) ?? '?'),
        username: shortText(username),
        address: plainAddress(address),
        why: username !== null && username === pairingName() ? (ofPairing[why] ?? why) : why,
      } as const;
      const key = JSON.stringify([shown.clientId, shown.address, shown.why]);
      const before = book.get(key);
      // Taken out and put in again: the latest is the last.
      book.delete(key);
      book.set(key, { ...shown, count: (before?.count ?? 0) + 1, firstAt: before?.firstAt ?? at, lastAt: at });
      const [oldest] = book.keys();
      if (book.size > most && oldest !== undefined) book.delete(oldest);
    },
    all: () => [...book.values()].reverse(),
    forget(clientId, address) {
      for (const [key, knock] of book) {
        // Of a handshake only the address is known.
        const mine = knock.clientId === '' || knock.clientId === shortText(clientId);
        if (mine && knock.address === plainAddress(address)) book.delete(key);
      }
    },
  };
}

/** An IPv4 address as people know it. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}
