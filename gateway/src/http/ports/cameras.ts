import type { Readable } from 'node:stream';
import type {
  Broadcast,
  Camera,
  CameraChange,
  CameraEvent,
  CameraEventChange,
  CameraEventQuery,
  CameraEventSettings,
  CameraEventSettingsState,
  CameraGap,
  CameraGapQuery,
  CameraInput,
  CameraMove,
  CameraPreset,
  CameraSnapshotInput,
  CameraTest,
  CameraTestResult,
  CameraWarning,
  CameraWarningAnswer,
  DailyStills,
  FoundCamera,
  PageOf,
} from '../../contract/index.ts';
import type { CameraStill, LiveViewer } from '../../cameras/ports.ts';
import type { Actor } from './people.ts';

/** What cameras see. */
export interface CamerasServices {
  readonly cameras: {
    list(): Promise<Camera[]>;
    get(id: string): Promise<Camera>;
    /** It need not answer yet. Rejects with `camera.host-not-plain`, `camera.address-forbidden`, `camera.address-taken` … */
    create(input: CameraInput): Promise<Camera>;
    /** At another address the password has to be given again: `camera.password-needed`. */
    change(id: string, change: CameraChange): Promise<Camera>;
    remove(id: string): Promise<void>;
    /** Looks for cameras on every network, for some seconds. */
    search(): Promise<FoundCamera[]>;
    /** What is wrong is in the answer. */
    test(test: CameraTest): Promise<CameraTestResult>;
    /** Asks now, also with a login that was refused. */
    check(id: string): Promise<Camera>;
    /** Gives it the gateway's time. */
    setClock(id: string): Promise<Camera>;
    move(id: string, move: CameraMove): Promise<void>;
    presets(id: string): Promise<CameraPreset[]>;
    goTo(id: string, preset: string): Promise<void>;
    /** Rejects with `camera.no-picture`. */
    still(id: string): Promise<CameraStill>;
    /** Rejects when there is no such camera. */
    admit(id: string): void;
    /** Returns the way to look away. */
    look(id: string, stream: 'sub' | 'main', viewer: LiveViewer): () => void;
  };
  /** What cameras noticed. */
  readonly cameraEvents: {
    list(query: CameraEventQuery): Promise<PageOf<CameraEvent>>;
    get(id: string): Promise<CameraEvent>;
    /** Rejects with `camera-event.too-much-kept`. */
    change(id: string, change: CameraEventChange, actor: Actor): Promise<CameraEvent>;
    remove(id: string): Promise<void>;
    /** Keeps what a camera sees now; rejects with `camera.no-picture` or `camera-event.old-picture`. */
    snapshot(input: CameraSnapshotInput, actor: Actor): Promise<CameraEvent>;
    /** The file of its picture, JPEG; rejects with `camera-still.not-found`. */
    still(id: string): Promise<string>;
    /** The file of its film, MP4; rejects with `camera-clip.not-found`. */
    clip(id: string): Promise<string>;
    gaps(query: CameraGapQuery): Promise<CameraGap[]>;
    settings(): Promise<CameraEventSettingsState>;
    changeSettings(settings: CameraEventSettings): Promise<CameraEventSettingsState>;
  };
  readonly cameraWarnings: {
    list(): CameraWarning[];
    /** Rejects with `camera-warning.over`, or as a broadcast does. */
    air(id: string, answer: CameraWarningAnswer, actor: Actor): Promise<Broadcast>;
    dismiss(id: string): void;
  };
  readonly dailyStills: {
    list(cameraId: string): Promise<DailyStills>;
    /** JPEG of a day, or `installed`. */
    open(cameraId: string, name: string): Promise<Readable>;
    install(cameraId: string, date: string): Promise<void>;
  };
}
