import type {
  AcknowledgeInput,
  Alert,
  AlertEvent,
  AlertMessage,
  Camera,
  ChangeEvents,
  PageOf,
  PageQuery,
  User,
} from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Logger } from '../core/log.ts';
import type { Storage } from '../storage/storage.ts';
import type { AlertStore } from './alert-store.ts';
import { judge } from './judge.ts';
import type { AlertDelivery, CamerasNow } from './ports.ts';
import { alertTiming, type AlertTiming } from './timing.ts';
import { look, type Watched } from './watch.ts';

export interface AlertParts {
  readonly village: { readonly id: string; readonly name: () => string };
  readonly storage: Storage;
  readonly store: AlertStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changes: Changes<ChangeEvents>;
  readonly cameras: CamerasNow;
  readonly delivery: AlertDelivery;
  readonly timing?: AlertTiming;
}

const lookMs = 1_000;

/** Calls somebody when cameras are in trouble, and says when it is over; what is open outlives the process. */
export function createAlertService(parts: AlertParts) {
  const { village, storage, store, clock, log, changes, cameras, delivery, timing = alertTiming } = parts;
  const watch = new Map<string, Watched>();
  /** Alert id → what is not on the disk yet, and the news of it that nobody was told. */
  const unsaved = new Map<string, { alert: Alert; messages: AlertMessage[] }>();
  const inTurn = createTurns();
  let open: Alert[] = [];
  let failing = false;
  let cancels: Cancel[] = [];

  function hear(camera: Camera): void {
    watch.set(camera.id, seen(watch.get(camera.id), camera));
    decide();
  }

  function seen(before: Watched | undefined, camera: Camera): Watched {
    const nowMs = clock.monotonic();
    return look(before, camera, nowMs, nowMs - Math.max(0, clock.now() - Date.parse(camera.since)));
  }

  function decide(): void {
    const quiet = open.length === 0 && [...watch.values()].every(({ badSinceMs }) => badSinceMs === null);
    if (quiet) return;
    const now = { ms: clock.monotonic(), at: clock.now() };
    const judged = judge(open, { watch, now, timing, newId });
    open = judged.open;
    for (const { event, alert } of judged.news) tell(alert, event);
  }

  /** The panels see it at once; the disk and whoever is told outside follow. */
  function tell(alert: Alert, event: AlertEvent | null): void {
    const messages = unsaved.get(alert.id)?.messages ?? [];
    unsaved.set(alert.id, { alert, messages: event ? [...messages, messageOf(event, alert)] : messages });
    changes.emit('alert.changed', alert);
    if (event) log.info({ alertId: alert.id, kind: alert.kind, cameras: namesOf(alert), event }, 'alert');
    void inTurn(save);
  }

  function messageOf(event: AlertEvent, alert: Alert): AlertMessage {
    const at = new Date(clock.now()).toISOString();
    return { id: newId(), at, village: { id: village.id, name: village.name() }, event, alert };
  }

  /** What the disk does not take now is tried again with the next look. Never rejects. */
  async function save(): Promise<void> {
    for (const [id, kept] of [...unsaved]) {
      try {
        await storage.transaction(async (tx) => {
          await store.save(tx, kept.alert);
          for (const message of kept.messages) await delivery.keep(tx, message);
        });
      } catch (error) {
        if (!failing) log.warn({ err: error }, 'alerts are not kept');
        failing = true;
        return;
      }
      failing = false;
      const now = unsaved.get(id);
      // What came meanwhile waits for its own turn.
      if (now === kept) unsaved.delete(id);
      else if (now) unsaved.set(id, { alert: now.alert, messages: now.messages.slice(kept.messages.length) });
      for (const message of kept.messages) delivery.send(message);
    }
  }

  /** Changes one that is open, by a person's hand. */
  function replace(id: string, change: (alert: Alert) => Alert, event: AlertEvent): Alert {
    const alert = open.find((one) => one.id === id);
    if (!alert) throw new AppError('alert.over', 409, 'This alert is over.');
    const changed = change(alert);
    open = open.map((one) => (one === alert ? changed : one));
    tell(changed, event);
    return changed;
  }

  async function known(id: string): Promise<void> {
    if (!open.some((alert) => alert.id === id) && !(await store.get(id))) throw notFound('alert', id);
  }

  return {
    open: (): readonly Alert[] => open,

    commands: {
      open: (): Alert[] => [...open],

      /** Those that are over, newest first. */
      history: (query: PageQuery): Promise<PageOf<Alert>> => store.list(query),

      async acknowledge(id: string, { note }: AcknowledgeInput, { name }: Pick<User, 'name'>): Promise<Alert> {
        await known(id);
        const at = new Date(clock.now()).toISOString();
        const acknowledged = { by: name, at, note: note.trim() };
        return replace(id, (alert) => ({ ...alert, acknowledged }), 'alert.acknowledged');
      },

      async unacknowledge(id: string): Promise<Alert> {
        await known(id);
        return replace(id, (alert) => ({ ...alert, acknowledged: null }), 'alert.unacknowledged');
      },
    },

    async start(): Promise<void> {
      open = await store.open();
      const troubled = new Map<string, Omit<Watched, 'camera'>>();
      const nowMs = clock.monotonic();
      for (const alert of open) {
        // Trouble that is older than this process is not new, and was not lost together with what is.
        const sinceMs = nowMs - Math.max(0, clock.now() - Date.parse(alert.since));
        const lostSinceMs = alert.kind === 'camera-offline' || alert.kind === 'cameras-together' ? sinceMs : null;
        for (const { id, backAt } of alert.cameras) {
          if (backAt === null) troubled.set(id, { badSinceMs: sinceMs, lostSinceMs, wellSinceMs: null });
        }
      }
      for (const camera of await cameras()) {
        const before = troubled.get(camera.id);
        watch.set(camera.id, seen(before && { camera, ...before }, camera));
      }
      cancels = [
        changes.on('camera.changed', hear),
        changes.on('camera.removed', ({ id }) => {
          watch.delete(id);
          decide();
        }),
        clock.every(lookMs, () => {
          decide();
          if (unsaved.size > 0) void inTurn(save);
        }),
      ];
      decide();
    },

    /** Resolves when everything is on the disk that it takes. */
    async stop(): Promise<void> {
      for (const cancel of cancels) cancel();
      await inTurn(save);
    },
  };
}

function namesOf({ cameras }: Alert): string[] {
  return cameras.map(({ name }) => name);
}
