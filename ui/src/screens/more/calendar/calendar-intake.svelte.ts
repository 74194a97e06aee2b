import type { CalendarEvent, Content, Priority, Programme, ProgrammeKind } from '#contract';
import { problemOf, type Api } from '../../../lib/api.ts';
import { readCalendar, type FileProblem } from './calendar-file.ts';

export interface IntakeParts {
  readonly calendar: Pick<Api['calendar'], 'preview' | 'import'>;
  readonly sayProblem: (thrown: unknown) => string;
  /** Every zone until somebody says otherwise. */
  readonly zoneIds: readonly string[];
}

/** A calendar file on its way into the schedule: read here, previewed by the gateway, chosen from, taken in. */
export class CalendarIntake {
  fileName = $state<string | null>(null);
  fileProblem = $state<FileProblem | null>(null);
  events = $state.raw<readonly CalendarEvent[] | null>(null);
  chosen = $state.raw<readonly string[]>([]);
  content = $state.raw<Content | null>(null);
  kind = $state<ProgrammeKind>('bulletin');
  zoneIds = $state.raw<readonly string[]>([]);
  priority = $state<Priority>('normal');
  busy = $state(false);
  trouble = $state<string | null>(null);
  /** The gateway asks twice: something is close to quiet hours. */
  nearQuiet = $state<string | null>(null);
  #text = '';
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.zoneIds = parts.zoneIds;
  }

  get complete(): boolean {
    return this.chosen.length > 0 && this.content !== null && this.zoneIds.length > 0;
  }

  async read(file: File): Promise<void> {
    this.fileName = file.name;
    this.fileProblem = null;
    this.events = null;
    await this.#attempt(async () => {
      const read = await readCalendar(file);
      if ('problem' in read) {
        this.fileProblem = read.problem;
        return;
      }
      const { events } = await this.#parts.calendar.preview(read.text);
      this.#text = read.text;
      this.events = events;
      this.chosen = events.filter(({ rule }) => rule !== null).map(({ uid }) => uid);
    });
  }

  choose(uid: string, on: boolean): void {
    this.chosen = on ? [...this.chosen, uid] : this.chosen.filter((other) => other !== uid);
  }

  /** What was made of the chosen events; null when it was refused. */
  async takeIn(nearQuietHours = false): Promise<Programme[] | null> {
    const { content, kind, priority } = this;
    if (content === null || !this.complete) return null;
    let made: Programme[] | null = null;
    await this.#attempt(async () => {
      made = await this.#parts.calendar.import({
        text: this.#text,
        uids: [...this.chosen],
        kind,
        content,
        zoneIds: [...this.zoneIds],
        priority,
        ...(nearQuietHours ? { nearQuietHours } : {}),
      });
    });
    return made;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.trouble = null;
    this.nearQuiet = null;
    try {
      await work();
    } catch (thrown) {
      const words = this.#parts.sayProblem(thrown);
      if (problemOf(thrown).code === 'schedule.near-quiet-hours') this.nearQuiet = words;
      else this.trouble = words;
    } finally {
      this.busy = false;
    }
  }
}
