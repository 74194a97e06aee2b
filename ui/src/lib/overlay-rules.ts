import type { Mutes, Overlay, OverlayInput, OverlayKind, Slot } from '#contract';
import { addDays, villageMoment } from './time.ts';
import { lookOf } from './day-strip.ts';

export const overlayKinds = ['mourning', 'exams', 'holiday', 'maintenance'] as const satisfies readonly OverlayKind[];
export const mutings = ['music', 'normal', 'all'] as const satisfies readonly Mutes[];

/** What each kind usually silences, and for how many days. */
const usual: Record<OverlayKind, { readonly mutes: Mutes; readonly days: number }> = {
  mourning: { mutes: 'music', days: 3 },
  exams: { mutes: 'music', days: 4 },
  holiday: { mutes: 'normal', days: 7 },
  maintenance: { mutes: 'all', days: 1 },
};

/** A period of that kind as it usually is, beginning on `from`, in every zone. */
export function usualOverlay(kind: OverlayKind, from: string): OverlayInput {
  const { mutes, days } = usual[kind];
  return { kind, title: '', from, to: addDays(from, days - 1), zoneIds: null, mutes };
}

/** What is still open in a period, or cannot be; null: it can be begun. */
export function lackIn({
  from,
  to,
  zoneIds,
}: Pick<OverlayInput, 'from' | 'to' | 'zoneIds'>): 'from' | 'to' | 'order' | 'zones' | null {
  if (from === '') return 'from';
  if (to === '') return 'to';
  if (to < from) return 'order';
  return zoneIds?.length === 0 ? 'zones' : null;
}

/** Null: every zone. */
type Span = Pick<OverlayInput, 'from' | 'to' | 'zoneIds' | 'mutes'>;

export interface Silenced {
  /** In none of their zones will they be heard. */
  readonly whole: readonly Slot[];
  /** In some of their zones they will. */
  readonly partly: readonly Slot[];
  /** On how many days. */
  readonly days: number;
}

/** Which of the planned slots a period would keep silent; `slots` as far ahead as they are known. */
export function silencedBy(overlay: Span, slots: readonly Slot[], timeZone: string): Silenced {
  const touched = slots.filter((slot) => {
    const { date } = villageMoment(slot.startsAt, timeZone);
    return slot.state === 'planned' && lookOf(slot) !== 'skipped' && isMuted(overlay, slot, date);
  });
  const zonesHit = (slot: Slot) => slot.zoneIds.filter((id) => overlay.zoneIds?.includes(id) ?? true);
  return {
    whole: touched.filter((slot) => zonesHit(slot).length === slot.zoneIds.length),
    partly: touched.filter((slot) => zonesHit(slot).length > 0 && zonesHit(slot).length < slot.zoneIds.length),
    days: new Set(
      touched.filter((slot) => zonesHit(slot).length > 0).map(({ startsAt }) => villageMoment(startsAt, timeZone).date),
    ).size,
  };
}

function isMuted({ from, to, mutes }: Span, { kind, priority }: Slot, date: string): boolean {
  if (date < from || date > to) return false;
  switch (mutes) {
    case 'music':
      return kind === 'music';
    case 'normal':
      return priority === 'normal';
    case 'all':
      return true;
  }
}

export type OverlayStanding = 'current' | 'coming' | 'over';

export function standingOf({ from, to }: Pick<Overlay, 'from' | 'to'>, today: string): OverlayStanding {
  if (to < today) return 'over';
  return from > today ? 'coming' : 'current';
}

/** Those of today; the one that ends last first, since it is the one that counts. */
export function currentOverlays(overlays: readonly Overlay[], today: string): Overlay[] {
  return overlays
    .filter((overlay) => standingOf(overlay, today) === 'current')
    .sort((a, b) => b.to.localeCompare(a.to));
}
