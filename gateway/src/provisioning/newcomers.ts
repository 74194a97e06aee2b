import { createHash } from 'node:crypto';
import type { Newcomer, Reason } from '../contract/index.ts';
import type { Guest } from '../mqtt/guests.ts';
import { type Announcement, longestAnnouncementBytes, shortText } from './announcements/announcement.ts';
import { readHomeAssistant } from './announcements/home-assistant.ts';
import { askShelly, readShelly, readShellyStatus, shellyThatCame, sourceOf } from './announcements/shelly.ts';
import { readTasmota } from './announcements/tasmota.ts';
import { plainAddress } from './knock-book.ts';

/** Where devices of an external broker are: they have no connection of their own to us. */
export const sharedPlace = '';
/** Strangers make as many devices as they like. */
const most = 32;
/** Plugs of one bridge. */
const mostChannels = 32;

/** One device that is no relay of the village yet. */
export interface Entry {
  readonly id: string;
  readonly place: string;
  about: Announcement | null;
  /** Its name at the broker, until it has said another. */
  readonly clientId: string | null;
  address: string | null;
  /** Of things it announced one by one. */
  readonly channels: Set<string>;
  /** The topic prefix of a Shelly that was asked who it is. */
  asked: string | null;
  there: boolean;
  readonly firstSeenAt: string;
  lastSeenAt: string;
}

/** Who is on the list, and what each is known to be. No I/O; bounded, whatever comes. */
export interface Newcomers {
  came(guest: Guest, at: string): void;
  left(guest: Guest): void;
  /** What one said; returns what it is to be asked. `retained`: it may have been said long ago. */
  said(
    place: string,
    topic: string,
    payload: Buffer,
    at: string,
    retained?: boolean,
  ): { topic: string; payload: string }[];
  at(place: string): Entry | undefined;
  find(id: string): Entry | undefined;
  all(): Entry[];
  /** Forgets all but these. */
  keep(stays: (entry: Entry) => boolean): void;
}

export function createNewcomers(): Newcomers {
  const entries = new Map<string, Entry>();
  const askedShared = new Set<string>();

  /** One that left before it said what it is: without a client id of its own a device comes each time as another. */
  function forgetPasserBy(): void {
    const gone = [...entries.values()].find(({ there, about }) => !there && about === null);
    if (gone) entries.delete(gone.id);
  }

  function make(id: string, place: string, at: string, guest: Guest | null): Entry | undefined {
    if (entries.size >= most) forgetPasserBy();
    if (entries.size >= most) return undefined;
    const entry: Entry = {
      id,
      place,
      about: null,
      clientId: guest && (shortText(guest.clientId) ?? '?'),
      address: guest && plainAddress(guest.address),
      channels: new Set(),
      asked: null,
      there: true,
      firstSeenAt: at,
      lastSeenAt: at,
    };
    entries.set(id, entry);
    return entry;
  }

  /** Of a guest its one entry; on a shared broker that of the device which announces itself. */
  function entryFor(place: string, about: Announcement, at: string): Entry | undefined {
    const id = place === sharedPlace ? idOf(`${about.family} ${about.key}`) : place;
    const entry = entries.get(id) ?? (place === sharedPlace ? make(id, place, at, null) : undefined);
    // One connection is one device: it does not speak for others.
    const sameDevice = !entry?.about || (entry.about.family === about.family && entry.about.key === about.key);
    return sameDevice ? entry : undefined;
  }

  function announce(place: string, about: Announcement, at: string): Entry | undefined {
    // A relay of the village; one that is a guest is none any more.
    if (place === sharedPlace && about.speak?.startsWith('loa-thon/')) return undefined;
    const entry = entryFor(place, about, at);
    if (!entry) return undefined;
    entry.about = { ...about, channels: about.channels ?? entry.about?.channels ?? null };
    entry.address ??= about.address;
    return entry;
  }

  return {
    came(guest, at) {
      const entry = entries.get(guest.place) ?? make(guest.place, guest.place, at, guest);
      if (!entry) return;
      entry.there = true;
      entry.asked = null;
      entry.lastSeenAt = at;
    },

    left(guest) {
      const entry = entries.get(guest.place);
      if (entry) entry.there = false;
    },

    said(place, topic, payload, at, retained = false) {
      const known = entries.get(place);
      if (known && !retained) known.lastSeenAt = at;
      if (payload.length === 0 || payload.length > longestAnnouncementBytes) return [];
      const text = payload.toString('utf8');

      const tasmota = readTasmota(topic, text);
      if (tasmota) announce(place, tasmota, at);

      const thing = readHomeAssistant(topic, text);
      if (thing) {
        const { channels } = announce(place, thing.device, at) ?? {};
        if (thing.channel !== null && channels && channels.size < mostChannels) channels.add(thing.channel);
      }

      const prefix = shellyThatCame(topic, text);
      if (prefix !== null) return ask(place, prefix, known);
      if (place === sharedPlace) learn(place, topic, text, sourceOf(topic, text), at);
      else if (known?.asked) learn(place, topic, text, known.asked, at);
      return [];
    },

    at: (place) => entries.get(place),
    find: (id) => entries.get(id),
    all: () => [...entries.values()],
    keep(stays) {
      for (const [id, entry] of entries) if (!stays(entry)) entries.delete(id);
      askedShared.clear();
    },
  };

  /** Once a connection, and only who has not said otherwise what it is. */
  function ask(place: string, prefix: string, entry: Entry | undefined) {
    if (place === sharedPlace) {
      if (askedShared.has(prefix) || askedShared.size >= 2 * most) return [];
      askedShared.add(prefix);
      return askShelly(prefix);
    }
    if (!entry || entry.asked !== null || (entry.about !== null && entry.about.family !== 'shelly')) return [];
    entry.asked = prefix;
    return askShelly(prefix);
  }

  function learn(place: string, topic: string, text: string, prefix: string | null, at: string): void {
    if (prefix === null) return;
    const about = readShelly(topic, text, prefix);
    if (about) announce(place, about, at);
    const status = readShellyStatus(topic, text);
    const entry = [...entries.values()].find((one) => one.place === place && one.about?.speak === prefix);
    if (!status || !entry?.about) return;
    entry.about = { ...entry.about, channels: status.channels };
    entry.address ??= status.address;
  }
}

function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** How many it switches, as far as it said. */
export function channelsOf({ about, channels }: Entry): number | null {
  return about?.channels ?? (channels.size > 0 ? channels.size : null);
}

/** Why it cannot be added. */
export function obstacleOf(entry: Entry, all: readonly Entry[]): Reason | null {
  const { about } = entry;
  if (about?.channels === 0) return { code: 'pairing.no-relay', params: {} };
  const twin = about && all.some((other) => other !== entry && other.about?.mac && other.about.mac === about.mac);
  return twin ? { code: 'pairing.twins', params: {} } : null;
}

export function shown(entry: Entry, all: readonly Entry[], mayConfigure: boolean): Omit<Newcomer, 'adoption'> {
  const { id, about, there, firstSeenAt, lastSeenAt } = entry;
  return {
    id,
    family: about?.family ?? null,
    name: about?.name ?? entry.clientId ?? '?',
    model: about?.model ?? null,
    mac: about?.mac ?? null,
    address: entry.address,
    firmware: about?.firmware ?? null,
    channels: channelsOf(entry),
    there,
    firstSeenAt,
    lastSeenAt,
    configurable: mayConfigure && about !== null && about.speak !== null,
    obstacle: obstacleOf(entry, all),
  };
}
