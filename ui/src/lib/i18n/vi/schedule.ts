/** Agenda, slots and programmes. */
export const schedule = {
  'schedule.title': 'Lịch phát',
  'programmes.title': 'Chương trình',
  'programme.title': 'Chương trình',
} as const;
