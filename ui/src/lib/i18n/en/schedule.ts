import type { schedule as vi } from '../vi/schedule.ts';

export const schedule: Record<keyof typeof vi, string> = {
  'schedule.title': 'Schedule',
  'programmes.title': 'Programmes',
  'programme.title': 'Programme',
};
