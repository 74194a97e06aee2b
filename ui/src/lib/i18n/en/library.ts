import type { library as vi } from '../vi/library.ts';

export const library: Record<keyof typeof vi, string> = {
  'library.title': 'Library',
  'library.empty': 'No recordings yet',
};
