import type { PictureReader } from '../../media/ports.ts';
import type { CameraStill } from '../ports.ts';
import type { Still } from './channel.ts';

const widest = 640;

/** One camera's stills: the same key frame is decoded once, and one at a time. */
export function createStillMaker(
  media: Pick<PictureReader, 'jpeg'>,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): (newest: Still, signal: AbortSignal) => Promise<CameraStill> {
  let made: { still: Still; jpeg: Promise<CameraStill>; done: boolean } | null = null;

  return (still, signal) => {
    // Whoever asks while one is made has that one: at most a moment older, and it says so.
    if (made && (made.still.fragment === still.fragment || !made.done)) return made.jpeg;
    const { init, fragment, at } = still;
    const jpeg = inTurn(() => media.jpeg(Buffer.concat([init.bytes, fragment.bytes]), widest, signal)).then(
      (bytes) => ({
        jpeg: bytes,
        takenAt: at,
      }),
    );
    const making = { still, jpeg, done: false };
    made = making;
    jpeg.then(
      () => (making.done = true),
      () => {
        if (made === making) made = null;
      },
    );
    return jpeg;
  };
}
