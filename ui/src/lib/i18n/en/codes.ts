import type { codes as vi } from '../vi/codes.ts';

export const codes: Record<keyof typeof vi, string> = {
  'panel.unreachable': 'The gateway cannot be reached. What is scheduled still airs. Check the network and try again.',
  'panel.timeout': 'The gateway took too long to answer. Try again in a few minutes.',
  'panel.cancelled': 'Cancelled; nothing more is sent.',
  'panel.unexpected': 'Something unexpected went wrong. Try again; if it stays, tell the technician.',
};
