import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import type { CameraTarget } from '../../gateway/src/cameras/onvif/camera.ts';
import type { Reel } from '../../gateway/src/simulator/cameras/reel.ts';
import type { Footage } from '../../gateway/src/simulator/cameras/rtsp/footage.ts';
import {
  createSimulatedCamera,
  type SimulatedCamera,
  type SimulatedCameraParts,
} from '../../gateway/src/simulator/cameras/simulated-camera.ts';
import type { AtTheEnd } from './gateway-process.ts';

const nothingToSee: Footage = {
  ...{ encoding: 'H264', width: 640, height: 360, fps: 15 },
  ...{ pictures: [], sound: Buffer.alloc(0) },
};

/** For tests that only talk with a camera, and look at nothing. */
export const blankReel: Reel = {
  ...{ live: nothingToSee, frozen: nothingToSee, black: nothingToSee },
  still: Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
};

/** A started camera of the village, not found by searches unless the test is about them. */
export async function startCamera(
  atTheEnd: AtTheEnd,
  parts: Partial<SimulatedCameraParts> = {},
): Promise<SimulatedCamera> {
  const camera = createSimulatedCamera({
    ...{ clock: createSystemClock(), reel: blankReel, name: 'Cổng thôn', make: 'hikvision' },
    ...{ username: 'admin', password: 'thon-ngot-2026', discoveryPort: null },
    ...parts,
  });
  await camera.start();
  atTheEnd(() => camera.stop());
  return camera;
}

/** Where it is and how it lets one in, as a technician types it. */
export function targetOf(camera: SimulatedCamera, change: Partial<CameraTarget> = {}): CameraTarget {
  const { host, port, username, password } = camera;
  return { host, port, login: { username, password }, ...change };
}
