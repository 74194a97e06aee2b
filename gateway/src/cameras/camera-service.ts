import { isIP } from 'node:net';
import type {
  Camera,
  CameraChange,
  CameraInput,
  CameraTest,
  CameraTestResult,
  ChangeEvents,
  FoundCamera,
} from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import { freshSlug } from '../core/ids.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Logger } from '../core/log.ts';
import type { SecretBox } from '../core/secret-box.ts';
import { within } from '../core/within.ts';
import type { Services } from '../http/ports.ts';
import type { Storage } from '../storage/storage.ts';
import { createCameraStore, unreadable, type CameraChoices, type CameraRow } from './camera-store.ts';
import type { OnvifCamera } from './onvif/camera.ts';
import { checkLogin } from './onvif/login.ts';
import type { CameraNotice } from './onvif/notices.ts';
import type { Onvif } from './onvif/onvif.ts';
import type { CameraVerdict } from './onvif/verdict.ts';
import type { CameraStreams, LiveViewer } from './ports.ts';
import { postTiming, type PostTiming } from './post.ts';
import { createPosts } from './posts.ts';
import { tryCamera } from './try-camera.ts';
import { createLocate, plainHost } from './whereabouts.ts';

export interface CamerasParts {
  readonly storage: Storage;
  readonly box: SecretBox;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onvif: Onvif;
  readonly streams: CameraStreams;
  readonly mayBe: (address: string) => boolean;
  readonly noticed?: (cameraId: string, notice: CameraNotice) => void;
  /** null: it is heard what it notices; else why nobody knows. */
  readonly silent?: (cameraId: string, why: CameraVerdict | null) => void;
  readonly timing?: Partial<PostTiming>;
  /** Of a search. */
  readonly searchMs?: number;
}

export type Cameras = ReturnType<typeof createCameras>;
type Commands = Services['cameras'];

/** They are addresses already, of the API or of the panel. */
const reservedIds = ['search', 'test', 'wall', 'events', 'add', 'map', 'alerts', 'shift', 'months'];
const mostCameras = 64;
const testMs = 25_000;
const commandMs = 12_000;
const usualPort = 80;
/** What a post reaches its camera by: when it changes, everything is begun anew. */
const reachedBy = ['host', 'port', 'path', 'username', 'monitorProfile', 'viewProfile'] as const;

/** The cameras of the village, and what people do with them. */
export function createCameras(parts: CamerasParts) {
  const { storage, box, changes, clock, log, onvif, streams, mayBe } = parts;
  const timing = { ...postTiming, ...parts.timing };
  const store = createCameraStore(storage, box);
  const locate = createLocate({ clock, mayBe });
  const posts = createPosts({
    ...{ store, changes, log, clock, onvif, streams, locate, timing },
    noticed: (cameraId, notice) => parts.noticed?.(cameraId, notice),
    silent: (cameraId, why) => parts.silent?.(cameraId, why),
  });
  const { find, stopping } = posts;
  const inTurn = createTurns();
  let cancels: (() => void)[] = [];

  /** Refuses what can be known to be wrong before anybody is asked. */
  async function checked(choices: CameraChoices, password: CameraRow['password']): Promise<CameraChoices> {
    const { id, username } = choices;
    const host = plainHost(choices.host);
    if (username !== null && password !== unreadable) checkLogin({ username, password: password ?? '' });
    // A name that nobody knows yet may be known when the camera is plugged in; an address that is none never will.
    await locate(host, stopping).catch((error: unknown) => {
      if (isIP(host) !== 0 || !(error instanceof AppError) || error.code !== 'camera.host-unknown') throw error;
    });
    const same = posts.all().find(({ row }) => row.id !== id && row.host === host && row.port === choices.port);
    if (same) {
      const { name } = same.row;
      const message = `${host}:${choices.port} is registered already, as ${name}.`;
      throw new AppError('camera.address-taken', 409, message, { params: { name } });
    }
    return { ...choices, host, name: choices.name.trim(), cabinet: choices.cabinet?.trim() ?? null };
  }

  async function create(input: CameraInput): Promise<Camera> {
    if (posts.ids().length >= mostCameras) {
      throw new AppError('camera.too-many', 422, `A gateway watches at most ${mostCameras} cameras.`, {
        params: { most: mostCameras },
      });
    }
    const { password: typed, ...given } = input;
    const password = (given.username ?? null) === null ? null : (typed ?? '');
    const id = freshSlug(input.name, [...posts.ids(), ...reservedIds], 'camera');
    const choices = await checked({ ...unchosen, ...given, id }, password);
    await store.put(choices, password);
    const post = posts.add({ ...choices, password, learnt: null, stood: null });
    changes.emit('camera.changed', post.view());
    return post.view();
  }

  async function change(id: string, { password, ...wanted }: CameraChange): Promise<Camera> {
    const { row } = find(id);
    const { password: had, learnt: _learnt, stood: _stood, ...chosen } = row;
    const next = { ...chosen, ...wanted };
    const elsewhere = plainHost(next.host) !== row.host;
    if (elsewhere && password === undefined && had !== null && next.username !== null) {
      throw new AppError('camera.password-needed', 422, 'At another address the password has to be given again.');
    }
    // Nobody who only reads the camera's page can have the password sent elsewhere, nor kept for nobody.
    const fresh = next.username === null ? null : password === undefined && had !== null ? undefined : (password ?? '');
    const known = fresh === undefined ? had : fresh;
    const choices = await checked(next, known);
    const another = elsewhere || choices.port !== row.port;
    const anotherLogin = fresh !== undefined || choices.username !== row.username;
    await store.put(choices, fresh);
    const { learnt, stood } = find(id).row;
    if (anotherLogin || reachedBy.some((key) => choices[key] !== row[key])) {
      await posts.replace({
        ...{ ...choices, password: known },
        learnt: another ? null : learnt,
        stood: another || anotherLogin ? null : stood,
      });
    } else {
      find(id).row = { ...choices, password: known, learnt, stood };
    }
    const view = find(id).view();
    changes.emit('camera.changed', view);
    return view;
  }

  /** For as long as somebody waits for it. */
  function forSomebody<T>(ms: number, act: (until: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AppError('camera.timed-out', 504, 'The camera does not answer.');
    return within(clock, { ms, late }, stopping, act);
  }

  async function command<T>(
    id: string,
    act: (camera: OnvifCamera, token: string, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const post = find(id);
    return forSomebody(commandMs, (until) =>
      post.use(until, async (camera) => {
        const profiles = await camera.profiles(until);
        const token = (profiles.find(({ ptz }) => ptz) ?? profiles[0])?.token ?? '';
        return act(camera, token, until);
      }),
    );
  }

  const byName = (a: Camera, b: Camera) => a.name.localeCompare(b.name, 'vi', { numeric: true });

  const commands: Commands = {
    list: async () =>
      posts
        .all()
        .map((post) => post.view())
        .sort(byName),
    get: async (id) => find(id).view(),
    create: (input) => inTurn(() => create(input)),
    change: (id, wanted) => inTurn(() => change(id, wanted)),
    remove: (id) =>
      inTurn(async () => {
        find(id);
        await store.remove(id);
        await posts.drop(id);
        changes.emit('camera.removed', { id });
      }),

    async test(asked: CameraTest): Promise<CameraTestResult> {
      const kin = asked.cameraId === undefined ? null : find(asked.cameraId).row;
      const host = plainHost(asked.host);
      const here = kin !== null && kin.host === host;
      const kinsPassword = here && kin.password !== unreadable ? kin.password : null;
      const username = asked.username === undefined ? (here ? kin.username : null) : asked.username;
      const login = username === null ? null : { username, password: asked.password ?? kinsPassword ?? '' };
      const wanted = { monitorProfile: kin?.monitorProfile ?? null, viewProfile: kin?.viewProfile ?? null };
      const { port = usualPort, path = null, again = false } = asked;
      return forSomebody(testMs, (until) =>
        tryCamera({ onvif, locate }, { host, port, path, login, wanted, again }, until),
      );
    },

    async search(): Promise<FoundCamera[]> {
      const found = await onvif.discover({ waitMs: parts.searchMs ?? 4_000 }, stopping);
      const known = posts.all().map(({ row }) => row);
      return found
        .filter(({ host }) => mayBe(host))
        .map(({ host, port, path, name, model, namesElsewhere }) => ({
          ...{ host, port, path, name, model, namesElsewhere },
          cameraId: known.find((row) => row.host === host && row.port === port)?.id ?? null,
        }));
    },

    async check(id) {
      await forSomebody(testMs, (until) => find(id).check(until));
      return find(id).view();
    },

    async setClock(id) {
      const post = find(id);
      await forSomebody(testMs, async (until) => {
        await post.use(until, (camera) => camera.setClock(until));
        await post.check(until);
      });
      return post.view();
    },

    move: (id, { x, y, zoom }) =>
      command(id, (camera, token, signal) =>
        x === 0 && y === 0 && zoom === 0
          ? camera.ptz.stop(token, signal)
          : camera.ptz.move(token, { x, y, zoom }, signal),
      ),
    presets: (id) => command(id, (camera, token, signal) => camera.ptz.presets(token, signal)),
    goTo: (id, preset) => command(id, (camera, token, signal) => camera.ptz.goTo(token, preset, signal)),

    async still(id) {
      find(id);
      return streams.still(id);
    },
    admit(id) {
      find(id);
    },
    look(id, stream, viewer: LiveViewer) {
      const post = find(id);
      const close = stream === 'main' ? post.closeSource() : null;
      if (close === null || close.uri === post.source()?.uri) return streams.look(id, viewer);
      return streams.lookClosely(id, close, viewer);
    },
  };

  return {
    commands,

    async start() {
      for (const row of await store.list()) posts.add(row);
      cancels = [
        changes.on('zone.removed', ({ id: gone }) => {
          for (const post of posts.all()) {
            const zoneIds = post.row.zoneIds.filter((id) => id !== gone);
            if (zoneIds.length === post.row.zoneIds.length) continue;
            commands.change(post.row.id, { zoneIds }).catch((error: unknown) => {
              log.error({ cameraId: post.row.id, err: error }, 'a zone that is gone stays beside a camera');
            });
          }
        }),
      ];
    },

    /** Safe twice. */
    async stop() {
      for (const cancel of cancels) cancel();
      await posts.stop();
    },
  };
}

const unchosen = {
  port: usualPort,
  path: null,
  username: null,
  monitorProfile: null,
  viewProfile: null,
  place: null,
  zoneIds: [],
  cabinet: null,
  maintenance: false,
};
