import { pictures } from './pictures.ts';
import { wall } from './wall.ts';

/** The place "Camera". */
export const cameras = {
  ...pictures,
  ...wall,

  'camera.tabs': 'Các trang về camera',
  'camera.tab.list': 'Camera',

  'camera.add': 'Thêm camera',
  'camera.none': 'Chưa có camera nào',
  'camera.none.text':
    'Cắm camera vào mạng của thôn rồi thêm vào đây: cổng phát tự tìm, hoặc gõ địa chỉ của nó. Thêm được nhiều cái một lần.',
  'camera.none.others': 'Kỹ thuật viên hoặc trưởng thôn thêm camera ở đây.',

  'camera.status.online': 'Hoạt động tốt',
  'camera.status.degraded': 'Có vấn đề',
  'camera.status.offline': 'Mất kết nối',
  'camera.status.locked': 'Bị khóa',
  'camera.status.unknown': 'Chưa rõ',
  'camera.maintenance': 'Đang sửa',
} as const;
