import { describe, expect, it } from 'vitest';
import { createKnockBook } from '../../../gateway/src/provisioning/knock-book.ts';

const at = (second: number) => new Date(1_000 * second).toISOString();
const knock = {
  clientId: 'DVES_12AB34',
  username: 'DVES_USER',
  address: '::ffff:192.168.1.34',
  why: 'unknown-account',
} as const;

describe('who was turned away', () => {
  it('is one line a device and cause, with how often and when', () => {
    const book = createKnockBook(() => null);
    book.note(knock, at(1));
    book.note({ ...knock, why: 'wrong-password' }, at(2));
    book.note(knock, at(3));
    expect(book.all(at(0))).toEqual([
      { ...knock, address: '192.168.1.34', count: 2, firstAt: at(1), lastAt: at(3) },
      { ...knock, address: '192.168.1.34', why: 'wrong-password', count: 1, firstAt: at(2), lastAt: at(2) },
    ]);
  });

  it('came too late, mistyped or by another’s client id, when it tried the pairing account', () => {
    const book = createKnockBook(() => 'ghep');
    book.note({ ...knock, username: 'ghep' }, at(1));
    book.note({ ...knock, username: 'ghep', why: 'wrong-password' }, at(2));
    book.note({ ...knock, username: 'ghep', why: 'client-id' }, at(3));
    expect(book.all(at(0)).map(({ why }) => why)).toEqual(['pairing-client-id', 'pairing-password', 'pairing-over']);
  });

  it('is not more than thirty-two lines, the latest', () => {
    const book = createKnockBook(() => null);
    for (let n = 0; n < 1_000; n++) book.note({ ...knock, clientId: `x${n}` }, at(n));
    expect(book.all(at(0)).map(({ clientId }) => clientId)).toEqual(
      Array.from({ length: 32 }, (_, n) => `x${999 - n}`),
    );
  });

  it('has names that can be read, however long or wicked', () => {
    const book = createKnockBook(() => null);
    book.note({ ...knock, clientId: `\u0000\n${'x'.repeat(60_000)}`, username: null }, at(1));
    expect(book.all(at(0))[0]).toMatchObject({ clientId: 'x'.repeat(60), username: null });
  });

  it('is known by its address alone when it came no further than the handshake', () => {
    const book = createKnockBook(() => null);
    const handshake = { clientId: '', username: null, address: '192.168.1.34', why: 'tls-distrusts' } as const;
    book.note(handshake, at(1));
    book.note(handshake, at(2));
    book.note({ ...handshake, address: '192.168.1.35' }, at(3));
    expect(book.all(at(0)).map(({ clientId, address, count }) => [clientId, address, count])).toEqual([
      ['', '192.168.1.35', 1],
      ['', '192.168.1.34', 2],
    ]);
    book.note({ clientId: 'DVES_12AB34', address: '192.168.1.34', why: null }, at(4));
    expect(book.all(at(0)).map(({ address }) => address)).toEqual(['192.168.1.35']);
  });

  it('is forgotten once it has found in, and when it has given up', () => {
    const book = createKnockBook(() => null);
    book.note(knock, at(1));
    expect(book.note({ clientId: 'DVES_12AB34', address: '192.168.1.99', why: null }, at(2))).toBe(false);
    expect(book.all(at(0))).toHaveLength(1);
    expect(book.all(at(2))).toEqual([]);
    expect(book.note({ clientId: 'DVES_12AB34', address: '192.168.1.34', why: null }, at(2))).toBe(true);
    expect(book.all(at(0))).toEqual([]);
  });
});
