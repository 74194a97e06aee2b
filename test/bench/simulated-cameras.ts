import { createInterface } from 'node:readline';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import type { CameraFaults } from '../../gateway/src/simulator/cameras/faults.ts';
import { makeReel } from '../../gateway/src/simulator/cameras/reel.ts';
import { createSimulatedCamera } from '../../gateway/src/simulator/cameras/simulated-camera.ts';

/** So many cameras in a process of their own, so that what they cost is nobody else's: prints their RTSP ports; a line of JSON is what all of them suffer. */
const clock = createSystemClock();
const reel = await makeReel(20);
const cameras = Array.from({ length: Number(process.argv[2]) }, (_, n) =>
  createSimulatedCamera({
    ...{ clock, reel, name: `camera ${n + 1}`, make: 'hikvision', discoveryPort: null },
    ...{ username: 'admin', password: 'thon-ngot-2026' },
  }),
);
for (const camera of cameras) await camera.start();
process.stdout.write(`${JSON.stringify(cameras.map(({ rtspPort }) => rtspPort))}\n`);

createInterface(process.stdin).on('line', (line) => {
  const faults = JSON.parse(line) as Partial<CameraFaults>;
  void Promise.all(
    cameras.map(async (camera) => {
      await camera.recover();
      await camera.suffer(faults);
    }),
  );
});
