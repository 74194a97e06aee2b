/** What came and was not taken yet, first come first served. */
export interface AppendQueue {
  /** False: it is full, and everything was let go: go on with a new key frame. */
  add(bytes: ArrayBuffer): boolean;
  /** Everything that waits, as one piece; null: nothing does. */
  take(): ArrayBuffer | null;
  clear(): void;
}

export function createAppendQueue(mostBytes: number): AppendQueue {
  let waiting: ArrayBuffer[] = [];
  let size = 0;

  function clear(): void {
    waiting = [];
    size = 0;
  }

  return {
    add(bytes) {
      if (size + bytes.byteLength > mostBytes) {
        clear();
        return false;
      }
      waiting.push(bytes);
      size += bytes.byteLength;
      return true;
    },
    take() {
      if (waiting.length < 2) {
        const only = waiting[0] ?? null;
        clear();
        return only;
      }
      const whole = new Uint8Array(size);
      let at = 0;
      for (const piece of waiting) {
        whole.set(new Uint8Array(piece), at);
        at += piece.byteLength;
      }
      clear();
      return whole.buffer;
    },
    clear,
  };
}
