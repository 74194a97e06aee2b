/**
 * How much later than at best the gateway's words come: on a network too thin for the pictures they queue up on the way, and
 * what is shown is older than it looks. Needs no clock that agrees with the gateway's: the quickest word of this line is the
 * measure. `now` of the gateway, epoch ms; `here` of this machine, monotonic ms.
 */
export interface LineDelay {
  heard(now: number, here: number): number;
}

export function createLineDelay(): LineDelay {
  let quickest = Infinity;
  return {
    heard(now, here) {
      quickest = Math.min(quickest, here - now);
      return here - now - quickest;
    },
  };
}
