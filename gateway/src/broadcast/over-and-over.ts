import type { Played, PlayedItem } from '../audio/bus.ts';
import type { Reason } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';

/** A bus that died, or that finds no file it can read, is asked again so much later. */
const againMs = 1_000;

/**
 * What repeats does so until somebody ends it or its time is over, also after a bus that died under it, and after a card whose
 * files could not be read for a while: an emergency does not end by itself. `onSilent` is told why there is nothing to hear.
 */
export async function playOverAndOver(
  play: () => Promise<Played>,
  onSilent: (why: Reason) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<Played> {
  let played = await play();
  while (!signal.aborted && played.ending !== 'end-by') {
    onSilent(whySilent(played));
    await clock.sleep(againMs, signal).catch(() => undefined);
    played = inAll(played, await play());
  }
  return played;
}

function whySilent({ fault, items }: Played): Reason {
  const problem = items.find((item) => item.problem)?.problem;
  return fault ?? problem ?? { code: 'broadcast.nothing-to-air', params: {} };
}

/** Both as one: a file that could not be read once is named, although it was heard before or since. */
function inAll(before: Played, since: Played): Played {
  const items = since.items.map((item, index): PlayedItem => {
    const earlier = before.items[index];
    return {
      ...item,
      airedMs: item.airedMs + (earlier?.airedMs ?? 0),
      problem: item.problem ?? earlier?.problem ?? null,
    };
  });
  return {
    ...since,
    // Who was told to end before it began again says nothing of its items.
    items: items.length > 0 ? items : before.items,
    startedAt: before.startedAt ?? since.startedAt,
    airedMs: before.airedMs + since.airedMs,
  };
}
