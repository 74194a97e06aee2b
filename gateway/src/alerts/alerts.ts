import { join } from 'node:path';
import { createAlertService, type AlertParts } from './alert-service.ts';
import { createAlertStore } from './alert-store.ts';
import { createAvailability } from './availability/availability.ts';
import { createTurnStore } from './availability/turn-store.ts';
import { createDailyStills, type DailyStillParts } from './daily-stills/daily-stills.ts';
import { createMqttBoard, type MqttBoardParts } from './delivery/mqtt-board.ts';
import { createPost } from './delivery/post.ts';
import { createPostStore } from './delivery/post-store.ts';
import { createWallSound } from './delivery/wall-sound.ts';
import { createWebhook, type WebhookParts } from './delivery/webhook.ts';
import { createShiftLog } from './shift/shift-log.ts';
import { createShiftStore } from './shift/shift-store.ts';
import type { AddressRule } from '../core/addresses.ts';

export interface AlertsParts
  extends
    Pick<AlertParts, 'village' | 'storage' | 'clock' | 'log' | 'changes' | 'cameras'>,
    Pick<WebhookParts, 'settings' | 'box'>,
    Pick<MqttBoardParts, 'link' | 'villageTopic'>,
    Pick<DailyStillParts, 'still'> {
  readonly stateFolder: string;
  readonly timeZone: string;
  readonly clockTrusted: () => boolean;
  /** Where a receiver of alerts may be. */
  readonly mayReach: AddressRule;
}

/** Alerts of cameras: raised, told to whoever wants to know, looked after in shifts, and summed up by the month. */
export function createAlerts(parts: AlertsParts) {
  const { village, storage, settings, clock, log, changes, cameras, timeZone, clockTrusted, link, villageTopic } =
    parts;
  const store = createAlertStore(storage);
  const webhook = createWebhook({
    village,
    settings,
    box: parts.box,
    posts: createPostStore(storage),
    send: createPost({ clock, mayReach: parts.mayReach }),
    clock,
    log,
  });
  const wallSound = createWallSound({ settings, changes });
  const alerts = createAlertService({
    village,
    storage,
    store,
    clock,
    log,
    changes,
    cameras,
    delivery: {
      keep: webhook.keep,
      send(message) {
        webhook.wake();
        board.tell(message);
      },
    },
  });
  const board = createMqttBoard({ link, villageTopic, changes, open: alerts.open, log });
  const shift = createShiftLog({
    store: createShiftStore(storage),
    clock,
    changes,
    open: alerts.open,
    raisedSince: store.since,
  });
  const availability = createAvailability({
    ...{ store: createTurnStore(storage), clock, log, changes, cameras, timeZone, clockTrusted },
  });
  const dailyStills = createDailyStills({
    folder: join(parts.stateFolder, 'daily-stills'),
    still: parts.still,
    cameras,
    clock,
    log,
    changes,
    timeZone,
  });

  return {
    shift: shift.now,
    commands: {
      alerts: alerts.commands,
      alertDelivery: {
        webhook: webhook.commands,
        wallSound: { get: wallSound.get, change: wallSound.change },
      },
      shifts: shift.commands,
      cameraMonths: availability.commands,
      dailyStills: dailyStills.commands,
    },

    async start(): Promise<void> {
      await webhook.start();
      await wallSound.start();
      await shift.start();
      await availability.start();
      await alerts.start();
      await dailyStills.start();
      board.start();
    },

    /** Posts what waits, for as long as the gateway runs. */
    run: webhook.run,

    async stop(): Promise<void> {
      board.stop();
      dailyStills.stop();
      await alerts.stop();
      await availability.stop();
    },
  };
}
