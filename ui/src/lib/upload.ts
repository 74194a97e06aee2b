import type { Recording } from '#contract';
import { ApiProblem, readProblem } from './api.ts';

export interface UploadRequest {
  readonly file: File;
  /** Given by the panel: a repeated upload acts once. */
  readonly id: string;
  readonly title: string;
  /** 0…1 of the bytes that have left. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a file as it is. XMLHttpRequest, because `fetch` does not say how much of a body has left. */
export function uploadRecording({ file, id, title, onProgress, signal }: UploadRequest): Promise<Recording> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ fileName: file.name, title, id });
    request.open('POST', `/api/recordings?${query}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Recording);
      else reject(readProblem(request.status, request.responseText));
    };
    request.onerror = () =>
      reject(new ApiProblem({ code: 'panel.unreachable', status: 0, detail: 'The gateway did not answer.' }));
    request.onabort = () =>
      reject(new ApiProblem({ code: 'panel.cancelled', status: 0, detail: 'The upload was cancelled.' }));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
