import { access } from 'node:fs/promises';
import type { Reason } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, codeOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { Media } from '../media/ports.ts';
import { createBell } from './bell.ts';
import type { Reading, Speak } from './ports.ts';
import { prepare, type Step } from './prepare.ts';
import type { RecordingStore, StoredRecording } from './recording-store.ts';
import type { SoundFiles } from './sound-files.ts';

/** Makes recordings airable in the background, one at a time, in order of arrival. */
export interface Processing {
  /** Runs until the signal; what is under way then begins anew next time. */
  run(signal: AbortSignal): Promise<void>;
  /** There is something new to do. */
  wake(): void;
  /** Leaves this one, if it is under way: it was removed, or its file changed. */
  abandon(id: string): void;
}

export interface ProcessingDeps {
  readonly store: RecordingStore;
  readonly files: SoundFiles;
  readonly media: Media;
  readonly speak: Speak;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onStep: (recording: StoredRecording, step: Step, progress: number) => void;
  /** It is ready, has failed, or waits for ffmpeg. */
  readonly onSettled: (id: string) => Promise<void>;
}

const lookForFfmpegEveryMs = 5_000;

export function createProcessing(deps: ProcessingDeps): Processing {
  const { store, files, media, speak, clock, log, onStep, onSettled } = deps;
  const bell = createBell();
  let current: { readonly id: string; readonly abandoned: AbortController } | null = null;

  async function process(recording: StoredRecording, stopping: AbortSignal): Promise<void> {
    const { id } = recording;
    const abandoned = new AbortController();
    current = { id, abandoned };
    const signal = AbortSignal.any([stopping, abandoned.signal]);
    try {
      if (recording.reading) await speakOnce(recording, recording.reading, signal);
      const source = recording.sourcePath ?? files.original(id);
      await access(source).catch((error: unknown) => {
        throw new AppError('recording.file-missing', 404, 'The file is gone; upload it again.', { cause: error });
      });
      const prepared = await prepare(media, source, files.draft(id), {
        signal,
        onStep: (step, progress) => onStep(recording, step, progress),
      });
      signal.throwIfAborted();
      await files.publish(id);
      await store.markReady(id, prepared);
      log.info({ recordingId: id, ...prepared.loudness, durationMs: prepared.durationMs }, 'recording ready');
    } catch (error) {
      // Either way the row says what is left to do: nothing, or `processing` again.
      if (signal.aborted || codeOf(error) === 'media.ffmpeg-missing') return;
      log.warn({ recordingId: id, err: error }, 'recording failed');
      await store.markFailed(id, reasonOf(error));
    } finally {
      current = null;
      await files.removeDraft(id);
    }
    await onSettled(id);
  }

  /** What was spoken once is kept, as an upload is. */
  async function speakOnce(recording: StoredRecording, reading: Reading, signal: AbortSignal): Promise<void> {
    const { id } = recording;
    const spoken = await access(files.original(id)).then(
      () => true,
      () => false,
    );
    if (spoken) return;
    onStep(recording, 'speak', 0);
    await speak(reading, files.originalDraft(id), {
      signal,
      onProgress: (share) => onStep(recording, 'speak', share),
    });
    await files.keepOriginal(id);
  }

  return {
    async run(signal) {
      let saidMissing: string | null = null;
      while (!signal.aborted) {
        const recording = await store.nextToProcess();
        if (!recording) await bell.wait(signal);
        else if (media.present()) await process(recording, signal);
        else {
          if (saidMissing !== recording.id) await onSettled(recording.id);
          saidMissing = recording.id;
          await clock.sleep(lookForFfmpegEveryMs, signal).catch(() => undefined);
        }
      }
    },
    wake: bell.ring,
    abandon(id) {
      if (current?.id === id) current.abandoned.abort(new Error('abandoned'));
    },
  };
}

function reasonOf(error: unknown): Reason {
  return error instanceof AppError
    ? { code: error.code, params: { ...error.params } }
    : { code: 'recording.failed', params: {} };
}
