/** What stands on the pictures of cameras. */
export const pictures = {
  'picture.awaited': 'Đang chờ hình…',
  'picture.doubtful': 'Đang xem lại hình…',
  'picture.taken': 'Hình lúc {when} · {age} trước',
  'picture.lost': 'Mất kết nối từ {when}',
  'picture.gateway-lost': 'Mất liên lạc với cổng phát từ {when}',
  'picture.frozen': 'Hình đứng yên từ {when}',
  'picture.black': 'Hình tối đen từ {when}',
  'picture.of': 'Hình của {name}',
} as const;
