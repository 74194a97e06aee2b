import type { onAir as vi } from '../vi/on-air.ts';

export const onAir: Record<keyof typeof vi, string> = {
  'on-air.title': 'On air',
  'air-now.title': 'Air now',
};
