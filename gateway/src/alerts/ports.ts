import type { AlertMessage, Camera } from '../contract/index.ts';
import type { Sql } from '../storage/storage.ts';

/** What alerts need from the cameras. */
export type CamerasNow = () => Promise<readonly Camera[]>;

/** The newest picture of a camera; epoch ms. Rejects with `camera.no-picture`. */
export type CameraStill = (cameraId: string) => Promise<{ readonly jpeg: Buffer; readonly takenAt: number }>;

/** Where news of alerts goes beside the panels. */
export interface AlertDelivery {
  /** In the transaction that keeps the alert, so that neither is without the other. */
  keep(tx: Sql, message: AlertMessage): Promise<void>;
  /** After it: what was kept may be sent. */
  send(message: AlertMessage): void;
}
