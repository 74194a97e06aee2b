import type { pictures as vi } from '../vi/pictures.ts';

export const pictures: Record<keyof typeof vi, string> = {
  'picture.awaited': 'Waiting for a picture…',
  'picture.doubtful': 'Checking the picture…',
  'picture.taken': 'Picture of {when} · {age} ago',
  'picture.lost': 'Connection lost since {when}',
  'picture.gateway-lost': 'No word from the gateway since {when}',
  'picture.frozen': 'Picture frozen since {when}',
  'picture.black': 'Picture black since {when}',
  'picture.of': 'Picture of {name}',
};
