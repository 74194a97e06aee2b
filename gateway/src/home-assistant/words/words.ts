import type { HomeAssistantState } from '../../contract/index.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

export type Language = HomeAssistantState['language'];

/**
 * What people read in Home Assistant. It asks the gateway for no words, and has no dictionary of ours as the panel has:
 * so these few are said by the gateway. `{name}` stands for a fact.
 */
export interface Words {
  readonly models: { readonly village: string; readonly zone: string; readonly relay: string };
  readonly onAir: string;
  readonly playing: string;
  /** What is on air while nothing is. */
  readonly nothing: string;
  readonly next: string;
  readonly emergency: string;
  readonly alert: string;
  /** The state of everything while there is no alert. */
  readonly well: string;
  readonly status: string;
  readonly amplifier: string;
  readonly problem: string;
  readonly volume: string;
  readonly connection: string;
  readonly channel: string;
  readonly power: string;
  /** Of one channel among several. */
  readonly channelOf: string;
  readonly powerOf: string;
  /** The traffic light's reasons as headlines, by their code. */
  readonly alerts: Readonly<Record<string, string>>;
}

export const words: Readonly<Record<Language, Words>> = { vi, en };
