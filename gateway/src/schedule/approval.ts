import type { Approval, ApprovalState, Missed, ProgrammeKind } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import type { StoredProgramme } from './programme-store.ts';

/**
 * How far a save brings a programme: as far as was asked, or else as far as the person may.
 * Throws `programme.not-yours-to-approve`.
 */
export function approvalAfter(asked: ApprovalState | undefined, mayApprove: boolean): ApprovalState {
  if (asked === 'approved' && !mayApprove) {
    throw new AppError('programme.not-yours-to-approve', 403, 'Submit it: the head or an approver has to approve it.');
  }
  return asked ?? (mayApprove ? 'approved' : 'submitted');
}

/** As it goes over the wire. */
export function approvalOf({ approval }: Pick<StoredProgramme, 'approval'>): Approval {
  return { ...approval, at: new Date(approval.at).toISOString() };
}

/** True when what was approved is still what is there: switching a programme off and on needs nobody's word. */
export function sameSubstance(
  before: StoredProgramme,
  after: Omit<StoredProgramme, 'approval' | 'since' | 'unreadable'>,
): boolean {
  const substance = ({ title, kind, content, text, zoneIds, priority, rule, missed }: typeof after) =>
    JSON.stringify([title, kind, content, text, [...zoneIds].sort(), priority, sorted(rule), missed]);
  return substance(before) === substance(after);
}

/** A bulletin is still worth hearing five minutes late; music is not. */
export function defaultMissed(kind: ProgrammeKind): Missed {
  return kind === 'music' ? { policy: 'skip', withinMinutes: 0 } : { policy: 'catch-up', withinMinutes: 5 };
}

function sorted(rule: object): [string, unknown][] {
  return Object.entries(rule).sort(([a], [b]) => a.localeCompare(b));
}
