import type { Priority } from '../contract/index.ts';
import { turnsFor, type Turns } from '../core/air/turns.ts';
import type { AirZone, CuedContent } from './ports.ts';
import { turnBeginsMs } from './score.ts';

interface OpenZone {
  readonly zone: AirZone;
  readonly endBy: number | null;
}

/**
 * Who speaks when. A zone whose night begins before its turn would hear chimes and nothing between them: it stays silent,
 * and nobody waits for it. `beginsAt`: where the whole of it has, or would have, its first sample. Pure.
 */
export function inTurn(
  order: { readonly staggered?: boolean; readonly priority: Priority },
  zones: readonly OpenZone[],
  content: CuedContent,
  beginsAt: number,
): { readonly open: OpenZone[]; readonly turns: Turns } {
  // A station's programme does not wait for anybody.
  const mayWait = !content.items.some((item) => 'incoming' in item);
  const turnsIn = (some: readonly OpenZone[]) =>
    turnsFor(
      { staggered: mayWait && (order.staggered ?? false), priority: order.priority },
      some.map(({ zone }) => zone),
    );
  const all = turnsIn(zones);
  const open = zones.filter(({ zone, endBy }) => {
    const turn = all.of.get(zone.id) ?? 0;
    return turn === 0 || endBy === null || beginsAt + turnBeginsMs(content, turn) < endBy;
  });
  return { open, turns: open.length === zones.length ? all : turnsIn(open) };
}
