/** The screen "Kho tiếng". */
export const library = {
  'library.title': 'Kho tiếng',
  'library.empty': 'Chưa có bản ghi nào',
} as const;
