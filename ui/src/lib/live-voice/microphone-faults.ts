/** What a browser says when it gives no microphone, as a code that the panel has words for. */
export function codeOfMicrophone(thrown: unknown): string {
  const name = thrown instanceof DOMException ? thrown.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'live.microphone-forbidden';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'live.microphone-missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'live.microphone-busy';
  return 'live.microphone-fault';
}
