import type { Permission, Programme, Slot } from '#contract';

export interface Waiting {
  readonly programmes: readonly Programme[];
  /** Whose content somebody changed for this once. */
  readonly slots: readonly Slot[];
  readonly count: number;
}

/** What waits for somebody who may approve; what was handed in first comes first. */
export function waitingFor(programmes: readonly Programme[], slots: readonly Slot[], now: number): Waiting {
  const submitted = programmes
    .filter(({ approval }) => approval.state === 'submitted')
    .sort((a, b) => a.approval.at.localeCompare(b.approval.at));
  const changed = slots.filter(
    ({ state, startsAt, override }) =>
      state === 'planned' && Date.parse(startsAt) > now && override?.contentApproved === false && !override.skipped,
  );
  return { programmes: submitted, slots: changed, count: submitted.length + changed.length };
}

/** It came back to its author with a note, and is not handed in again. */
export function cameBack({ approval }: Pick<Programme, 'approval'>): boolean {
  return approval.state === 'draft' && approval.note !== null;
}

export function sentBack(programmes: readonly Programme[]): Programme[] {
  return programmes.filter(cameBack);
}

/** The number on the schedule's place: only for those who can make it smaller. */
export function badgeCount(waiting: Waiting, may: (permission: Permission) => boolean): number {
  return may('approve') ? waiting.count : 0;
}
