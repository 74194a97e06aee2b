import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/**
 * Asks of each address a name stands for, at the moment it is connected to: a name that changes meanwhile gains nothing. Node does
 * not look up what is an address already: that has to be asked before. `refusal`: what the connection fails with.
 */
export function guardedLookup(mayReach: (address: string) => boolean, refusal: () => Error): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const allowed = addresses.filter(({ address }) => mayReach(address));
      const [first] = allowed;
      if (!first) return done(refusal(), '', 0);
      if (options.all) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}
