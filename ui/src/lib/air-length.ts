import type { Chimes, ChimeState, Content, Priority, ProgrammeKind, Recording, Zone } from '#contract';
import { mayHaveBed } from '#air/bed';
import { chimesAround, chosenChimes } from '#air/chimes';
import { airLengthMs } from '#air/length';
import { turnsFor, type Turns } from '#air/turns';
import { contentFacts, recordingsIn } from './content.ts';
import type { Live } from './live.svelte.ts';

/** What somebody is about to air, now or by a programme. */
export interface Airing {
  readonly content: Content;
  readonly kind: ProgrammeKind;
  readonly chimes: Chimes;
  /** The music under it; left out or null: none. */
  readonly bedRecordingId?: string | null;
  readonly staggered: boolean;
  readonly priority: Priority;
  readonly zoneIds: readonly string[];
}

type Known = Pick<Live, 'recording' | 'playlist' | 'upstream' | 'zone'> & { readonly chimes: ChimeState };

/** From the first sample to the last, by the gateway's own arithmetic; null: its content is gone. */
export function airingMs(airing: Airing, live: Known): number | null {
  const facts = contentFacts(airing.content, live);
  if (!facts) return null;
  // A station's programme begins everywhere at once.
  if (airing.content.kind === 'rebroadcast') return facts.durationMs;
  const { opening, closing } = chimesHeard(airing, live);
  const lengthOf = (id: string | null) => readyMs(id === null ? undefined : live.recording(id));
  return airLengthMs({
    contentMs: facts.durationMs,
    openingMs: lengthOf(opening),
    closingMs: lengthOf(closing),
    turns: turnsIn(airing, live.zone).count,
    bed: mayHaveBed(airing) && lengthOf(airing.bedRecordingId ?? null) > 0,
  });
}

/** The recordings that are heard before and after it; null: none. */
export function chimesHeard(
  { content, chimes, kind }: Pick<Airing, 'content' | 'chimes' | 'kind'>,
  live: Pick<Known, 'playlist' | 'chimes'>,
): Record<keyof Chimes, string | null> {
  // A station's programme begins at its instant, with its own signal.
  if (content.kind === 'rebroadcast') return { opening: null, closing: null };
  return chimesAround(recordingsIn(content, live.playlist), chosenChimes(chimes, kind, live.chimes));
}

/** What makes it longer than its content alone. */
export function addedBy(airing: Airing, live: Known): 'chimes' | 'bed' | 'both' | null {
  const { opening, closing } = chimesHeard(airing, live);
  const lengthOf = (id: string | null) => readyMs(id === null ? undefined : live.recording(id));
  const chimes = lengthOf(opening) + lengthOf(closing) > 0;
  const bed = mayHaveBed(airing) && lengthOf(airing.bedRecordingId ?? null) > 0;
  if (chimes && bed) return 'both';
  return chimes ? 'chimes' : bed ? 'bed' : null;
}

const longMs = 10 * 60_000;

/** Longer than anybody expects of an announcement: asked about once more. A station is as long as somebody just typed. */
export function isLong({ content }: Pick<Airing, 'content'>, durationMs: number): boolean {
  return durationMs > longMs && content.kind !== 'rebroadcast';
}

/** In which turns its zones speak. */
export function turnsIn(
  { zoneIds, ...order }: Pick<Airing, 'staggered' | 'priority' | 'zoneIds'>,
  zone: (id: string) => Pick<Zone, 'id' | 'outputId' | 'turn'> | undefined,
): Turns {
  return turnsFor(
    order,
    zoneIds.flatMap((id) => zone(id) ?? []),
  );
}

function readyMs(recording: Pick<Recording, 'state' | 'durationMs'> | undefined): number {
  return recording?.state === 'ready' ? (recording.durationMs ?? 0) : 0;
}
