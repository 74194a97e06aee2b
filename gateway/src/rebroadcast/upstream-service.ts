import type {
  ChangeEvents,
  OwnContent,
  Upstream,
  UpstreamInput,
  UpstreamListen,
  UpstreamOnAir,
  UpstreamTest,
  UpstreamTestResult,
} from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { freshSlug } from '../core/ids.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Logger } from '../core/log.ts';
import type { Storage } from '../storage/storage.ts';
import type { AddressRule } from '../core/addresses.ts';
import { createFetch } from './fetch.ts';
import { createKeptSounds, wavOf } from './kept-sounds.ts';
import { listenToStation, type AiredNow, type AirTime, type OnAir } from './on-air.ts';
import type { LocalItem, RebroadcastPorts } from './ports.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { tryOut, type TryOut } from './try-out.ts';
import { createUpstreamStore, type StoredUpstream } from './upstream-store.ts';
import { shownUrls, withSecrets } from './upstream-url.ts';

export interface UpstreamsParts {
  readonly storage: Storage;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ports: RebroadcastPorts;
  readonly mayReach: AddressRule;
  /** The programmes that rebroadcast it. */
  readonly usedBy: (id: string) => Promise<readonly { readonly title: string }[]>;
  /** The sounds of a fallback, those that can be played. Rejects when it is gone. */
  readonly cueLocal: (content: OwnContent) => Promise<readonly LocalItem[]>;
}

/** What pre-flight learns of a station. */
export interface UpstreamCheck {
  readonly name: string;
  readonly fallback: OwnContent | null;
  /** Of each address in order; `url` as it may be shown. */
  readonly heard: readonly { readonly url: string; readonly problem: TryOut['problem'] }[];
}

/** A content that is received while it is aired, as a broadcast cues it. */
export interface CuedRebroadcast {
  readonly title: string;
  readonly durationMs: number;
  /** Begins to receive, to be heard by nobody yet, so that it is known what of it can be. Safe twice. */
  listen(): void;
  /** It will not be aired after all. Safe twice, and after `air`. */
  letGo(): void;
  /** Airs it, and begins to receive if that was not done. */
  air(time: AirTime): OnAir;
}

/** Stations, and what is heard of them. */
export function createUpstreams(parts: UpstreamsParts) {
  const { storage, changes, clock, log, ports, mayReach, usedBy, cueLocal } = parts;
  const store = createUpstreamStore(storage);
  const fetch = createFetch({ clock, mayReach });
  const keptSounds = createKeptSounds();
  const stopping = new AbortController();
  const onAir = new Map<string, UpstreamOnAir>();
  const open = new Map<OnAir, string>();
  let known = new Map<string, StoredUpstream>();
  /** Two made at once must not take one id, nor one bring back what the other removed. */
  const inTurn = createTurns();

  function stored(id: string): StoredUpstream {
    const found = known.get(id);
    if (!found) throw notFound('upstream', id);
    return found;
  }

  function view({ urls, ...upstream }: StoredUpstream): Upstream {
    return { ...upstream, urls: shownUrls(urls), onAir: onAir.get(upstream.id) ?? null };
  }

  const tell = (id: string) => {
    const upstream = known.get(id);
    if (upstream) changes.emit('upstream.changed', view(upstream));
  };

  function tune(url: string, lanAllowed: boolean): Receiver {
    return createReceiver(url, lanAllowed, { fetch, clock, log, decoder: ports.media });
  }

  async function listenTo(url: string, lanAllowed: boolean): Promise<TryOut> {
    const receiver = tune(url, lanAllowed);
    try {
      return await tryOut(receiver, { clock, limiters: ports.limiters }, stopping.signal);
    } finally {
      receiver.close();
    }
  }

  function result({ sound, ...heard }: TryOut): UpstreamTestResult {
    return { ...heard, soundId: sound.length > 0 ? keptSounds.keep(sound) : null };
  }

  async function save(upstream: StoredUpstream, before: readonly string[]): Promise<Upstream> {
    const urls = withSecrets(upstream.urls, before);
    if (upstream.fallback) await cueLocal(upstream.fallback);
    const saved = { ...upstream, urls };
    await store.put(saved);
    known.set(saved.id, saved);
    tell(saved.id);
    return view(saved);
  }

  async function localOf({ id, fallback }: StoredUpstream): Promise<readonly LocalItem[]> {
    if (!fallback) return [];
    try {
      return await cueLocal(fallback);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ upstreamId: id, code: error.code }, 'a rebroadcast has no local sound to fall back on');
      return [];
    }
  }

  async function remove(id: string): Promise<void> {
    const { name } = stored(id);
    const users = await usedBy(id);
    if (users.length > 0) {
      const where = users.map(({ title }) => title).join(', ');
      throw new AppError('upstream.in-use', 409, `'${name}' is still used in: ${where}.`, {
        params: { name, where },
      });
    }
    await store.remove(id);
    known.delete(id);
    changes.emit('upstream.removed', { id });
  }

  return {
    list: (): Promise<Upstream[]> => Promise.resolve([...known.values()].map(view)),
    get: async (id: string): Promise<Upstream> => view(stored(id)),

    create: (input: UpstreamInput): Promise<Upstream> =>
      inTurn(() => save({ ...input, id: freshSlug(input.name, known.keys(), 'dai') }, [])),

    /** What is on air of it goes on as it was. */
    change: (id: string, input: UpstreamInput): Promise<Upstream> =>
      inTurn(async () => save({ ...input, id }, stored(id).urls)),

    remove: (id: string): Promise<void> => inTurn(() => remove(id)),

    async test({ url, lanAllowed, upstreamId }: UpstreamTest): Promise<UpstreamTestResult> {
      const [whole = url] = withSecrets([url], upstreamId === undefined ? [] : stored(upstreamId).urls);
      return result(await listenTo(whole, lanAllowed));
    },

    /** Listens to an address as it is kept. Rejects with `upstream.not-found`, `upstream.no-such-address`. */
    async listen(id: string, { urlIndex }: UpstreamListen): Promise<UpstreamTestResult> {
      const { urls, lanAllowed } = stored(id);
      const url = urls[urlIndex];
      if (url === undefined) {
        throw new AppError('upstream.no-such-address', 404, 'The station has another number of addresses by now.');
      }
      return result(await listenTo(url, lanAllowed));
    },

    /** WAV of what a test heard. */
    testSound(id: string): Buffer {
      const samples = keptSounds.find(id);
      if (!samples)
        throw new AppError('upstream.sound-gone', 404, 'What was heard is not kept any more: test it again.');
      return wavOf(samples);
    },

    /** Which of them have this as their fallback. */
    usedBy: (kind: OwnContent['kind'], contentId: string) =>
      Promise.resolve(
        [...known.values()]
          .filter(({ fallback }) => fallback?.kind === kind && idOf(fallback) === contentId)
          .map(({ name }) => ({ kind: 'upstream' as const, title: name })),
      ),

    /** Listens to every address. Rejects with `upstream.not-found`. */
    async check(id: string): Promise<UpstreamCheck> {
      const { name, fallback, urls, lanAllowed } = stored(id);
      const shown = shownUrls(urls);
      const heard = await Promise.all(
        urls.map(async (url, n) => ({ url: shown[n] ?? '', problem: (await listenTo(url, lanAllowed)).problem })),
      );
      return { name, fallback, heard };
    },

    nameOf: (id: string): string => stored(id).name,

    /** Rejects with `upstream.not-found`. */
    async cue(id: string, minutes: number): Promise<CuedRebroadcast> {
      const upstream = stored(id);
      const { name, urls, lanAllowed } = upstream;
      const local = await localOf(upstream);
      let ahead: OnAir | null = null;

      function listen(): OnAir {
        const onChange = ({ since, ...now }: AiredNow) => {
          onAir.set(id, { ...now, since: new Date(Math.round(since)).toISOString() });
          tell(id);
        };
        const begun = listenToStation(
          { name, urls, local },
          { ports, clock, log, tune: (url) => tune(url, lanAllowed), onChange },
        );
        const itself: OnAir = {
          ...begun,
          close() {
            begun.close();
            if (!open.delete(itself) || [...open.values()].includes(id)) return;
            onAir.delete(id);
            tell(id);
          },
        };
        open.set(itself, id);
        return itself;
      }

      return {
        title: name,
        durationMs: minutes * 60_000,
        listen: () => void (ahead ??= listen()),
        letGo() {
          ahead?.close();
          ahead = null;
        },
        air(time) {
          const begun = ahead ?? listen();
          ahead = null;
          begun.begin(time);
          return begun;
        },
      };
    },

    async start(): Promise<void> {
      known = new Map((await store.all()).map((upstream) => [upstream.id, upstream]));
    },

    /** Safe twice. */
    stop(): void {
      stopping.abort(new Error('stopping'));
      for (const one of [...open.keys()]) one.close();
    },
  };
}

export type Upstreams = ReturnType<typeof createUpstreams>;

function idOf(content: OwnContent): string {
  return content.kind === 'recording' ? content.recordingId : content.playlistId;
}
