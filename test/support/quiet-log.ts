import { createLog } from '../../gateway/src/core/log.ts';

/** A real logger that says nothing. */
export const quietLog = createLog('silent');
