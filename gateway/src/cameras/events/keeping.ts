/** What an event that may go holds on the disk. */
export interface Held {
  readonly id: string;
  /** When it began, epoch ms. */
  readonly at: number;
  readonly bytes: number;
}

export interface KeepingLimits {
  readonly now: number;
  readonly days: number;
  /** What all events hold, the kept ones too, and how much that may be. */
  readonly heldBytes: number;
  readonly mostBytes: number;
  /** Free on the disk now, and how much of it must stay free for everything else. */
  readonly freeBytes: number;
  readonly spareBytes: number;
}

const dayMs = 86_400_000;

/**
 * What goes of those that nobody keeps, the oldest first: events that are too old as a whole; of others the picture and
 * the film, until there is room again. Pure.
 */
export function whatGoes(
  oldestFirst: readonly Held[],
  limits: KeepingLimits,
): { readonly events: readonly string[]; readonly media: readonly string[] } {
  let { heldBytes: held, freeBytes: free } = limits;
  const going = { events: [] as string[], media: [] as string[] };
  for (const { id, at, bytes } of oldestFirst) {
    const tooOld = at < limits.now - limits.days * dayMs;
    const room = held <= limits.mostBytes && free >= limits.spareBytes;
    if (!tooOld && (room || bytes === 0)) continue;
    going[tooOld ? 'events' : 'media'].push(id);
    held -= bytes;
    free += bytes;
  }
  return going;
}

/** So much of the room may be taken by what people keep: beyond it nothing new would have any. */
export const keptShare = 0.5;
