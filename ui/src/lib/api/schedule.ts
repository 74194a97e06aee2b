import type {
  CalendarFeed,
  CalendarImport,
  CalendarPreview,
  Content,
  LastPreflight,
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
  TrialResult,
  Why,
} from '#contract';
import type { Line } from './line.ts';

/** What airs when: planned, looked ahead to, and summed up. */
export const scheduleApi = ({ ask, at, change, command, create, items, remove, send }: Line) => ({
  programmes: {
    create: create<ProgrammeInput, SavedProgramme>('programmes'),
    change: change<ProgrammeInput, SavedProgramme>('PUT', 'programmes'),
    remove: remove('programmes'),
    /** What saving would say; nothing is kept. */
    try: create<ProgrammeTrial, TrialResult>('programmes/try'),
    submit: command<Programme>('programmes', 'submit'),
    approve: (id: string, seen: ProgrammeApproval) => send<Programme>('POST', `${at('programmes', id)}/approve`, seen),
    sendBack: (id: string, note: string) => send<Programme>('POST', `${at('programmes', id)}/send-back`, { note }),
  },
  slots: {
    /** Village days, both included; at most 62 of them. */
    list: (from: string, to: string) => items<Slot>(`slots?from=${from}&to=${to}`),
    why: (id: string) => send<Why>('GET', `${at('slots', id)}/why`),
    skip: command<Slot>('slots', 'skip'),
    move: (id: string, move: SlotMove) => send<Slot>('POST', `${at('slots', id)}/move`, move),
    replace: (id: string, content: Content) => send<Slot>('POST', `${at('slots', id)}/replace`, { content }),
    approve: (id: string, heard: SlotApproval) => send<Slot>('POST', `${at('slots', id)}/approve`, heard),
    restore: command<Slot>('slots', 'restore'),
  },
  overlays: {
    create: create<OverlayInput, Overlay>('overlays'),
    change: change<OverlayInput, Overlay>('PUT', 'overlays'),
    remove: remove('overlays'),
  },
  preflight: {
    last: () => send<LastPreflight>('GET', 'preflight').then(({ preflight }) => preflight),
    run: () => send<Preflight>('POST', 'preflight'),
  },
  calendar: {
    feed: () => send<CalendarFeed>('GET', 'calendar'),
    renew: () => send<CalendarFeed>('POST', 'calendar/renew'),
    close: () => send<CalendarFeed>('POST', 'calendar/close'),
    preview: (text: string) => send<CalendarPreview>('POST', 'calendar/preview', { text }),
    import: (input: CalendarImport) =>
      send<{ items: Programme[] }>('POST', 'calendar/import', input).then(({ items }) => items),
  },
  reports: {
    month: (month: string) => send<Report>('GET', at('reports', month)),
    /** As the gateway writes it, in codes. */
    csv: (month: string) => ask('GET', `${at('reports', month)}/csv`),
  },
});
