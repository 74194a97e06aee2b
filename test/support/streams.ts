import { createCameraStreams } from '../../gateway/src/cameras/stream/streams.ts';
import type {
  CameraStreams,
  CameraTape,
  LiveViewer,
  StreamListener,
  StreamSource,
} from '../../gateway/src/cameras/ports.ts';
import type { LoginRefusal } from '../../gateway/src/cameras/onvif/verdict.ts';
import type { Finding } from '../../gateway/src/cameras/status.ts';
import type { CameraLiveMessage, CameraStreamReading } from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import type { SimulatedCamera } from '../../gateway/src/simulator/cameras/simulated-camera.ts';
import type { AtTheEnd } from './gateway-process.ts';
import { quietLog } from './quiet-log.ts';

export function createStreams(): CameraStreams & CameraTape {
  const clock = createSystemClock();
  const media = createMedia({ clock, log: quietLog });
  return createCameraStreams({ clock, log: quietLog, media, luck: () => 0 });
}

/** The small stream of a camera, or the large one. */
export function sourceOf(
  camera: SimulatedCamera,
  change: Partial<StreamSource> & { path?: string } = {},
): StreamSource {
  const { path = '/Streaming/Channels/102', ...more } = change;
  const { host, rtspPort, username, password } = camera;
  return {
    uri: `rtsp://${host}:${rtspPort}${path}`,
    login: { username, password },
    promised: { fps: 15, kbps: 512 },
    ...more,
  };
}

export interface Watching {
  readonly findings: Finding[];
  readonly readings: (CameraStreamReading | null)[];
  readonly pictures: number[];
  readonly refused: LoginRefusal[];
  /** How it ended. */
  readonly over: Promise<unknown>;
  stop(): void;
}

/** Watches until the test is over. */
export function watchStream(
  atTheEnd: AtTheEnd,
  streams: CameraStreams,
  source: StreamSource,
  cameraId = 'cong-thon',
): Watching {
  const findings: Finding[] = [];
  const readings: (CameraStreamReading | null)[] = [];
  const pictures: number[] = [];
  const refused: LoginRefusal[] = [];
  const listener: StreamListener = {
    onFinding: (finding) => findings.push(finding),
    onReading: (reading) => readings.push(reading),
    onPicture: (at) => pictures.push(at),
    onRefused: (how) => refused.push(how),
  };
  const ending = new AbortController();
  const over = streams.watch(cameraId, source, listener, ending.signal).catch((error: unknown) => error);
  const stop = () => ending.abort(new Error('seen enough'));
  atTheEnd(async () => {
    stop();
    await over;
  });
  return { findings, readings, pictures, refused, over, stop };
}

export interface Looker extends LiveViewer {
  readonly said: CameraLiveMessage[];
  readonly shown: Buffer[];
  /** What it pretends not to have taken in yet. */
  behind: number;
  closed: boolean;
}

export function createLooker(): Looker {
  const said: CameraLiveMessage[] = [];
  const shown: Buffer[] = [];
  return {
    ...{ said, shown, behind: 0, closed: false },
    say: (text) => said.push(JSON.parse(text) as CameraLiveMessage),
    show: (bytes) => shown.push(bytes),
    waiting() {
      return this.behind;
    },
    close() {
      this.closed = true;
    },
  };
}
