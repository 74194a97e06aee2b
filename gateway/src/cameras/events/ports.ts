import type { Broadcast, BroadcastInput, Camera, Recording } from '../../contract/index.ts';
import type { CameraTape } from '../ports.ts';

/** Who acts. */
export interface Actor {
  readonly name: string;
}

/** What the events of cameras need from the outside world; `app.ts` joins them. */
export interface CameraEventPorts {
  /** undefined: there is none of that id, or no more. */
  readonly camera: (id: string) => Promise<Pick<Camera, 'name' | 'zoneIds' | 'maintenance'> | undefined>;
  readonly cameraIds: () => Promise<readonly string[]>;
  readonly tape: CameraTape;
  /** The newest picture; rejects with `camera.no-picture`. */
  readonly still: (cameraId: string) => Promise<{ readonly jpeg: Buffer; readonly takenAt: number }>;
  readonly settings: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void> };
  /** Of the disk that the folder is on. */
  readonly freeBytes: () => Promise<number>;
  readonly clockTrusted: () => boolean;
  /** Rejects with `recording.not-found`. */
  readonly recording: (id: string) => Promise<Recording>;
  readonly broadcasts: {
    list(): Promise<readonly Broadcast[]>;
    startedBefore(id: string): Promise<Broadcast | null>;
    start(input: BroadcastInput, actor: Actor): Promise<Broadcast>;
  };
}
