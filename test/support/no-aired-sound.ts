import type { AirLogParts } from '../../gateway/src/air-log/air-log.ts';
import { AppError } from '../../gateway/src/core/errors.ts';

/** For stories in which nobody hears again what aired. */
export const noAiredSound: AirLogParts['airedSound'] = {
  heldOf: () => [],
  soundOf: () => {
    throw new AppError('aired-sound.not-held', 404, 'Nothing is kept here.');
  },
};
