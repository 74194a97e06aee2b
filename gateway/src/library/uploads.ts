import type { Readable } from 'node:stream';
import type { ChangeEvents, Recording } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { interrupted, type SoundFiles } from './sound-files.ts';

/** Uploads under way; they are in no table until they are whole. */
export interface Uploads {
  list(): Recording[];
  get(id: string): Recording | null;
  /** When one of that id is under way, joins it and throws the second body away. */
  begin(recording: Recording, body: Readable, announcedBytes: number | null): Promise<Recording>;
  /** Ends them all; nothing of them is left. */
  stop(): Promise<void>;
}

export interface UploadsDeps {
  readonly files: SoundFiles;
  readonly clock: Clock;
  readonly mostBytes: number;
  /** The file is whole: make it a recording. */
  readonly keep: (recording: Recording) => Promise<Recording>;
  readonly say: (recording: Recording) => void;
  readonly sayProgress: (recording: Recording) => void;
  readonly changes: Changes<ChangeEvents>;
}

/** A phone that walked out of reach leaves its connection open and silent. */
const silentMs = 60_000;

export function createUploads(deps: UploadsDeps): Uploads {
  const { files, clock, mostBytes, keep, say, sayProgress, changes } = deps;
  const underWay = new Map<string, { recording: Recording; body: Readable; whole: Promise<Recording> }>();

  async function receive(recording: Recording, body: Readable, announcedBytes: number | null): Promise<Recording> {
    const { id } = recording;
    let lastBytesAt = clock.monotonic();
    const cancelWatch = clock.every(silentMs / 4, () => {
      if (clock.monotonic() - lastBytesAt > silentMs) body.destroy(interrupted());
    });
    try {
      const sizeBytes = await files.receive(id, body, {
        mostBytes,
        announcedBytes,
        onBytes(received) {
          lastBytesAt = clock.monotonic();
          const upload = underWay.get(id);
          if (!upload) return;
          const progress = announcedBytes === null ? 0 : received / announcedBytes;
          upload.recording = { ...recording, sizeBytes: received, progress };
          sayProgress(upload.recording);
        },
      });
      return await keep({ ...recording, sizeBytes });
    } catch (error) {
      // Unread, the rest would stand before the next request on this connection (RFC 9112 §9.3), which would wait in vain.
      body.resume();
      changes.emit('recording.removed', { id });
      throw error;
    } finally {
      cancelWatch();
      underWay.delete(id);
    }
  }

  return {
    list: () => [...underWay.values()].map(({ recording }) => recording),
    get: (id) => underWay.get(id)?.recording ?? null,
    begin(recording, body, announcedBytes) {
      const running = underWay.get(recording.id);
      if (running) {
        body.resume();
        return running.whole;
      }
      // It may fail before anybody reads it; unheard, that would end the process.
      body.on('error', () => undefined);
      say(recording);
      const whole = receive(recording, body, announcedBytes);
      underWay.set(recording.id, { recording, body, whole });
      return whole;
    },
    async stop() {
      const left = [...underWay.values()];
      for (const { body } of left) body.destroy(interrupted());
      await Promise.allSettled(left.map(({ whole }) => whole));
    },
  };
}
