import type { Logger } from '../core/log.ts';
import type { Actor, ApprovalStep } from './ports.ts';

export interface ApprovalLogParts {
  readonly log: Logger;
  readonly onApproval: (id: string, step: ApprovalStep, actor: Actor) => Promise<void>;
}

/**
 * Says each step on the way to approval that another command took. What was saved is kept: a full disk must not make it
 * look as if it were not, as with every command.
 */
export function createApprovalLog({ log, onApproval }: ApprovalLogParts): ApprovalLogParts['onApproval'] {
  return (id, step, actor) =>
    onApproval(id, step, actor).catch((error: unknown) => {
      log.error({ err: error, id, step }, 'approval missing from the audit log');
    });
}
