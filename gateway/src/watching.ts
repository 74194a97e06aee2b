import { createCameras, type CamerasParts } from './cameras/camera-service.ts';
import { createOnvif } from './cameras/onvif/onvif.ts';
import { createCameraStreams } from './cameras/stream/streams.ts';
import type { SecretBox } from './core/secret-box.ts';
import type { PictureReader } from './media/ports.ts';

export interface WatchingParts extends Pick<CamerasParts, 'storage' | 'changes' | 'clock' | 'log' | 'mayBe'> {
  readonly box: SecretBox;
  readonly media: PictureReader;
}

/** What the village's cameras see: joins ONVIF, the streams and a post for each camera. */
export function createWatching({ clock, log, media, ...ground }: WatchingParts) {
  const onvif = createOnvif({ clock });
  const streams = createCameraStreams({ clock, log, media });
  const cameras = createCameras({ ...ground, clock, log, onvif, streams });
  return { cameras };
}
