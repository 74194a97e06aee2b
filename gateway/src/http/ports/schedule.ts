import type {
  CalendarFeed,
  CalendarImport,
  CalendarPreview,
  Content,
  Overlay,
  OverlayInput,
  Preflight,
  Programme,
  ProgrammeApproval,
  ProgrammeInput,
  ProgrammeTrial,
  Report,
  SavedProgramme,
  Slot,
  SlotApproval,
  SlotMove,
  SlotQuery,
  TrialResult,
  Why,
} from '../../contract/index.ts';
import type { Actor } from './people.ts';

/** What airs when: planned, looked ahead to, and summed up. */
export interface ScheduleServices {
  readonly programmes: {
    list(): Promise<Programme[]>;
    get(id: string): Promise<Programme>;
    create(input: ProgrammeInput, actor: Actor): Promise<SavedProgramme>;
    /** A slot too near its start to be taken out of the plan is skipped by the one who asks. */
    change(id: string, input: ProgrammeInput, actor: Actor): Promise<SavedProgramme>;
    remove(id: string, actor: Actor): Promise<void>;
    /** What saving would say; nothing is kept. */
    try(trial: ProgrammeTrial): Promise<TrialResult>;
    submit(id: string, actor: Actor): Promise<Programme>;
    /** What was seen; when it is another by now it is not approved. */
    approve(id: string, seen: ProgrammeApproval, actor: Actor): Promise<Programme>;
    /** Back to its author, with a note. */
    sendBack(id: string, note: string, actor: Actor): Promise<Programme>;
  };
  readonly slots: {
    list(query: SlotQuery): Promise<Slot[]>;
    get(id: string): Promise<Slot>;
    why(id: string): Promise<Why>;
    skip(id: string, actor: Actor): Promise<Slot>;
    move(id: string, move: SlotMove, actor: Actor): Promise<Slot>;
    /** Another content in this one slot; it waits for approval unless the person may approve. */
    replace(id: string, content: Content, actor: Actor): Promise<Slot>;
    /** What was heard; when it is another by now it is not approved. */
    approve(id: string, heard: SlotApproval, actor: Actor): Promise<Slot>;
    /** Takes back everything that was changed on it. */
    restore(id: string, actor: Actor): Promise<Slot>;
  };
  readonly overlays: {
    /** Those that are not over. */
    list(): Promise<Overlay[]>;
    create(input: OverlayInput, actor: Actor): Promise<Overlay>;
    change(id: string, input: OverlayInput, actor: Actor): Promise<Overlay>;
    remove(id: string): Promise<void>;
  };
  readonly preflight: {
    last(): Promise<Preflight | null>;
    /** Looks now. */
    run(): Promise<Preflight>;
  };
  readonly calendar: {
    feed(): Promise<CalendarFeed>;
    /** A new address; the old one answers no more. */
    renew(): Promise<CalendarFeed>;
    close(): Promise<CalendarFeed>;
    /** iCalendar text for whoever knows the token; rejects with `calendar.not-found`. */
    file(token: string): Promise<string>;
    preview(text: string): Promise<CalendarPreview>;
    /** All or none; drafts. */
    import(input: CalendarImport, actor: Actor): Promise<Programme[]>;
  };
  readonly reports: {
    month(month: string): Promise<Report>;
    /** The same as CSV, for a spreadsheet. */
    csv(month: string): Promise<string>;
  };
}
