/** The screens behind "Thêm". */
export const more = {
  'more.title': 'Thêm',
} as const;
