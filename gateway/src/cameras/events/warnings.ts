import type { Broadcast, CameraEvent, CameraWarning, CameraWarningAnswer, ChangeEvents } from '../../contract/index.ts';
import type { Changes } from '../../core/changes.ts';
import type { Clock } from '../../core/clock/clock.ts';
import { AppError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { EventSettings } from './event-settings.ts';
import type { Actor, CameraEventPorts } from './ports.ts';
import { proposes, waitsMs } from './warning-rules.ts';

export interface WarningsParts {
  readonly settings: EventSettings;
  readonly broadcasts: CameraEventPorts['broadcasts'];
  /** A person aired it. */
  readonly onAired: (eventId: string, warning: NonNullable<CameraEvent['warning']>) => Promise<void>;
  readonly timeZone: string;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
}

/** What motion at night proposes to say. Nothing sounds of itself: it waits a minute for a person, and is gone. */
export function createWarnings({ settings, broadcasts, onAired, timeZone, changes, clock }: WarningsParts) {
  const open = new Map<string, { warning: CameraWarning; until: number }>();
  const lastAt = new Map<string, number>();

  function close(id: string): void {
    if (open.delete(id)) changes.emit('camera-warning.removed', { id });
  }

  function hold(warning: CameraWarning): void {
    const expiresAt = new Date(clock.now() + waitsMs).toISOString();
    const held = { ...warning, expiresAt };
    open.set(warning.id, { warning: held, until: clock.monotonic() + waitsMs });
    changes.emit('camera-warning.changed', held);
  }

  function find(id: string): CameraWarning {
    const held = open.get(id);
    if (held) return held.warning;
    throw new AppError('camera-warning.over', 409, 'This proposal was answered already, or waited too long.');
  }

  return {
    /** An event has begun. */
    consider(event: CameraEvent, zoneIds: readonly string[]): void {
      const { warning: rule } = settings.now();
      const { id: eventId, cameraId, cameraName, kind, startedAt } = event;
      const at = Date.parse(startedAt);
      const occasion = {
        ...{ kind, cameraId, zoneIds, at, duringBroadcast: event.duringBroadcast !== null },
        lastAt: lastAt.get(cameraId) ?? null,
      };
      if (rule.recordingId === null || !proposes(rule, occasion, timeZone)) return;
      lastAt.set(cameraId, at);
      const { recordingId } = rule;
      hold({
        id: newId(),
        eventId,
        cameraId,
        cameraName,
        at: startedAt,
        zoneIds: [...zoneIds],
        recordingId,
        expiresAt: '',
      });
    },

    /** Asked each second: what waited too long is gone. */
    look(): void {
      for (const [id, { until }] of open) if (clock.monotonic() >= until) close(id);
    },

    list: (): CameraWarning[] => [...open.values()].map(({ warning }) => warning),

    commands: {
      /** Airs it as any broadcast, by that person. Repeated with the same broadcast id it acts once. */
      async air(id: string, answer: CameraWarningAnswer, actor: Actor): Promise<Broadcast> {
        const known = await broadcasts.startedBefore(answer.id);
        if (known) return known;
        const warning = find(id);
        const { recordingId, zoneIds } = warning;
        const content = { kind: 'recording', recordingId } as const;
        // It is meant for whoever is there now: no chime before it.
        const chimes = { opening: 'none', closing: 'none' } as const;
        let broadcast: Broadcast;
        try {
          broadcast = await broadcasts.start({ ...answer, content, zoneIds, chimes }, actor);
        } catch (error) {
          // Somebody is there, and mends what it was refused for (a reason, in quiet hours).
          if (open.has(id)) hold(warning);
          throw error;
        }
        close(id);
        const at = new Date(clock.now()).toISOString();
        await onAired(warning.eventId, { by: actor.name, at, broadcastId: broadcast.id });
        return broadcast;
      },

      dismiss(id: string): void {
        find(id);
        close(id);
      },
    },
  };
}

export type Warnings = ReturnType<typeof createWarnings>;
