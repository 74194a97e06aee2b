import type { ChangeEvents } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import { notFound } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { CameraRow, CameraStore } from './camera-store.ts';
import type { CameraNotice } from './onvif/notices.ts';
import type { CameraVerdict } from './onvif/verdict.ts';
import { createPost, type Post, type PostParts } from './post.ts';

export interface PostsParts extends Pick<PostParts, 'clock' | 'onvif' | 'streams' | 'locate' | 'timing'> {
  readonly store: Pick<CameraStore, 'learnt' | 'stood' | 'known'>;
  readonly changes: Changes<ChangeEvents>;
  readonly log: Logger;
  readonly noticed: (cameraId: string, notice: CameraNotice) => void;
  readonly silent: (cameraId: string, why: CameraVerdict | null) => void;
}

interface Kept {
  readonly post: Post;
  readonly over: AbortController;
  ended: Promise<void>;
}

const restartMs = 5_000;

/** A post for each camera, which never looks away. */
export function createPosts(parts: PostsParts) {
  const { store, changes, log, noticed, silent, ...ground } = parts;
  const { clock } = ground;
  const kept = new Map<string, Kept>();
  const stopping = new AbortController();

  function add(row: CameraRow): Post {
    const { id } = row;
    const over = new AbortController();
    const told = (what: string, done: Promise<void>) => {
      done.catch((error: unknown) => log.error({ cameraId: id, err: error }, `${what} of a camera not stored`));
    };
    const post: Post = createPost(row, {
      ...ground,
      changed: () => {
        if (!over.signal.aborted) changes.emit('camera.changed', post.view());
      },
      learnt: (learnt) => {
        // Of the camera that was at this place before: it is not what is known of the one that is now.
        if (over.signal.aborted) return;
        post.row = { ...post.row, learnt };
        told('facts', store.learnt(id, learnt));
      },
      stood: (stood) => {
        if (over.signal.aborted) return;
        post.row = { ...post.row, stood };
        told('status', store.stood(id, stood));
      },
      noticed: (notice) => noticed(id, notice),
      silent: (why) => silent(id, why),
    });
    const entry: Kept = { post, over, ended: Promise.resolve() };
    kept.set(id, entry);
    entry.ended = keep(entry);
    return post;
  }

  /** A bug in one post is that post's alone, and never its end. */
  async function keep({ post, over }: Kept): Promise<void> {
    const until = AbortSignal.any([stopping.signal, over.signal]);
    while (!until.aborted) {
      try {
        await post.run(until);
      } catch (error) {
        if (until.aborted) break;
        log.error({ cameraId: post.row.id, err: error, restartInMs: restartMs }, 'post of a camera failed');
        await clock.sleep(restartMs, until).catch(() => undefined);
      }
    }
    post.stop();
  }

  return {
    add,
    all: (): Post[] => [...kept.values()].map(({ post }) => post),
    ids: (): string[] => [...kept.keys()],
    stopping: stopping.signal,

    find(id: string): Post {
      const found = kept.get(id);
      if (!found) throw notFound('camera', id);
      return found.post;
    },

    async drop(id: string): Promise<void> {
      const entry = kept.get(id);
      kept.delete(id);
      entry?.over.abort(new Error('removed'));
      await entry?.ended;
      ground.streams.forget(id);
    },

    /** It is never missed: what was known of it is shown until somebody else is at its post. */
    async replace(row: CameraRow): Promise<void> {
      const entry = kept.get(row.id);
      entry?.over.abort(new Error('changed'));
      await entry?.ended;
      if (entry?.post.row.host !== row.host) ground.streams.forget(row.id);
      try {
        await store.known(row.id, row);
      } finally {
        add(row);
        // Whoever listened before has gone, and nobody was reached yet.
        silent(row.id, 'unreachable');
      }
    },

    /** Safe twice. */
    async stop(): Promise<void> {
      stopping.abort(new Error('stopping'));
      await Promise.all([...kept.values()].map(({ ended }) => ended));
    },
  };
}
