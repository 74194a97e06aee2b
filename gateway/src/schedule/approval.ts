import type { Approval, ApprovalState, Missed, ProgrammeKind, Rule } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { contentIdOf } from './content-columns.ts';
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

/** When a step is taken: never at the instant of the one before, by which an approver names what they have looked at. */
export function stepAt(now: number, before: StoredProgramme | null): number {
  return now === before?.approval.at ? now + 1 : now;
}

/** As it goes over the wire. */
export function approvalOf({ approval }: Pick<StoredProgramme, 'approval'>): Approval {
  return { ...approval, at: new Date(approval.at).toISOString() };
}

/**
 * Whether a save leaves the approval as it is: nothing that was approved has changed (switching a programme off and on
 * needs nobody's word), and no other step was asked for. To be asked for again takes nothing off the air.
 */
export function keepsApproval(before: StoredProgramme, after: Substance, asked: ApprovalState | undefined): boolean {
  const noStep = asked === undefined || (asked === 'submitted' && before.approval.state === 'approved');
  return noStep && sameSubstance(before, after);
}

type Substance = Omit<StoredProgramme, 'approval' | 'since' | 'unreadable'>;

/** True when what was approved is still what is there. */
export function sameSubstance(before: Substance, after: Substance): boolean {
  const substance = ({ title, kind, content, text, zoneIds, priority, rule, missed, ...others }: Substance) =>
    JSON.stringify([
      [title.trim(), kind, content.kind, contentIdOf(content), text.trim(), priority],
      [inOrder(zoneIds), daysOf(rule), missed.policy, missed.withinMinutes],
      [others.chimes.opening, others.chimes.closing, others.staggered, others.bedRecordingId],
    ]);
  return substance(before) === substance(after);
}

/** A rule however it is written: in what order, and with or without what says nothing. */
function daysOf(rule: Rule): unknown[] {
  const { repeat, date, times, every, weekdays, monthDays, nthWeekday, lunar, until, except, ...others } = rule;
  // A new part of a rule is named here, or this is no program any more.
  const none: Record<string, never> = others;
  return [
    [repeat, date, until, every ?? 1, nthWeekday?.nth, nthWeekday?.weekday, lunar?.month, lunar?.leap ?? false, none],
    ...[times, weekdays, monthDays, lunar?.days, except].map((list) => inOrder(list ?? [])),
  ];
}

function inOrder(list: readonly (string | number)[]): (string | number)[] {
  return [...list].sort();
}

/** A bulletin is still worth hearing five minutes late; music is not. */
export function defaultMissed(kind: ProgrammeKind): Missed {
  return kind === 'music' ? { policy: 'skip', withinMinutes: 0 } : { policy: 'catch-up', withinMinutes: 5 };
}
