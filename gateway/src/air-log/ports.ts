/** A piece of sound as it left an output: 48 kHz mono, and the epoch ms at which its first sample did. */
export interface AiredPiece {
  readonly at: number;
  readonly samples: Int16Array;
}

/** Small facts that outlive a restart. */
export interface Settings {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
}

/** Where sound is kept, as the system tells: bytes that are free for us. */
export type FreeBytes = () => Promise<number>;
