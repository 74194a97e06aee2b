/** Heights on the screen, in px; of each alert with all that it says, and of its first sentence alone. */
export interface AlertRoom {
  readonly room: number;
  readonly gap: number;
  /** Of the line that says how many more there are. */
  readonly others: number;
  readonly alerts: readonly { readonly whole: number; readonly brief: number }[];
}

/**
 * How each alert of a column is shown, from its top; those that are left out are counted below. As many as there is room
 * for, none cut through; the first of them whole, as far as room is left. Pure.
 */
export function fitAlerts({ room, gap, others, alerts }: AlertRoom): ('whole' | 'brief')[] {
  const briefs = alerts.map(({ brief }) => brief);
  const tall = (heights: readonly number[]) => heights.reduce((sum, height) => sum + height + gap, -gap);
  const left = (count: number) =>
    room - tall(briefs.slice(0, count)) - (count < alerts.length ? others + (count > 0 ? gap : 0) : 0);
  let count = alerts.length;
  while (count > 0 && left(count) < 0) count--;
  let spare = left(count);
  return alerts.slice(0, count).map(({ whole, brief }) => {
    if (whole - brief > spare) return 'brief';
    spare -= whole - brief;
    return 'whole';
  });
}
