/** True where a page may record by itself; elsewhere the phone's own recorder does. */
export function canRecordHere(): boolean {
  return isSecureContext && 'mediaDevices' in navigator && typeof MediaRecorder === 'function';
}

/** Records on this page, to be listened to before it is aired. */
export class PageRecorder {
  /** This machine's time; null: it does not record. */
  startedAt = $state<number | null>(null);
  readonly #onfile: (file: File) => void;
  #recorder: MediaRecorder | null = null;
  #asking = false;
  #left = false;

  constructor(onfile: (file: File) => void) {
    this.#onfile = onfile;
  }

  /** Rejects as `getUserMedia` does. Asked for again while the browser asks its owner, it records once. */
  async start(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true },
      });
      // Its owner may answer long after the screen was left.
      if (this.#left) close(stream);
      else this.#record(stream);
    } finally {
      this.#asking = false;
    }
  }

  #record(stream: MediaStream): void {
    const recorder = new MediaRecorder(stream);
    const pieces: Blob[] = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => {
      close(stream);
      const kept = this.startedAt !== null;
      this.startedAt = null;
      // Chromium and Firefox make WebM or Ogg, Safari MP4: the gateway looks at what it is.
      const ending = recorder.mimeType.includes('mp4') ? 'm4a' : 'webm';
      if (kept) this.#onfile(new File(pieces, `loi-noi.${ending}`, { type: recorder.mimeType }));
    };
    this.#recorder = recorder;
    this.startedAt = Date.now();
    recorder.start();
  }

  stop(): void {
    if (this.#recorder?.state === 'recording') this.#recorder.stop();
  }

  /** The screen is left, for good: what was recorded so far is thrown away. */
  leave(): void {
    this.#left = true;
    this.startedAt = null;
    this.stop();
  }
}

function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
