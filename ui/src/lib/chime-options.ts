import type { ChimeChoice, Recording } from '#contract';

/** A longer recording announces nothing. */
const longestMs = 30_000;

export interface ChimeGroups {
  /** What lies in the folder of chimes. */
  readonly chimes: readonly Recording[];
  /** What else is short enough, the one that is chosen in any case. */
  readonly recordings: readonly Recording[];
}

/** The recordings that may be a chime: those of the folder first. */
export function chimeGroups(
  recordings: readonly Recording[],
  folder: readonly (string | null)[],
  chosen: ChimeChoice,
): ChimeGroups {
  const chosenId = typeof chosen === 'string' ? null : chosen.recordingId;
  const fits = ({ id, state, durationMs }: Recording) =>
    id === chosenId || (state === 'ready' && durationMs !== null && durationMs <= longestMs);
  const byFolder = folder.flatMap((id) => recordings.find((recording) => recording.id === id) ?? []);
  return {
    chimes: byFolder.filter(fits),
    recordings: recordings.filter((recording) => fits(recording) && !byFolder.includes(recording)),
  };
}

/** How a choice stands in a list of options, and back. */
export function valueOf(choice: ChimeChoice): string {
  return typeof choice === 'string' ? choice : `recording:${choice.recordingId}`;
}

export function choiceOf(value: string): ChimeChoice {
  if (value === 'none' || value === 'default') return value;
  return { recordingId: value.slice('recording:'.length) };
}
