import { villageMoment } from './time.ts';

/** The UTC instant of a day and time of the village; a time that a clock change leaves out comes out just after it. */
export function instantOf(date: string, time: string, zone: string): string {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  let at = wanted;
  // The first guess is off by the zone's offset, the second by its change around that time, if any.
  for (let round = 0; round < 2; round++) {
    const shown = villageMoment(at, zone);
    at += wanted - Date.parse(`${shown.date}T${shown.time}:00Z`);
  }
  return new Date(at).toISOString();
}
