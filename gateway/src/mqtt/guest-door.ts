import { newTypedSecret } from '../core/ids.ts';
import { hashSecret, type AccountBook } from './account-book.ts';
import type { EmbeddedBroker } from './broker.ts';
import type { GuestDoor } from './link.ts';

/** Typed into devices' own pages, in every language's letters. */
const usualName = 'ghep';

/** The pairing account: a name and a password for a while, in memory alone, of which only the hash is kept. */
export function createGuestDoor(book: AccountBook, broker: Pick<EmbeddedBroker, 'guests' | 'onKnock'>): GuestDoor {
  let open: string | null = null;

  function close(): void {
    if (open === null) return;
    book.delete(open);
    open = null;
    broker.guests.putOut();
  }

  return {
    usualName,
    open() {
      if (open !== null) book.delete(open);
      open = freeName(book);
      const password = newTypedSecret();
      book.put(open, { secretSha256: hashSecret(password), rights: 'guest' });
      return { username: open, password };
    },
    close,
    tell: (place, topic, payload) => broker.guests.tell(place, topic, payload),
    watch: (listener) => broker.guests.watch(listener),
    onKnock: (listener) => broker.onKnock(listener),
  };
}

function freeName(book: AccountBook): string {
  let name = usualName;
  for (let n = 2; book.has(name); n++) name = `${usualName}-${n}`;
  return name;
}
