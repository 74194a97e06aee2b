/** How the line to the speaker is: nobody has come yet, there, away for a moment, or given up. */
export type Link = 'awaited' | 'there' | 'away' | 'lost';

/** A gap of the network shorter than this is silence on air, and nothing else. */
export const bridgedMs = 2_000;
/** Before anything is heard nobody minds a longer one: a phone asks its owner things, a page loads. */
export const patienceMs = 10_000;
/** A frame comes every 20 ms; a hiccup is not worth a word. */
const hiccupMs = 300;

/** Whether the speaker is still there. All instants monotonic, ms. Pure. */
export function linkAt(
  now: number,
  { openedAt, heardAt, onAir }: { readonly openedAt: number; readonly heardAt: number | null; readonly onAir: boolean },
): Link {
  const quietMs = now - (heardAt ?? openedAt);
  if (quietMs > (onAir ? bridgedMs : patienceMs)) return 'lost';
  if (heardAt === null) return 'awaited';
  return quietMs > hiccupMs ? 'away' : 'there';
}
