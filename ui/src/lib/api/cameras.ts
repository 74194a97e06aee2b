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
  CameraInput,
  CameraMove,
  CameraPreset,
  CameraSnapshotInput,
  CameraTest,
  CameraTestResult,
  CameraWarningAnswer,
  DailyStills,
  FoundCamera,
  PageOf,
} from '#contract';
import type { Line } from './line.ts';

/** What cameras see. */
export const camerasApi = ({ askStill, at, change, create, items, remove, send }: Line) => ({
  cameras: {
    create: create<CameraInput, Camera>('cameras'),
    change: change<CameraChange, Camera>('PATCH', 'cameras'),
    remove: remove('cameras'),
    /** Looks for cameras on every network of the gateway, for some seconds. */
    search: () => send<PageOf<FoundCamera>>('POST', 'cameras/search').then(({ items }) => items),
    /** Asks a camera that need not be registered; what is wrong is in the answer. */
    test: create<CameraTest, CameraTestResult>('cameras/test'),
    /** Asks it now, also with a login that was refused before. */
    check: (id: string) => send<Camera>('POST', `${at('cameras', id)}/check`),
    /** Gives it the gateway's time. */
    setClock: (id: string) => send<Camera>('POST', `${at('cameras', id)}/clock`),
    /** All 0: stop. */
    move: (id: string, move: CameraMove) => send<unknown>('POST', `${at('cameras', id)}/move`, move),
    presets: (id: string) => items<CameraPreset>(`${at('cameras', id)}/presets`),
    goTo: (id: string, token: string) => send<unknown>('POST', `${at('cameras', id)}/presets`, { token }),
    /** What it sees, as a JPEG. */
    still: (id: string) => askStill(`${at('cameras', id)}/still`),
    /** A WebSocket; see CameraLiveMessage. */
    livePath: (id: string, stream: 'sub' | 'main') => `/api/${at('cameras', id)}/live/${stream}`,
  },
  cameraEvents: {
    list: ({ from, to, limit, cursor }: Pick<CameraEventQuery, 'from' | 'to' | 'limit' | 'cursor'>) => {
      const asked = Object.entries({ from, to, limit, cursor }).filter(([, value]) => value !== undefined);
      const query = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
      return send<PageOf<CameraEvent>>('GET', `camera-events?${query}`);
    },
    get: (id: string) => send<CameraEvent>('GET', at('camera-events', id)),
    change: change<CameraEventChange, CameraEvent>('PATCH', 'camera-events'),
    remove: remove('camera-events'),
    /** Keeps what a camera sees now. */
    snapshot: create<CameraSnapshotInput, CameraEvent>('camera-events'),
    stillUrl: (id: string) => `/api/${at('camera-events', id)}/still`,
    clipUrl: (id: string) => `/api/${at('camera-events', id)}/clip`,
    /** When nobody heard what cameras noticed; instants, at most 62 days. */
    gaps: (from: string, to: string) => items<CameraGap>(`camera-gaps?${new URLSearchParams({ from, to })}`),
    settings: () => send<CameraEventSettingsState>('GET', 'camera-event-settings'),
    changeSettings: (settings: CameraEventSettings) =>
      send<CameraEventSettingsState>('PUT', 'camera-event-settings', settings),
  },
  cameraWarnings: {
    air: (id: string, answer: CameraWarningAnswer) =>
      send<Broadcast>('POST', `${at('camera-warnings', id)}/air`, answer),
    dismiss: remove('camera-warnings'),
  },
  dailyStills: {
    list: (cameraId: string) => send<DailyStills>('GET', `${at('cameras', cameraId)}/daily-stills`),
    /** JPEG of a day, or `installed`. `version`: what makes the browser ask anew. */
    url: (cameraId: string, name: string, version: string) =>
      `/api/${at('cameras', cameraId)}/daily-stills/${name}?v=${encodeURIComponent(version)}`,
    install: (cameraId: string, date: string) =>
      send<DailyStills>('PUT', `${at('cameras', cameraId)}/daily-stills/installed`, { date }),
  },
});
