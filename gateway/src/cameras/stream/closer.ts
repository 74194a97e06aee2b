import type { Clock } from '../../core/clock/clock.ts';
import type { PictureReader } from '../../media/ports.ts';
import type { LiveViewer, StreamSource } from '../ports.ts';
import { attempt } from './attempt.ts';
import { createChannel, type Channel } from './channel.ts';
import { keepConnected } from './keep.ts';
import type { Refusals } from './refusals.ts';
import { isAboutLogin, streamError, type StreamTrouble } from './trouble.ts';

export interface CloserParts {
  readonly clock: Clock;
  readonly media: Pick<PictureReader, 'copyStream'>;
  readonly luck: () => number;
  readonly refusals: Refusals;
  /** It is remembered by then. */
  readonly onRefused: (cameraId: string) => void;
}

/** Large streams are fetched for so many cameras at once. */
const most = 4;
/** After the last viewer: whoever turns the page back finds it there. */
const stayMs = 10_000;

interface Close {
  readonly channel: Channel;
  /** When nobody looked any more; null: somebody does. */
  leftMs: number | null;
  readonly end: (trouble: StreamTrouble) => void;
}

/** The large streams, each fetched while somebody looks, and shared. */
export function createCloser({ clock, media, luck, refusals, onRefused }: CloserParts) {
  const open = new Map<string, Close>();

  function begin(key: string, cameraId: string, source: StreamSource): Close {
    const channel = createChannel({ clock, keepMs: 0 });
    const over = new AbortController();
    let brought = false;
    const end = (trouble: StreamTrouble) => {
      open.delete(key);
      over.abort(new Error('over'));
      channel.end(streamError(trouble, new URL(source.uri).host).code);
    };
    const close: Close = { channel, leftMs: null, end };
    const shown = {
      onInit: channel.onInit,
      onFragment(...of: Parameters<Channel['onFragment']>) {
        brought = true;
        channel.onFragment(...of);
      },
    };
    const cancel = clock.every(1_000, () => {
      close.leftMs = channel.lookedAt ? null : (close.leftMs ?? clock.monotonic());
      if (close.leftMs !== null && clock.monotonic() - close.leftMs >= stayMs) end('gone');
    });
    open.set(key, close);
    keepConnected(
      {
        ...{ clock, luck },
        connect: (signal) => attempt({ clock, media, source, refusals, shown, forBrowsers: true }, signal),
        onEnd({ trouble }) {
          channel.pause();
          if (isAboutLogin(trouble)) {
            refusals.remember(source, trouble);
            onRefused(cameraId);
          }
          // Who looks is told at once, and may try again; a line that broke is picked up again.
          if (!brought) end(trouble);
          brought = false;
        },
      },
      over.signal,
    )
      .catch(() => undefined) // it is over
      .finally(cancel);
    return close;
  }

  /** Whoever goes from camera to camera is not kept from the next one by those that were left just now. */
  function makePlace(): void {
    if (open.size < most) return;
    [...open.values()].find(({ channel }) => !channel.lookedAt)?.end('gone');
  }

  return {
    look(cameraId: string, source: StreamSource, viewer: LiveViewer): () => void {
      const key = JSON.stringify([cameraId, source.uri, source.login?.username]);
      const refused = refusals.of(source);
      if (!refused && !open.has(key)) makePlace();
      const full = open.size >= most && !open.has(key);
      if (refused || full) {
        const code = refused ? streamError(refused, '').code : 'camera.too-many-close';
        viewer.say(JSON.stringify({ kind: 'ended', code }));
        viewer.close();
        return () => undefined;
      }
      return (open.get(key) ?? begin(key, cameraId, source)).channel.look(viewer);
    },
  };
}
