import type { Slot } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { codeOf } from '../core/errors.ts';
import { freeBytesOf } from '../core/free-bytes.ts';
import { toInstant, toLocal } from '../core/village-time.ts';
import { contentOf, wantedIn, type PreflightFacts } from './facts.ts';
import { recordingsIn } from './judge-sounds.ts';
import { listen } from './listen.ts';
import type { UpstreamCheck } from '../rebroadcast/upstream-service.ts';
import type { PreflightPorts } from './ports.ts';

export interface GatherParts {
  readonly ports: PreflightPorts;
  readonly clock: Clock;
  readonly timeZone: string;
  /** Where recordings and the database are. */
  readonly stateFolder: string;
}

/** Looks at everything that the slots of `from`…`to` need. Takes as long as decoding their sounds does. */
export async function gather(
  { ports, clock, timeZone, stateFolder }: GatherParts,
  { from, to }: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<PreflightFacts> {
  const programmes = byId(await ports.programmes());
  const playlists = byId(await ports.playlists());
  const slots = (await ports.slots(from, to))
    .filter(({ state, override }) => state === 'planned' && !override?.skipped)
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt));

  const heard = slots.filter((slot) => wantedIn(slot).length > 0);
  const upstreams = await listenToUpstreams(heard, programmes, ports);
  const airs = new Set(heard.map(({ programmeId }) => programmeId));
  const chimes = new Map<string, string[]>();
  for (const [id, programme] of programmes) if (airs.has(id)) chimes.set(id, await ports.chimes(programme));
  const ids = [...new Set(heard.flatMap((slot) => recordingsIn(slot, { programmes, playlists, chimes, upstreams })))];
  const known = await ports.recordings(ids);
  const recordings = ids.flatMap((id) => known.get(id) ?? []);
  const sounds = await listen(recordings, { ports, clock, signal });

  // What may change by itself meanwhile is asked last.
  return {
    todayFrom: toInstant({ date: toLocal(from, timeZone).date, time: '00:00' }, timeZone),
    clockTrusted: ports.clockTrusted(),
    freeBytes: await freeBytesOf(stateFolder),
    ffmpegPresent: ports.media.present(),
    slots,
    programmes,
    playlists,
    chimes,
    sounds,
    upstreams,
    zones: byId(await ports.zones()),
    relays: byId(await ports.relays()),
    quiet: ports.quiet,
  };
}

/** One station after the other; what is gone is left out. */
async function listenToUpstreams(
  slots: readonly Slot[],
  programmes: PreflightFacts['programmes'],
  { listenToUpstream }: Pick<PreflightPorts, 'listenToUpstream'>,
): Promise<PreflightFacts['upstreams']> {
  const contents = slots.map((slot) => contentOf(slot, programmes));
  const ids = new Set(contents.flatMap((content) => (content?.kind === 'rebroadcast' ? [content.upstreamId] : [])));
  const checks = new Map<string, UpstreamCheck>();
  for (const id of ids) {
    try {
      checks.set(id, await listenToUpstream(id));
    } catch (error) {
      if (codeOf(error) !== 'upstream.not-found') throw error;
    }
  }
  return checks;
}

function byId<T extends { readonly id: string }>(things: readonly T[]): Map<string, T> {
  return new Map(things.map((thing) => [thing.id, thing]));
}
