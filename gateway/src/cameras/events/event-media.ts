import type { Clock } from '../../core/clock/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { createTurns } from '../../core/in-turn.ts';
import type { Logger } from '../../core/log.ts';
import type { Album } from './album.ts';
import type { EventStore } from './event-store.ts';
import { filmEvent } from './film.ts';
import type { CameraEventPorts } from './ports.ts';

export interface EventMediaParts {
  readonly store: EventStore;
  readonly album: Album;
  readonly ports: Pick<CameraEventPorts, 'tape' | 'still'>;
  /** Panels hear of it. */
  readonly say: (id: string) => Promise<void>;
  /** The disk took no film. */
  readonly onFull: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** An event of a camera, at an instant (epoch ms). `added`: it is in the database; false: it never will be. */
export interface Occurrence {
  readonly id: string;
  readonly cameraId: string;
  readonly at: number;
  readonly added: Promise<boolean>;
}

/** An older picture does not show what happens: of an event it is left out, of a person's request refused. */
export const freshMs = 10_000;
/** Pictures are decoded one after the other; a storm of events has no picture of each. */
const mostWaiting = 12;

/** The picture and the film of an event. */
export function createEventMedia({ store, album, ports, say, onFull, clock, log }: EventMediaParts) {
  const inTurn = createTurns();
  let waiting = 0;

  return {
    /** As it looks when the event is heard of. */
    async keepStill({ id, cameraId, at, added }: Occurrence): Promise<void> {
      if (waiting >= mostWaiting) return;
      waiting++;
      const still = await inTurn(() => ports.still(cameraId))
        .catch((error: unknown) => {
          log.info({ cameraId, reason: messageOf(error) }, 'event without a picture');
          return null;
        })
        .finally(() => waiting--);
      if (!still || still.takenAt < at - freshMs || !(await added.catch(() => false))) return;
      await album.saveStill(id, still.jpeg);
      const { changes } = await store.setStill(id, { at: still.takenAt, bytes: still.jpeg.length });
      if (changes === 0) return album.remove(id, 'still');
      await say(id);
    },

    async keepFilm({ id, cameraId, at, added }: Occurrence, signal: AbortSignal): Promise<void> {
      const film = await filmEvent({ album, tape: ports.tape, clock, log }, { id, cameraId, at }, signal);
      const known = (await added.catch(() => false)) && (await store.setFilm(id, film)).changes > 0;
      // A person removed it meanwhile, or its camera.
      if (!known) return album.remove(id, 'film');
      await say(id);
      if (film.why?.code === 'camera-event.no-room') await onFull();
    },
  };
}
