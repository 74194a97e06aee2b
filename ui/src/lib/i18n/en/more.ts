import type { more as vi } from '../vi/more.ts';

export const more: Record<keyof typeof vi, string> = {
  'more.title': 'More',
};
