import type { Overlay, OverlayInput, Priority, ProgrammeKind } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { dayMs, isRealDate } from '../core/village-time.ts';

/** Mourning, exams, Tết, work on the lines: none of them takes longer than a year. */
const longestDays = 366;

/** True when a slot that starts on that day of the village stays silent, in the zones the overlay names. */
export function mutes(
  overlay: Pick<Overlay, 'from' | 'to' | 'mutes'>,
  slot: { readonly kind: ProgrammeKind; readonly priority: Priority },
  date: string,
): boolean {
  if (date < overlay.from || date > overlay.to) return false;
  switch (overlay.mutes) {
    case 'music':
      return slot.kind === 'music';
    case 'normal':
      return slot.priority === 'normal';
    case 'all':
      return true;
  }
}

/** Its last day has gone by. */
export function isOver({ to }: Pick<Overlay, 'to'>, today: string): boolean {
  return to < today;
}

/** Throws `overlay.invalid-date`, `overlay.ends-before-it-begins`, `overlay.over` or `overlay.too-long`. */
export function checkDays({ from, to }: Pick<OverlayInput, 'from' | 'to'>, today: string): void {
  for (const date of [from, to]) {
    if (!isRealDate(date)) {
      throw new AppError('overlay.invalid-date', 422, `There is no ${date} in the calendar: choose another day.`);
    }
  }
  if (to < from) {
    throw new AppError('overlay.ends-before-it-begins', 422, `It ends on ${to}, before it begins on ${from}.`);
  }
  if (isOver({ to }, today)) {
    throw new AppError('overlay.over', 422, `${to} has gone by: choose a last day from ${today} on.`);
  }
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (days > longestDays) {
    throw new AppError(
      'overlay.too-long',
      422,
      `${days} days are more than ${longestDays}: choose an earlier last day.`,
    );
  }
}
