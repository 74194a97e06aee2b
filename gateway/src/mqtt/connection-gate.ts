export interface ConnectionLimits {
  readonly total: number;
  readonly perAddress: number;
}

/** Counts the sockets that are open, so that one stranger can't keep the village's devices out. */
export interface ConnectionGate {
  /** False: full. True: counted until `leave`. */
  enter(address: string): boolean;
  leave(address: string): void;
}

/** The gateway's own line and programs beside it: they always get in and are not counted. */
const ownAddresses = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export function isOwnAddress(address: string): boolean {
  return ownAddresses.has(address);
}

export function createConnectionGate(limits: ConnectionLimits): ConnectionGate {
  const open = new Map<string, number>();
  let total = 0;
  return {
    enter(address) {
      if (isOwnAddress(address)) return true;
      const here = open.get(address) ?? 0;
      if (total >= limits.total || here >= limits.perAddress) return false;
      open.set(address, here + 1);
      total++;
      return true;
    },
    leave(address) {
      const here = open.get(address);
      if (here === undefined) return;
      if (here === 1) open.delete(address);
      else open.set(address, here - 1);
      total--;
    },
  };
}
