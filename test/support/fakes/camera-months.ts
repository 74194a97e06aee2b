import type { CameraMonths } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

const times = { working: 3_600, out: 60, planned: 0, unknown: 0 };

const cameraMonths: CameraMonths = {
  month: '2026-11',
  until: at,
  cameras: [
    {
      cameraId: 'cong-lang',
      name: 'Cổng làng',
      present: true,
      times,
      percent: 98.36,
      outageCount: 1,
      longestSeconds: 60,
      outages: [{ from: at, to: null, seconds: 60, cause: 'timed-out' }],
      days: [{ date: '2026-11-24', times }],
    },
  ],
};

export const fakeCameraMonths: Fake<'cameraMonths'> = () => ({
  month: async () => cameraMonths,
  csv: async () => 'camera,date\r\n',
});
