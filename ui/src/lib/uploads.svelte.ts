import type { Recording } from '#contract';
import { ApiProblem, newId, problemOf } from './api.ts';
import type { UploadRequest } from './upload.ts';

/** The most the gateway takes; said before the wait rather than after it. */
export const mostMegabytes = 500;

export interface Upload {
  /** Of the recording it becomes: sent again, it acts once. */
  readonly id: string;
  readonly title: string;
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'failed';
  /** 0…1 of the bytes that have left. */
  readonly share: number;
  readonly problem: ApiProblem | null;
}

/** Files on their way from this device: one after the other, going on whichever screen is looked at. */
export class Uploads {
  list = $state.raw<readonly Upload[]>([]);
  readonly #send: (request: UploadRequest) => Promise<Recording>;
  #underWay: AbortController | null = null;

  constructor(send: (request: UploadRequest) => Promise<Recording>) {
    this.#send = send;
  }

  has = (id: string): boolean => this.list.some((upload) => upload.id === id);

  add(files: readonly File[]): void {
    this.list = [...this.list, ...files.map(begun)];
    void this.#next();
  }

  again(id: string): void {
    this.#set(id, { state: 'waiting', share: 0, problem: null });
    void this.#next();
  }

  /** Stops it if it is on its way, and forgets it. */
  cancel(id: string): void {
    if (this.list.some((upload) => upload.id === id && upload.state === 'sending')) this.#underWay?.abort();
    this.#forget(id);
  }

  async #next(): Promise<void> {
    const upload = this.list.find(({ state }) => state === 'waiting');
    if (this.#underWay || !upload) return;
    const { id, file, title } = upload;
    const underWay = new AbortController();
    this.#underWay = underWay;
    addEventListener('beforeunload', warn);
    this.#set(id, { state: 'sending' });
    try {
      const onProgress = (share: number) => this.#set(id, { share });
      await this.#send({ id, file, title, onProgress, signal: underWay.signal });
      this.#forget(id);
    } catch (thrown) {
      this.#set(id, { state: 'failed', problem: problemOf(thrown) });
    } finally {
      this.#underWay = null;
      removeEventListener('beforeunload', warn);
      void this.#next();
    }
  }

  #set(id: string, change: Partial<Upload>): void {
    this.list = this.list.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
  }

  #forget(id: string): void {
    this.list = this.list.filter((upload) => upload.id !== id);
  }
}

function begun(file: File): Upload {
  const problem = refusal(file);
  return { id: newId(), title: titleOf(file.name), file, state: problem ? 'failed' : 'waiting', share: 0, problem };
}

function refusal({ size }: File): ApiProblem | null {
  if (size === 0) return new ApiProblem({ code: 'recording.empty', status: 0, detail: 'The file is empty.' });
  if (size <= mostMegabytes * 1_000_000) return null;
  return new ApiProblem({
    code: 'recording.too-large',
    status: 0,
    detail: 'The file is too large.',
    params: { megabytes: mostMegabytes },
  });
}

/** A name for people from a file's name: without its ending, as the gateway would make it. */
export function titleOf(fileName: string): string {
  return (fileName.replace(/\.[a-z0-9]{1,5}$/i, '').trim() || fileName).slice(0, 120);
}

/** Closing the page would lose what is on its way: the browser asks. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
