import type { CameraTarget, OnvifCamera } from '../../gateway/src/cameras/onvif/camera.ts';
import type { Listening } from '../../gateway/src/cameras/onvif/listen.ts';
import type { Onvif } from '../../gateway/src/cameras/onvif/onvif.ts';
import { cameraTrouble, type CameraVerdict } from '../../gateway/src/cameras/onvif/verdict.ts';
import type { CameraStreams, StreamListener, StreamSource } from '../../gateway/src/cameras/ports.ts';
import type { CameraProfile } from '../../gateway/src/contract/index.ts';

export const profile = (token: string, change: Partial<CameraProfile> = {}): CameraProfile => ({
  ...{
    token,
    name: token,
    encoding: 'H264',
    width: 640,
    height: 360,
    fps: 15,
    kbps: 512,
    gop: 30,
    audio: null,
    ptz: false,
  },
  ...change,
});

/** One camera whose answers a test decides; what it was asked is in `story`. */
export function fakeCamera() {
  const camera = {
    trouble: null as CameraVerdict | null,
    driftMs: 0,
    /** It answers once this is over. */
    thinks: Promise.resolve(),
    profiles: [profile('main', { width: 1920, height: 1080, kbps: 2048 }), profile('sub')],
    story: [] as string[],
    logins: [] as (string | null)[],
    /** While it is listened to. */
    listener: null as Pick<Listening, 'onNotice' | 'onSilence'> | null,
    /** Ends the listening. */
    failListening: (_error: Error): void => undefined,
  };
  const refuse = () => {
    if (camera.trouble) throw cameraTrouble(camera.trouble, '192.168.1.64:80');
  };
  const answers: OnvifCamera = {
    facts: { manufacturer: 'Dahua', model: 'IPC', firmware: '2.800', serial: '7', hardware: '1' },
    driftMs: 0,
    turns: false,
    drift: async () => {
      camera.story.push('drift');
      await camera.thinks;
      refuse();
      return camera.driftMs;
    },
    profiles: async () => camera.profiles,
    streamUri: async (token) => `rtsp://192.168.1.64:554/${token}`,
    snapshotUri: async () => 'http://192.168.1.64/snapshot',
    snapshot: async () => Buffer.from([0xff, 0xd8, 0xff]),
    setClock: async () => 0,
    subscribe: () => Promise.reject(new Error('not asked here')),
    ptz: {
      move: async () => undefined,
      stop: async () => undefined,
      presets: async () => [],
      goTo: async () => undefined,
    },
  };
  const untilAborted = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  const onvif: Onvif = {
    async reach(target: CameraTarget, _signal, { again = false } = {}) {
      camera.story.push(again ? 'reach again' : 'reach');
      camera.logins.push(target.login?.password ?? null);
      refuse();
      return { ...answers, driftMs: camera.driftMs };
    },
    listen(_target, heard, signal) {
      camera.listener = heard;
      const failed = new Promise<never>((_resolve, reject) => (camera.failListening = reject));
      return Promise.race([untilAborted(signal), failed]).finally(() => (camera.listener = null));
    },
    discover: async () => [],
  };
  return { camera, onvif, untilAborted };
}

/** Streams whose findings a test tells by hand. */
export function fakeStreams() {
  const refused: StreamSource[] = [];
  const watched: { source: StreamSource; listener: StreamListener; over: boolean; fail: (error: Error) => void }[] = [];
  const streams: CameraStreams = {
    watch(_cameraId, source, listener, signal) {
      return new Promise<never>((_resolve, reject) => {
        const one = { source, listener, over: false, fail: reject as (error: Error) => void };
        watched.push(one);
        signal.addEventListener(
          'abort',
          () => {
            one.over = true;
            reject(signal.reason as Error);
          },
          { once: true },
        );
      });
    },
    refuse: (source) => void refused.push(source),
    admit: (source) => void refused.splice(0, refused.length, ...refused.filter(({ uri }) => uri !== source.uri)),
    hurry: () => undefined,
    still: () => Promise.reject(new Error('not asked here')),
    forget: () => undefined,
    look: () => () => undefined,
    lookClosely: () => () => undefined,
  };
  return { watched, refused, streams };
}
