import type { Sound } from '../engine.ts';

/** A Piper model on disk; all absolute. */
export interface PiperModel {
  readonly model: string;
  readonly tokens: string;
  readonly dataDir: string;
}

/** What is said between the gateway and the process that holds the model (structured clone). */
export type ToPiper =
  | { readonly kind: 'load'; readonly model: PiperModel }
  | { readonly kind: 'say'; readonly sentence: string; readonly speed: number };

export type FromPiper =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'said'; readonly sound: Sound }
  | { readonly kind: 'failed'; readonly detail: string };
