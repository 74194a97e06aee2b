import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createAlerts } from '../../../gateway/src/alerts/alerts.ts';
import type { Alert, Camera, ChangeEvents } from '../../../gateway/src/contract/index.ts';
import type { AddressRule } from '../../../gateway/src/core/addresses.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { openSecretBox } from '../../../gateway/src/core/secret-box.ts';
import type { Storage } from '../../../gateway/src/storage/storage.ts';
import { createSettingsStore } from '../../../gateway/src/village/settings-store.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryStorage } from '../../support/storage.ts';
import { tempFolder } from '../../support/temp-folder.ts';

export function camera(id: string, change: Partial<Camera> = {}): Camera {
  return {
    id,
    name: `Camera ${id}`,
    host: '192.168.1.64',
    port: 80,
    path: null,
    username: 'admin',
    monitorProfile: null,
    viewProfile: null,
    place: null,
    zoneIds: [],
    cabinet: null,
    maintenance: false,
    hasPassword: true,
    facts: null,
    profiles: [],
    turns: false,
    status: 'online',
    cause: null,
    live: true,
    since: '2026-11-26T01:00:00.000Z',
    pictureAt: null,
    stream: null,
    driftMs: null,
    events: 'heard',
    warnings: [],
    ...change,
  };
}

interface Ground {
  readonly storage: Storage;
  readonly folder: string;
}

/** Everything that looks after alerts, on a real database, beside cameras that are invented. */
export async function openAlerts(
  cameras: readonly Camera[],
  { ground, mayReach = () => true, start }: { ground?: Ground; mayReach?: AddressRule; start?: number } = {},
) {
  const storage = ground?.storage ?? (await temporaryStorage());
  const folder = ground?.folder ?? (await tempFolder());
  const clock = createFakeClock(start ?? '2026-11-26T01:00:00.000Z', () =>
    'settled' in storage ? (storage as { settled(): Promise<void> }).settled() : Promise.resolve(),
  );
  const changes = createChanges<ChangeEvents>();
  const now = new Map(cameras.map((one) => [one.id, one]));
  const said: { topic: string; payload: string; retain: boolean }[] = [];
  const told: Alert[] = [];
  const stopping = new AbortController();
  const alerts = createAlerts({
    village: { id: 'ngot', name: () => 'Thôn Ngọt' },
    storage,
    settings: createSettingsStore(storage),
    box: await openSecretBox(join(folder, 'secrets.key')),
    link: {
      publish: async (topic, payload, { retain = false } = {}) => void said.push({ topic, payload, retain }),
      onConnection(listener) {
        listener(true);
        return () => undefined;
      },
    },
    villageTopic: 'loa-thon/ngot',
    clock,
    log: quietLog,
    changes,
    timeZone: 'Asia/Ho_Chi_Minh',
    clockTrusted: () => true,
    mayReach,
    cameras: async () => [...now.values()],
    stateFolder: folder,
    async still(id) {
      if (!now.get(id)?.live) throw new AppError('camera.no-picture', 404, 'There is none.');
      return { jpeg: Buffer.from(`${id} ${new Date(clock.now()).toISOString()}`), takenAt: clock.now() };
    },
  });
  changes.on('alert.changed', (alert) => told.push(alert));
  await alerts.start();
  const running = alerts.run(stopping.signal).catch(() => undefined);
  let stopped = false;

  const village = {
    ...alerts.commands,
    clock,
    changes,
    said,
    told,
    ground: { storage, folder },
    open: () => alerts.commands.alerts.open(),
    tell(id: string, change: Partial<Camera>) {
      const changed = { ...(now.get(id) ?? camera(id)), ...change };
      now.set(id, changed);
      changes.emit('camera.changed', changed);
    },
    /** It is certain after a quarter of a minute. */
    lose(id: string) {
      const since = new Date(clock.now() - 15_000).toISOString();
      village.tell(id, { status: 'offline', cause: 'timed-out', live: false, since });
    },
    forget(id: string) {
      now.delete(id);
      changes.emit('camera.removed', { id });
    },
    mend: (id: string) => village.tell(id, { status: 'online', cause: null, live: true }),
    pass: (seconds: number) => clock.advance(seconds * 1_000),
    /** As asked to; `storage` stays. */
    async stop() {
      if (stopped) return;
      stopped = true;
      stopping.abort(new Error('the test is over'));
      await running;
      await alerts.stop();
    },
    /** As by a power cut. */
    async cut() {
      stopped = true;
      stopping.abort(new Error('the power is gone'));
      await running;
    },
  };
  onTestFinished(() => village.stop());
  return village;
}

export interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A receiver of alerts on this machine, which answers as it is told. */
export async function openReceiver() {
  const received: Received[] = [];
  const answer = { status: 204, location: '' };
  const server = createServer((request, reply) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => (body += text));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      reply.writeHead(answer.status, answer.location === '' ? {} : { location: answer.location }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`, received, answer };
}
