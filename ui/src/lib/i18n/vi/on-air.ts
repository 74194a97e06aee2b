/** The home screen and "Phát ngay". */
export const onAir = {
  'on-air.title': 'Phát thanh',
  'air-now.title': 'Phát ngay',
} as const;
