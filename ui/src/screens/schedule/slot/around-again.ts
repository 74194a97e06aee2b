import type { BroadcastInput, ChimeChoice, Content, Programme } from '#contract';
import { mayHaveBed } from '#air/bed';
import { chosenChimes, type ChosenChime } from '#air/chimes';
import type { Live } from '../../../lib/live.svelte.ts';

export interface AroundAgain {
  readonly request: Pick<BroadcastInput, 'chimes' | 'staggered' | 'bedRecordingId' | 'bedOptional'>;
  /** The music under it cannot be heard any more: this time there is none. */
  readonly withoutBed: boolean;
}

/**
 * What a slot of a programme is heard with when it is aired once more: what is usual for music is not what is usual for news, as
 * which it would air now. Nobody chooses music here, so a spoiled one is left out. Pure.
 */
export function aroundAgain(
  { chimes, kind, staggered, bedRecordingId }: Pick<Programme, 'chimes' | 'kind' | 'staggered' | 'bedRecordingId'>,
  content: Content,
  live: Pick<Live, 'recording' | 'chimes'>,
): AroundAgain {
  const { opening, closing } = chosenChimes(chimes, kind, live.chimes);
  const choice = (chime: ChosenChime): ChimeChoice => (chime ? { recordingId: chime.recordingId } : 'none');
  const request = { chimes: { opening: choice(opening), closing: choice(closing) }, staggered };
  if (bedRecordingId === null || !mayHaveBed({ content, staggered })) return { request, withoutBed: false };
  if (live.recording(bedRecordingId)?.state !== 'ready') return { request, withoutBed: true };
  return { request: { ...request, bedRecordingId, bedOptional: true }, withoutBed: false };
}
