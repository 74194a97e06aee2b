import type { ChangeEvents, Overlay, OverlayInput } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { notFound } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { toLocal } from '../core/village-time.ts';
import type { Storage } from '../storage/storage.ts';
import { checkDays, isOver } from './overlay-rules.ts';
import { createOverlayStore } from './overlay-store.ts';
import type { Actor } from './ports.ts';

export interface OverlaysParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly changes: Changes<ChangeEvents>;
  readonly timeZone: string;
  readonly zoneExists: (id: string) => boolean;
  /** Other slots than before may be silent now. */
  readonly onChange: () => void;
}

/** The village's periods with a name: a funeral, exams, Tết, work on the lines. */
export function createOverlays({ storage, clock, changes, timeZone, zoneExists, onChange }: OverlaysParts) {
  const store = createOverlayStore(storage);
  /** Every overlay as in the database: gates ask at any moment and cannot wait for a query. */
  let known = new Map<string, Overlay>();

  const today = () => toLocal(clock.now(), timeZone).date;

  /**
   * Compared with today when asked, not forgotten when over: after a boot with the clock far ahead they are there again
   * as soon as it is set right.
   */
  function current(): Overlay[] {
    const date = today();
    return [...known.values()].filter((overlay) => !isOver(overlay, date)).sort(byDays);
  }

  function find(id: string): Overlay {
    const found = current().find((overlay) => overlay.id === id);
    if (!found) throw notFound('overlay', id);
    return found;
  }

  async function save(overlay: Overlay): Promise<Overlay> {
    checkDays(overlay, today());
    const missing = overlay.zoneIds?.find((id) => !zoneExists(id));
    if (missing !== undefined) throw notFound('zone', missing);
    await store.put(overlay);
    known.set(overlay.id, overlay);
    changes.emit('overlay.changed', overlay);
    onChange();
    return overlay;
  }

  return {
    /** Those that are not over, by their days. */
    current,
    list: () => Promise.resolve(current()),

    create: (input: OverlayInput, actor: Pick<Actor, 'name'>): Promise<Overlay> =>
      save({ ...input, id: newId(), by: actor.name }),

    /** `by` is who changed it last: that person answers for what is silent. */
    change: async (id: string, input: OverlayInput, actor: Pick<Actor, 'name'>): Promise<Overlay> =>
      save({ ...input, id: find(id).id, by: actor.name }),

    async remove(id: string): Promise<void> {
      find(id);
      await store.remove(id);
      known.delete(id);
      changes.emit('overlay.removed', { id });
      onChange();
    },

    async start(): Promise<void> {
      known = new Map((await store.all()).map((overlay) => [overlay.id, overlay]));
    },
  };
}

export type Overlays = ReturnType<typeof createOverlays>;

function byDays(a: Overlay, b: Overlay): number {
  return a.from.localeCompare(b.from) || a.to.localeCompare(b.to) || a.id.localeCompare(b.id);
}
