import type { Clock } from '../../core/clock/clock.ts';
import type { PictureReader } from '../../media/ports.ts';
import type { PictureFault } from '../status.ts';
import type { Channel, Still } from './channel.ts';
import { frozenMs, judgePicture, lookSize, type Look } from './picture.ts';

export interface LookingParts {
  readonly clock: Clock;
  readonly media: Pick<PictureReader, 'lumas'>;
  readonly channel: Pick<Channel, 'stills'>;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onSeen: (seen: 'live' | PictureFault) => void;
  /** What the decoder said where it could see nothing. */
  readonly onTrouble: (error: unknown) => void;
}

/** Once a minute is enough for what hangs before a lens, and costs nothing; a fault is looked at again, and its end seen. */
const usualMs = 60_000;
const againMs = 15_000;
/** Until enough key frames are there. */
const soonMs = 2_500;
/** The newest so many key frames, of the last so many seconds. */
const mostKeys = 6;
const spanMs = 10_000;

/** Looks at the pictures of one connection now and then, until it is over. Rejects with the signal's reason. */
export async function lookNowAndThen(parts: LookingParts, signal: AbortSignal): Promise<never> {
  const { clock, media, channel, inTurn, onSeen, onTrouble } = parts;
  /** Where key frames are far apart, the last look's is compared too. */
  let before: Look | null = null;
  for (let pauseMs = frozenMs; ;) {
    await clock.sleep(pauseMs, signal);
    const stills = recent(channel.stills());
    const looks = await inTurn(() => decode(stills)).catch((error: unknown) => {
      signal.throwIfAborted();
      onTrouble(error);
      return [];
    });
    const enough = (looks.at(-1)?.atMs ?? 0) - (looks[0]?.atMs ?? 0) >= frozenMs;
    const seen = judgePicture(enough || !before ? looks : [before, ...looks]);
    before = looks.at(-1) ?? before;
    if (seen !== null) onSeen(seen);
    pauseMs = seen === null ? soonMs : seen === 'live' ? usualMs : againMs;
  }

  async function decode(stills: readonly Still[]): Promise<Look[]> {
    const [first] = stills;
    if (!first) return [];
    const mp4 = Buffer.concat([first.init.bytes, ...stills.map(({ fragment }) => fragment.bytes)]);
    const lumas = await media.lumas(mp4, lookSize, signal);
    return lumas.flatMap((luma, n) => (stills[n] ? [{ atMs: stills[n].at, luma }] : []));
  }
}

function recent(stills: readonly Still[]): readonly Still[] {
  const newest = stills.at(-1)?.at ?? 0;
  return stills.filter(({ at }) => newest - at <= spanMs).slice(-mostKeys);
}
