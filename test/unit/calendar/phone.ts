import ICAL from 'ical.js';

/** What a phone shows of the file, as another program reads it: UTC instants with their titles, in order, until `to`. */
export function shownInPhone(text: string, to: number): { uid: string; title: string; at: number; lastsMs: number }[] {
  const calendar = ICAL.Component.fromString(text);
  const zones = calendar.getAllSubcomponents('vtimezone').map((component) => new ICAL.Timezone(component));
  const parts = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  const shown = parts
    .filter((event) => !event.isRecurrenceException())
    .flatMap((event) => {
      for (const other of parts) {
        if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
      }
      return occurrencesOf(event, to);
    });
  if (zones.length !== 1) throw new Error('not one zone');
  return shown.sort((a, b) => a.at - b.at);

  function occurrencesOf(event: ICAL.Event, end: number) {
    const found = [];
    const iterator = event.iterator();
    for (let next = iterator.next(); next; next = iterator.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(next) as Record<'startDate' | 'endDate', ICAL.Time>;
      if (instantOf(next) > end) break;
      const at = instantOf(startDate);
      found.push({ uid: event.uid, title: event.summary, at, lastsMs: instantOf(endDate) - at });
    }
    return found;
  }

  /** By the VTIMEZONE of the file alone: what this machine knows of time zones plays no part. */
  function instantOf(time: ICAL.Time): number {
    return time.toUnixTime() * 1000;
  }
}
