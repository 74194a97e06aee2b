import type { ChangeEvents, ChimeDefaults, Chimes, ChimeState, ProgrammeKind, Reason } from '../contract/index.ts';
import { chimesAround, chosenChimes, firstDefaults, type ChosenChime } from '../core/air/chimes.ts';
import type { Changes } from '../core/changes.ts';
import { AppError, notFound, reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { Cue } from '../library/ports.ts';
import type { SettingsStore } from '../village/settings-store.ts';
import type { ChimePorts } from './ports.ts';

export interface ChimesParts {
  readonly settings: SettingsStore;
  readonly changes: Changes<ChangeEvents>;
  readonly log: Logger;
  readonly ports: ChimePorts;
}

const settingsKey = 'chimes.defaults';

/** What announces a broadcast and says that it is over: the village's usual ones, and what becomes of a choice. */
export function createChimes({ settings, changes, log, ports: { recordings, shipped } }: ChimesParts) {
  let defaults: ChimeDefaults | null = null;

  async function state(): Promise<ChimeState> {
    if (!defaults) {
      const kept = await settings.get(settingsKey);
      defaults = kept === null ? firstDefaults : (JSON.parse(kept) as ChimeDefaults);
    }
    const [opening = null, closing = null] = await shipped();
    return { defaults, shipped: { opening, closing } };
  }

  /** A chime that is spoiled keeps nothing from sounding; the shipped one, which nobody asked for by name, is left out. */
  async function cueOne(chime: ChosenChime): Promise<Cue | { title: string; problem: Reason } | null> {
    if (!chime) return null;
    try {
      return await recordings.cue(chime.recordingId);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (chime.shipped) return null;
      const known = (await recordings.find([chime.recordingId])).get(chime.recordingId);
      return { title: known?.title ?? '', problem: reasonOf(error) };
    }
  }

  return {
    state,

    async change(wanted: ChimeDefaults): Promise<ChimeState> {
      await refuseUnknown(...Object.values(wanted));
      await settings.set(settingsKey, JSON.stringify(wanted));
      defaults = wanted;
      const changed = await state();
      changes.emit('chimes.changed', changed);
      return changed;
    },

    /** Throws `recording.not-found` for a chime that is not in the library. */
    refuseUnknown,

    /** What a choice comes to now around a content of these recordings, in ms; what cannot be heard has no length. */
    async lengths(
      chimes: Chimes,
      kind: ProgrammeKind,
      recordingIds: readonly (string | null)[],
    ): Promise<{ openingMs: number; closingMs: number }> {
      const { opening, closing } = chimesAround(recordingIds, chosenChimes(chimes, kind, await state()));
      const known = await recordings.durations([opening, closing].flatMap((id) => id ?? []));
      const lengthOf = (id: string | null) => known.get(id ?? '') ?? 0;
      return { openingMs: lengthOf(opening), closingMs: lengthOf(closing) };
    },

    async cue(chimes: Chimes, kind: ProgrammeKind) {
      const { opening, closing } = chosenChimes(chimes, kind, await state());
      return { opening: await cueOne(opening), closing: await cueOne(closing) };
    },

    /** The recordings that somebody chose and that would be heard. */
    async recordingsOf(chimes: Chimes, kind: ProgrammeKind): Promise<string[]> {
      const { opening, closing } = chosenChimes(chimes, kind, await state());
      return [opening, closing].flatMap((chime) => (chime && !chime.shipped ? [chime.recordingId] : []));
    },

    /** Whether broadcasts begin or end with a recording by default, so that it is not thrown away. */
    async usedBy(recordingId: string): Promise<{ kind: 'chimes'; title: string }[]> {
      const { defaults: usual } = await state();
      const used = Object.values(usual).some((chimes) => chooses(chimes, recordingId));
      return used ? [{ kind: 'chimes', title: 'chimes' }] : [];
    },

    /** The folder has other chimes than before: the panels hear of it. */
    sayShipped(): void {
      state().then(
        (now) => changes.emit('chimes.changed', now),
        (error: unknown) => log.warn({ err: error }, 'change of the shipped chimes not announced'),
      );
    },
  };

  async function refuseUnknown(...all: readonly Chimes[]): Promise<void> {
    const ids = all.flatMap(({ opening, closing }) => [opening, closing]).flatMap((choice) => idOf(choice) ?? []);
    const known = await recordings.find(ids);
    for (const id of ids) if (!known.has(id)) throw notFound('recording', id);
  }
}

export type ChimeService = ReturnType<typeof createChimes>;

/** True when a recording was chosen by name in it. */
function chooses({ opening, closing }: Chimes, recordingId: string): boolean {
  return [opening, closing].some((choice) => idOf(choice) === recordingId);
}

function idOf(choice: Chimes['opening']): string | null {
  return typeof choice === 'string' ? null : choice.recordingId;
}
