import type { ChimeChoice, Chimes, ChimeState, ProgrammeKind } from '../../contract/index.ts';

/** A chime as it was settled: null is none. `shipped`: nobody chose it, it is the one that comes with the gateway. */
export type ChosenChime = { readonly recordingId: string; readonly shipped: boolean } | null;

export interface ChosenChimes {
  readonly opening: ChosenChime;
  readonly closing: ChosenChime;
}

/** What a village has that never said anything: news is announced, music is its own announcement. */
export const firstDefaults: ChimeState['defaults'] = {
  bulletin: { opening: 'default', closing: 'default' },
  music: { opening: 'none', closing: 'none' },
};

/** Which chimes are heard: of `default` the village's for that kind, and of its `default` the shipped one. Pure. */
export function chosenChimes(
  chimes: Chimes,
  kind: ProgrammeKind,
  { defaults, shipped }: Pick<ChimeState, 'defaults' | 'shipped'>,
): ChosenChimes {
  const choose = (part: keyof Chimes): ChosenChime => {
    const village = chosen(chimes[part], defaults[kind][part]);
    if (village !== 'default') return village === 'none' ? null : { ...village, shipped: false };
    const recordingId = shipped[part];
    return recordingId === null ? null : { recordingId, shipped: true };
  };
  return { opening: choose('opening'), closing: choose('closing') };
}

/**
 * The same around a content of these recordings, in order: what begins or ends with the very same sound, as the shipped
 * playlists do, has its chime already.
 */
export function chimesAround(
  recordingIds: readonly (string | null)[],
  { opening, closing }: ChosenChimes,
): { readonly opening: string | null; readonly closing: string | null } {
  const unless = (chime: ChosenChime, edge: string | null | undefined) =>
    chime && chime.recordingId !== edge ? chime.recordingId : null;
  return { opening: unless(opening, recordingIds[0]), closing: unless(closing, recordingIds.at(-1)) };
}

function chosen(choice: ChimeChoice, fallback: ChimeChoice): ChimeChoice {
  return choice === 'default' ? fallback : choice;
}
