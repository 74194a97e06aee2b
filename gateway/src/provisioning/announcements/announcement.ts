import type { NewcomerFamily } from '../../contract/index.ts';

/** What a device said of itself. Nothing of it is believed but shown, cut to what a person reads. */
export interface Announcement {
  readonly family: NewcomerFamily;
  /** Tells it from others on one broker: a MAC address, a topic of its own. */
  readonly key: string;
  readonly name: string;
  readonly model: string | null;
  readonly mac: string | null;
  readonly address: string | null;
  readonly firmware: string | null;
  /** 0: it switches nothing; null: it has not said. */
  readonly channels: number | null;
  /** Where it is spoken to: `cmnd/tasmota_12AB34/`, `shellyplus1-a8032ab12345`; null where it cannot be. */
  readonly speak: string | null;
}

/** More than that is no relay of a village. */
const mostChannels = 32;
const longestText = 60;
/** No announcement of these families is longer; a Tasmota's of 32 relays is below 3 KiB. */
export const longestAnnouncementBytes = 16_384;

/** On one line, without anything that cannot be seen; null when nothing is left or it is no text. */
export function shortText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const seen = value
    .slice(0, 10 * longestText)
    .replace(/[\s\p{Cc}\p{Cf}\p{Cs}\p{Co}]+/gu, ' ')
    .trim();
  return seen === '' ? null : Array.from(seen).slice(0, longestText).join('');
}

/** `a8032ab12345` or with colons → `A8:03:2A:B1:23:45`; null for everything else. */
export function macOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const digits = value.replaceAll(/[:-]/g, '').toUpperCase();
  return /^[0-9A-F]{12}$/.test(digits) ? digits.replace(/..(?=.)/g, '$&:') : null;
}

export function ipv4Of(value: unknown): string | null {
  return typeof value === 'string' && /^(\d{1,3}\.){3}\d{1,3}$/.test(value) && value !== '0.0.0.0' ? value : null;
}

export function countOf(channels: number): number {
  return Math.min(channels, mostChannels);
}

/** A topic that something may be published to: no wildcards, nothing reserved, not endless. */
export function isPlainTopic(topic: string): boolean {
  return topic.length <= 200 && /^[^$#+\p{Cc}\p{Cs}/][^#+\p{Cc}\p{Cs}]*$/u.test(topic);
}
