import { createCameras, type CamerasParts } from './cameras/camera-service.ts';
import { createCameraEvents, type CameraEventsParts } from './cameras/events/event-service.ts';
import { createOnvif } from './cameras/onvif/onvif.ts';
import { createCameraStreams } from './cameras/stream/streams.ts';
import { freeBytesOf } from './core/free-bytes.ts';
import type { SecretBox } from './core/secret-box.ts';
import type { PictureReader } from './media/ports.ts';

export interface WatchingParts
  extends
    Pick<CamerasParts, 'storage' | 'changes' | 'clock' | 'log' | 'mayBe'>,
    Pick<CameraEventsParts, 'stateFolder' | 'timeZone'> {
  readonly box: SecretBox;
  readonly media: PictureReader;
  readonly ports: Pick<CameraEventsParts['ports'], 'settings' | 'recording' | 'broadcasts' | 'clockTrusted'>;
}

/** What the village's cameras see: joins ONVIF, the streams, a post for each camera, and what they notice. */
export function createWatching({ media, box, mayBe, ports, stateFolder, timeZone, ...ground }: WatchingParts) {
  const { clock, log } = ground;
  const onvif = createOnvif({ clock });
  const streams = createCameraStreams({ clock, log, media });
  const cameras = createCameras({
    ...ground,
    ...{ box, mayBe, onvif, streams },
    noticed: (cameraId, notice) => events.heard(cameraId, notice, clock.now()),
    silent: (cameraId, why) => events.silence(cameraId, why === null ? null : `camera.${why}`),
  });
  const { list } = cameras.commands;
  const events = createCameraEvents({
    ...ground,
    ...{ stateFolder, timeZone },
    ports: {
      ...ports,
      camera: async (id) => (await list()).find((camera) => camera.id === id),
      cameraIds: async () => (await list()).map(({ id }) => id),
      tape: streams,
      still: streams.still,
      freeBytes: () => freeBytesOf(stateFolder),
    },
  });

  return {
    cameras: cameras.commands,
    events,
    async start(): Promise<void> {
      await events.start();
      await cameras.start();
    },
    async stop(): Promise<void> {
      await cameras.stop();
      await events.stop();
    },
  };
}
