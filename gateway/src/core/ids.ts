import { randomBytes } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford base 32, lower case: no i, l, o, u to misread

/** A random id of 16 characters (80 bits), safe in URLs, topics and file names. */
export function newId(): string {
  return Array.from(randomBytes(16), (byte) => alphabet[byte & 31]).join('');
}

/** A random secret of 128 bits for a device's MQTT account, base 32. */
export function newSecret(): string {
  return Array.from(randomBytes(26), (byte) => alphabet[byte & 31]).join('');
}

/** A random secret of 80 bits that somebody types on a phone within minutes: `k7mq-2xrd-9hfw-n4tc`. */
export function newTypedSecret(): string {
  return newId().replace(/.{4}(?=.)/g, '$&-');
}

/**
 * A name as a topic-safe id: `Xóm Đình` → `xom-dinh`. Empty when nothing is left.
 * Vietnamese đ has no canonical decomposition, so it is mapped by hand.
 */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
    .replace(/-+$/, '');
}

/** A slug of `name` that is not in `taken`: `loa`, `loa-2`, `loa-3`, … */
export function freshSlug(name: string, taken: Iterable<string>, fallback: string): string {
  const used = new Set(taken);
  const base = slug(name) || fallback;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!used.has(id)) return id;
  }
}
