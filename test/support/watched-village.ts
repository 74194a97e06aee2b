import type { Alert, Camera, CameraInput, PageOf } from '../../gateway/src/contract/index.ts';
import type { SimulatedCamera } from '../../gateway/src/simulator/cameras/simulated-camera.ts';
import { setUpVillage, type Api } from './api.ts';
import { startGateway, until, type AtTheEnd, type GatewayProcess } from './gateway-process.ts';
import { quietPlace } from './village-on-the-wire.ts';

/** How a camera stood from when on, as the panel was told. */
export interface Standing {
  readonly at: number;
  readonly status: Camera['status'];
  readonly cause: Camera['cause'];
}

/** The real gateway, which lets cameras be at 127.0.0.x, and what it says of them from the first moment on. */
export interface WatchedVillage {
  readonly gateway: GatewayProcess;
  readonly api: Api;
  /** Registers it as a technician does. */
  add(camera: SimulatedCamera, more: Partial<CameraInput> & { name: string }): Promise<Camera>;
  /** Everything that was said of a camera, in order. */
  standings(id: string): readonly Standing[];
  /** As it was said last. */
  now(id: string): Camera;
  /** Every alert that was ever open, and when it was first seen. */
  readonly alerts: ReadonlyMap<string, { readonly alert: Alert; readonly at: number }>;
  /** Waits until what is said of a camera is so; resolves with when it became so, epoch ms. */
  shown(id: string, what: string, fits: (camera: Camera) => boolean, withinMs: number): Promise<number>;
}

const lookMs = 250;

export async function startWatchedVillage(atTheEnd: AtTheEnd, folder?: string): Promise<WatchedVillage> {
  const gateway = await startGateway(await quietPlace(folder), {}, atTheEnd, 'gateway/dist/demo-gateway.js');
  const api = await setUpVillage(gateway.url, gateway.setUpCode);
  const diary = new Map<string, Standing[]>();
  const latest = new Map<string, Camera>();
  const alerts = new Map<string, { alert: Alert; at: number }>();
  const over = new AbortController();

  async function look(): Promise<void> {
    const { items } = await api.get<PageOf<Camera>>('/api/cameras');
    const open = await api.get<PageOf<Alert>>('/api/alerts');
    const at = Date.now();
    for (const camera of items) {
      const { id, status, cause } = camera;
      const said = diary.get(id) ?? [];
      diary.set(id, said);
      latest.set(id, camera);
      const last = said.at(-1);
      if (last?.status !== status || last.cause !== cause) said.push({ at, status, cause });
    }
    for (const alert of open.items) alerts.set(alert.id, { alert, at: alerts.get(alert.id)?.at ?? at });
  }

  const looking = (async () => {
    while (!over.signal.aborted) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  })();
  // The gateway may be gone before the last look.
  looking.catch(() => undefined);
  atTheEnd(async () => {
    over.abort();
    await looking.catch(() => undefined);
  });

  function now(id: string): Camera {
    const camera = latest.get(id);
    if (!camera) throw new Error(`nothing was said of ${id} yet`);
    return camera;
  }

  return {
    ...{ gateway, api, alerts, now },
    async add({ host, port, username, password }, more) {
      const camera = await api.post<Camera>('/api/cameras', { host, port, username, password, ...more });
      await until(`${more.name} is listed`, () => latest.has(camera.id));
      return camera;
    },
    standings: (id) => diary.get(id) ?? [],
    async shown(id, what, fits, withinMs) {
      await until(`${id}: ${what}`, () => fits(now(id)), withinMs).catch((error: unknown) => {
        throw new Error(`${id}: not ${what}, but ${JSON.stringify(diary.get(id))}`, { cause: error });
      });
      return Date.now();
    },
  };
}
