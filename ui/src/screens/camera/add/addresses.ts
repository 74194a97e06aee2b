/** What a person may type for where cameras are. Pure. */

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** So many at once; a slip of the finger must not knock at a thousand doors. */
export const mostAtOnce = 36;

const host = /^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?$/i;
const ipv6 = /^[a-f\d:.]*:[a-f\d:.]+$/i;
const range = /^((?:\d{1,3}\.){3})(\d{1,3})\s*-\s*(?:(?:\d{1,3}\.){3})?(\d{1,3})$/;

/** `192.168.1.64`, `cong-thon.lan:8000`, `[fd00::1]:80`; null: no address, such as one with a scheme or a login in it. */
export function readAddress(text: string, usualPort = 80): Address | null {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^\s:[\]/@]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const name = bracketed ?? plain;
  if (name === undefined) return ipv6.test(text) ? { host: text, port: usualPort } : null;
  const number = port === undefined ? usualPort : Number(port);
  const fits = bracketed === undefined ? host.test(name) && !isBadIpv4(name) : ipv6.test(name);
  return fits && isPort(number) ? { host: name, port: number } : null;
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/**
 * Several, apart by comma, space or line; `192.168.1.64-72` is nine of them. What is no address is given back as it was
 * typed; `left` are those beyond as many as are taken at once.
 */
export function readAddresses(text: string, usualPort = 80): { addresses: Address[]; strange: string[]; left: number } {
  const addresses: Address[] = [];
  const strange: string[] = [];
  for (const word of text
    .replace(/\s*-\s*/g, '-')
    .split(/[\s,;]+/)
    .filter(Boolean)) {
    const [, net, first, last] = range.exec(word) ?? [];
    const numbers = first === undefined ? [] : between(Number(first), Number(last));
    const here =
      first === undefined
        ? [readAddress(word, usualPort)]
        : numbers.map((n) => readAddress(`${net ?? ''}${n}`, usualPort));
    if (here.length === 0 || here.includes(null)) strange.push(word);
    else addresses.push(...here.filter((address) => address !== null));
  }
  return {
    addresses: addresses.slice(0, mostAtOnce),
    strange,
    left: Math.max(0, addresses.length - mostAtOnce),
  };
}

function between(first: number, last: number): number[] {
  return last < first || last > 255 ? [] : Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

/** `192.168.1.7o` is a slip in an address, and the name of nothing. */
function isBadIpv4(name: string): boolean {
  return (
    /^[\d.]+$|^\d+\.\d+\./.test(name) &&
    (name.split('.').length !== 4 || name.split('.').some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
  );
}
