import type { Programme, Slot } from '#contract';
import { villageMoment } from './time.ts';

/** One programme's week: its slots day by day. */
export interface WeekRow {
  readonly key: string;
  readonly title: string;
  /** Null when the programme is gone and only its slots are left. */
  readonly programmeId: string | null;
  readonly cells: readonly (readonly Slot[])[];
}

/** Days × programmes, in the order of the day; programmes without a slot in these days have no row. */
export function weekRows(
  slots: readonly Slot[],
  days: readonly string[],
  programmes: readonly Pick<Programme, 'id' | 'title'>[],
  timeZone: string,
): WeekRow[] {
  const rows = new Map<string, WeekRow & { cells: Slot[][] }>();
  for (const slot of slots) {
    const column = days.indexOf(villageMoment(slot.startsAt, timeZone).date);
    const programme = programmes.find(({ id }) => id === slot.programmeId);
    const key = programme?.id ?? slot.title;
    const row = rows.get(key) ?? {
      key,
      title: programme?.title ?? slot.title,
      programmeId: programme?.id ?? null,
      cells: days.map((): Slot[] => []),
    };
    row.cells[column]?.push(slot);
    if (column !== -1) rows.set(key, row);
  }
  const place = ({ programmeId }: WeekRow) => {
    const index = programmes.findIndex(({ id }) => id === programmeId);
    return index === -1 ? programmes.length : index;
  };
  return [...rows.values()].sort((a, b) => place(a) - place(b));
}

export interface WeekBar<T> {
  readonly overlay: T;
  /** Columns, from 0, both included. */
  readonly from: number;
  readonly to: number;
}

/** Periods as bars over a row of days; those that do not touch it are left out. */
export function barsOver<T extends { readonly from: string; readonly to: string }>(
  overlays: readonly T[],
  days: readonly string[],
): WeekBar<T>[] {
  return overlays.flatMap((overlay) => {
    const covered = days.flatMap((day, column) => (overlay.from <= day && day <= overlay.to ? [column] : []));
    const [from] = covered;
    const to = covered.at(-1);
    return from === undefined || to === undefined ? [] : [{ overlay, from, to }];
  });
}
