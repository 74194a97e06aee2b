import type { AirLogEntry, AirLogLine, AiredSoundLimits, AiredSoundState, Reason } from '../contract/index.ts';
import { AppError, messageOf } from '../core/errors.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import type { SoundCoder } from '../media/ports.ts';
import { airedWav, type SoundOnDemand } from './aired-wav.ts';
import type { AiredPiece, FreeBytes, Settings } from './ports.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { segmentsToRemove } from './retention.ts';
import { passagesBetween, type Passage } from './segments.ts';
import { createShelf } from './shelf.ts';

export interface AiredSoundParts {
  readonly folder: string;
  readonly coder: SoundCoder;
  readonly settings: Settings;
  readonly freeBytes: FreeBytes;
  /** So much of the disk stays free for everything else. */
  readonly spareBytes?: number;
  readonly clock: Clock;
  readonly log: Logger;
}

const defaults: AiredSoundLimits = { days: 30, gigabytes: 4 };
const gigabyte = 1_000_000_000;
const usualSpareBytes = 500_000_000;
const lookMs = 1_000;
const makeRoomMs = 30_000;
/** A WAV says its size in 32 bits. */
const longestMs = 11 * 3_600_000;

/** What really left each output, kept for a month: written as it leaves, found again by output and instant. */
export function createAiredSound(parts: AiredSoundParts) {
  const { folder, coder, settings, freeBytes, spareBytes = usualSpareBytes, clock, log } = parts;
  const shelf = createShelf(folder);
  const recorders = new Map<string, Recorder>();
  let limits = defaults;
  let started = false;
  let full: Reason | null = null;
  let trouble: Reason | null = null;
  let cancels: Cancel[] = [];
  let making: Promise<void> | null = null;

  function recorderOf(outputId: string): Recorder {
    const recorder =
      recorders.get(outputId) ??
      createRecorder({
        outputId,
        shelf,
        coder,
        clock,
        log,
        mayKeep: () => full === null,
        onTrouble(why) {
          trouble = why;
          makeRoom();
        },
        onKept: () => void (trouble = null),
      });
    recorders.set(outputId, recorder);
    return recorder;
  }

  function makeRoom(): void {
    making ??= removeWhatMust()
      .catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'no room could be made for aired sound'))
      .finally(() => (making = null));
  }

  async function removeWhatMust(): Promise<void> {
    await shelf.measure();
    const free = await freeBytes();
    const { days, gigabytes } = limits;
    const mostBytes = gigabytes * gigabyte;
    const now = clock.now();
    const going = segmentsToRemove(shelf.list(), { now, days, mostBytes, freeBytes: free, spareBytes });
    for (const segment of going) await shelf.remove(segment);
    if (going.length > 0) log.info({ segments: going.length }, 'old aired sound removed');
    const megabytes = Math.floor((going.length > 0 ? await freeBytes() : free) / 1_000_000);
    full = megabytes * 1_000_000 < spareBytes ? { code: 'aired-sound.disk-full', params: { megabytes } } : null;
  }

  const spanOf = ({ startedAt, endedAt }: AirLogLine) => {
    const from = startedAt === null ? NaN : Date.parse(startedAt);
    return { from, to: Math.min(Date.parse(endedAt), from + longestMs) };
  };

  function held(line: AirLogLine, outputId: string): readonly Passage[] {
    const { from, to } = spanOf(line);
    return passagesBetween(shelf.list(), outputId, from, to);
  }

  const decode = ({ segment, from, to }: Passage, signal: AbortSignal) =>
    coder.decode(shelf.path(segment), from - segment.startAt, to - from, signal);

  function state(): AiredSoundState {
    const segments = shelf.list();
    const oldest = segments.reduce((at, { startAt }) => Math.min(at, startAt), Infinity);
    return {
      ...limits,
      heldBytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
      oldestAt: Number.isFinite(oldest) ? new Date(oldest).toISOString() : null,
      fault: full ?? trouble,
    };
  }

  return {
    /** Hears what leaves an output; never waits, never throws. */
    take(outputId: string, piece: AiredPiece): void {
      if (started) recorderOf(outputId).take(piece);
    },

    /** What of a line can be heard again, by output. */
    heldOf(line: AirLogLine): AirLogEntry['airedSound'] {
      if (line.startedAt === null) return [];
      const outputIds = [...new Set(line.zones.flatMap(({ outputId }) => outputId ?? []))];
      return outputIds.flatMap((outputId) => {
        const heldMs = held(line, outputId).reduce((sum, { from, to }) => sum + to - from, 0);
        return heldMs > 0 ? [{ outputId, heldMs: Math.round(heldMs) }] : [];
      });
    },

    /** The sound of a line as it left an output, from its first sample to its end. */
    soundOf(line: AirLogLine, outputId: string): SoundOnDemand {
      const passages = line.startedAt === null ? [] : held(line, outputId);
      if (passages.length === 0) {
        throw new AppError('aired-sound.not-held', 404, 'What this output aired then is not kept, or no longer.');
      }
      return airedWav(spanOf(line), passages, decode);
    },

    state,
    fault: () => full ?? trouble,

    async change(change: AiredSoundLimits): Promise<AiredSoundState> {
      await settings.set('aired-sound.days', String(change.days));
      await settings.set('aired-sound.gigabytes', String(change.gigabytes));
      limits = change;
      await making;
      makeRoom();
      await making;
      return state();
    },

    async start(): Promise<void> {
      const number = async (key: keyof AiredSoundLimits) =>
        Number(await settings.get(`aired-sound.${key}`)) || defaults[key];
      limits = { days: await number('days'), gigabytes: await number('gigabytes') };
      await shelf.start();
      makeRoom();
      await making;
      started = true;
      cancels = [
        clock.every(lookMs, () => recorders.forEach((recorder) => recorder.look())),
        clock.every(makeRoomMs, makeRoom),
      ];
    },

    /** Resolves when every segment is whole. */
    async stop(): Promise<void> {
      started = false;
      for (const cancel of cancels) cancel();
      await Promise.all([...recorders.values()].map((recorder) => recorder.stop()));
      await making;
    },
  };
}

export type AiredSound = ReturnType<typeof createAiredSound>;
