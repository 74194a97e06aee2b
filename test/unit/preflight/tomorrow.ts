import type { Playlist, Programme, Recording, Relay, Slot, Zone } from '../../../gateway/src/contract/index.ts';
import type { Heard, PreflightFacts } from '../../../gateway/src/preflight/facts.ts';
import { playlist, recording, relay, zone } from '../../support/fake-services.ts';

/** A village whose tomorrow is well: three programmes, two zones on wires of their own, each with its relay. */

export const dinh: Zone = {
  ...zone,
  id: 'dinh',
  name: 'Đình',
  outputId: 'loa',
  channels: [{ relayId: 'cot-1', channel: 1 }],
  minutesPerDay: null,
};
export const cho: Zone = {
  ...dinh,
  id: 'cho',
  name: 'Chợ',
  outputId: 'loa-2',
  channels: [{ relayId: 'cot-2', channel: 1 }],
};
export const online: Relay = { ...relay, id: 'cot-1', name: 'Cột 1', availability: 'online', maintenance: false };
export const bulletin: Recording = { ...recording, id: 'ban-tin', title: 'Bản tin', durationMs: 60_000 };
export const song: Recording = { ...bulletin, id: 'bai-hat', title: 'Bài hát' };
export const morning: Playlist = {
  ...playlist,
  id: 'sang',
  title: 'Sáng',
  items: [bulletin, song].map(({ id, title }) => ({
    uri: `recording:${id}`,
    title,
    recordingId: id,
    durationMs: 60_000,
    problem: null,
  })),
};
export const well: Extract<Heard, { kind: 'decoded' }> = {
  kind: 'decoded',
  lufs: -16.2,
  durationMs: 60_000,
  decodeErrors: 0,
  silentFromMs: null,
};

export function programmeOf(id: string, content: Programme['content']): Programme {
  return {
    id,
    title: id,
    kind: 'bulletin',
    content,
    text: '',
    zoneIds: ['dinh'],
    priority: 'normal',
    rule: { repeat: 'daily', date: '2026-11-24', times: ['05:00'] },
    chimes: { opening: 'default', closing: 'default' },
    bedRecordingId: null,
    staggered: false,
    missed: { policy: 'catch-up', withinMinutes: 5 },
    enabled: true,
    approval: { state: 'approved', by: 'Lan', at: '2026-11-20T00:00:00.000Z', note: null },
    durationMs: 60_000,
    nextAt: null,
    problem: null,
  };
}

export function slotOf(programmeId: string, startsAt: string, change: Partial<Slot> = {}): Slot {
  return {
    id: `${programmeId}-${startsAt.slice(3, 5)}`,
    programmeId,
    title: programmeId,
    kind: 'bulletin',
    priority: 'normal',
    zoneIds: ['dinh'],
    startsAt: `2026-11-${startsAt}:00.000Z`,
    endsAt: new Date(Date.parse(`2026-11-${startsAt}:00.000Z`) + 60_000).toISOString(),
    state: 'planned',
    override: null,
    holds: [],
    outcome: null,
    ...change,
  };
}

export const tin = programmeOf('tin', { kind: 'recording', recordingId: 'ban-tin' });
export const nhac = programmeOf('nhac', { kind: 'playlist', playlistId: 'sang' });

/** 05:00 and 06:00 the next morning in the village. */
export const early = slotOf('tin', '23T22:00');
export const later = slotOf('nhac', '23T23:00');

export function soundsOf(heard: Readonly<Record<string, Heard>>): PreflightFacts['sounds'] {
  const titled = [bulletin, song].filter(({ id }) => heard[id]);
  return new Map(titled.map((one) => [one.id, { recording: one, heard: heard[one.id]! }]));
}

export function byId<T extends { id: string }>(...things: T[]): Map<string, T> {
  return new Map(things.map((thing) => [thing.id, thing]));
}

export const allWell: PreflightFacts = {
  todayFrom: Date.parse('2026-11-22T17:00:00.000Z'),
  clockTrusted: true,
  freeBytes: 20_000_000_000,
  ffmpegPresent: true,
  slots: [early, later],
  programmes: byId(tin, nhac),
  playlists: byId(morning),
  chimes: new Map(),
  sounds: soundsOf({ 'ban-tin': well, 'bai-hat': well }),
  upstreams: new Map(),
  zones: byId(dinh, cho),
  relays: byId(online, { ...online, id: 'cot-2', name: 'Cột 2' }),
  quiet: () => ({ quiet: false, nextQuietAt: Date.parse('2026-11-24T15:00:00.000Z') }),
};
