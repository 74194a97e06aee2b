import { describe, expect, it } from 'vitest';
import type { Hold, Relay, Slot, Zone } from '../../../gateway/src/contract/index.ts';
import type { Heard, PreflightFacts } from '../../../gateway/src/preflight/facts.ts';
import { countWell, judgePreflight } from '../../../gateway/src/preflight/judge.ts';
import { recordingsIn } from '../../../gateway/src/preflight/judge-sounds.ts';
import {
  allWell,
  byId,
  cho,
  dinh,
  early,
  later,
  morning,
  online,
  slotOf,
  song,
  soundsOf,
  tin,
  well,
} from './tomorrow.ts';

const told = (change: Partial<PreflightFacts>) => judgePreflight({ ...allWell, ...change });
/** `blocks relay.offline → relay cot-1: tin-22, nhac-23` */
const lines = (change: Partial<PreflightFacts>) =>
  told(change).map(({ severity, reason, fix, slotIds }) => {
    const where = fix ? ` → ${fix.kind}${fix.id === null ? '' : ` ${fix.id}`}` : '';
    return `${severity} ${reason.code}${where}: ${slotIds.join(', ')}`;
  });
const held = (code: string, params: Hold['reason']['params'] = {}, zoneIds = ['dinh']): Hold[] => [
  { zoneIds, reason: { code, params } },
];

describe('looking ahead', () => {
  it('has nothing to say when all is well', () => {
    expect(told({})).toEqual([]);
    expect(countWell(allWell)).toEqual({ files: 2, relays: 1 });
  });

  it('has nothing to say of a day without slots', () => {
    expect(told({ slots: [], sounds: new Map() })).toEqual([]);
  });

  it('says the gravest first', () => {
    const severities = told({ freeBytes: 300e6, clockTrusted: false, sounds: soundsOf({ 'ban-tin': well }) });
    expect(severities.map(({ severity }) => severity)).toEqual(['blocks', 'warns', 'warns']);
  });
});

describe('the plan', () => {
  it('names a programme that nobody approved once, with all its slots', () => {
    const holds = held('slot.not-approved', { state: 'submitted' });
    const noon = slotOf('tin', '24T05:00', { holds });
    const found = told({ slots: [{ ...early, holds }, noon] });
    expect(found).toEqual([
      {
        severity: 'blocks',
        reason: {
          code: 'preflight.not-approved',
          params: { state: 'submitted', programme: 'tin', at: early.startsAt },
        },
        fix: { kind: 'programme', id: 'tin' },
        slotIds: [early.id, noon.id],
      },
    ]);
  });

  it('says that the other content of one slot waits for approval', () => {
    const slots = [{ ...early, holds: held('slot.content-not-approved', { by: 'Lan' }) }];
    expect(lines({ slots })).toEqual(['blocks preflight.content-not-approved → slot tin-22: tin-22']);
  });

  it('names what an overlay or the minutes keep silent, and asks nothing more of it', () => {
    const overlay = held('slot.overlay', { kind: 'mourning', title: '', until: '2026-11-25', overlayId: 'tang-le' });
    const minutes = held('slot.minutes-used-up', { zone: 'Đình', used: 30, limit: 30 });
    const slots = [
      { ...early, holds: overlay },
      { ...later, holds: minutes },
    ];
    expect(lines({ slots, sounds: new Map(), relays: new Map() })).toEqual([
      'warns preflight.overlay → overlay tang-le: tin-22',
      'warns preflight.minutes-used-up → zone dinh: nhac-23',
    ]);
  });

  it('still looks at the other zones of a slot that is silent in some', () => {
    const holds = held('slot.overlay', { overlayId: 'tang-le' });
    const slots = [{ ...early, zoneIds: ['dinh', 'cho'], holds }];
    expect(lines({ slots, zones: byId(dinh, { ...cho, outputId: null }) })).toEqual([
      'blocks zone.no-output → zone cho: tin-22',
      'warns preflight.overlay → overlay tang-le: tin-22',
    ]);
  });

  it('says once that a slot starts in quiet hours, whether or not the gates knew', () => {
    const quiet = () => ({ quiet: true, nextQuietAt: null });
    const known = { ...early, holds: held('slot.quiet-hours', { zones: 'Đình' }) };
    const expected = ['blocks preflight.quiet-hours → slot tin-22: tin-22'];
    expect(lines({ slots: [early], quiet })).toEqual(expected);
    expect(lines({ slots: [known], quiet })).toEqual(expected);
  });

  it('warns of a slot that is quiet in some of its zones only', () => {
    const quiet = (zoneId: string) => ({ quiet: zoneId === 'cho', nextQuietAt: null });
    const [found] = told({ slots: [{ ...early, zoneIds: ['dinh', 'cho'] }], quiet });
    expect(found).toMatchObject({ severity: 'warns', reason: { params: { zones: 'Chợ' } } });
  });

  it('warns of a slot that runs into quiet hours, to the second', () => {
    const quietAt = (at: string) => () => ({ quiet: false, nextQuietAt: Date.parse(at) });
    const [found] = told({ slots: [early], quiet: quietAt('2026-11-23T22:00:59.000Z') });
    expect(found).toMatchObject({
      severity: 'warns',
      reason: {
        code: 'preflight.into-quiet-hours',
        params: { programme: 'tin', zones: 'Đình', quietAt: '2026-11-23T22:00:59.000Z' },
      },
    });
    expect(told({ slots: [early], quiet: quietAt(early.endsAt) })).toEqual([]);
  });

  it('warns of a slot of which nobody knows how long it is', () => {
    const slots = [{ ...early, endsAt: early.startsAt }];
    expect(lines({ slots })).toEqual(['warns preflight.length-unknown → slot tin-22: tin-22']);
  });
});

describe('two slots on one output at once', () => {
  const first: Slot = { ...early, endsAt: '2026-11-23T22:10:00.000Z' };
  const second: Slot = { ...later, startsAt: '2026-11-23T22:09:59.000Z' };

  it('cannot both be heard when they are of one rank', () => {
    const [found, ...more] = told({ slots: [first, second] });
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      severity: 'blocks',
      reason: { code: 'preflight.clash', params: { programme: 'nhac', other: 'tin', otherAt: first.startsAt } },
      fix: { kind: 'slot', id: second.id },
      slotIds: [second.id, first.id],
    });
  });

  it.each<[string, Slot, Slot, string]>([
    ['the second', first, { ...second, priority: 'priority' }, 'tin'],
    ['the first', { ...first, priority: 'priority' }, second, 'nhac'],
  ])('yield by rank: %s is heard', (_which, one, other, yields) => {
    const found = told({ slots: [one, other] });
    expect(found).toMatchObject([
      { severity: 'warns', reason: { code: 'preflight.yields', params: { programme: yields } } },
    ]);
  });

  it('are no trouble on different outputs, one after the other, or when one is silent on purpose', () => {
    expect(told({ slots: [first, { ...second, zoneIds: ['cho'] }] })).toEqual([]);
    expect(told({ slots: [first, { ...second, startsAt: first.endsAt }] })).toEqual([]);
    const silent = { ...second, holds: held('slot.overlay', { overlayId: 'o' }) };
    expect(lines({ slots: [first, silent] })).toEqual(['warns preflight.overlay → overlay o: nhac-23']);
  });

  it('are found behind a short one that lies between them', () => {
    const long = { ...early, endsAt: '2026-11-24T00:00:00.000Z' };
    const short = slotOf('tin', '23T22:30', { id: 'short', zoneIds: ['cho'] });
    expect(lines({ slots: [long, short, later] })).toEqual(['blocks preflight.clash → slot nhac-23: nhac-23, tin-22']);
  });
});

describe('the sounds', () => {
  const heard = (one: Heard) => soundsOf({ 'ban-tin': one, 'bai-hat': well });
  const refused: Heard = { kind: 'refused', problem: { code: 'recording.file-missing', params: {} } };

  it.each<[string, Heard, string]>([
    ['cannot be handed out', refused, 'blocks preflight.recording-unusable'],
    ['is broken', { kind: 'broken' }, 'blocks preflight.sound-broken'],
    ['is shorter than it should be', { ...well, durationMs: 59_000 }, 'warns preflight.sound-cut'],
    ['falls silent for long', { ...well, silentFromMs: 30_000 }, 'warns preflight.sound-silent'],
    ['has faults in it', { ...well, decodeErrors: 1 }, 'warns preflight.sound-cut'],
    ['is too quiet', { ...well, lufs: -16.6 }, 'warns preflight.off-level'],
    ['is too loud', { ...well, lufs: -15.4 }, 'warns preflight.off-level'],
    [
      'could not be decoded for another reason',
      { kind: 'undecided', problem: { code: 'media.stuck', params: {} } },
      'warns preflight.sound-undecided',
    ],
  ])('are named when one %s', (_name, one, expected) => {
    expect(lines({ slots: [early], sounds: heard(one) })).toEqual([`${expected} → recording ban-tin: tin-22`]);
  });

  it.each([-16.5, -15.5])('are well at %s LUFS', (lufs) => {
    expect(told({ sounds: heard({ ...well, lufs }) })).toEqual([]);
  });

  it('block a programme that has no other, and are passed over in a playlist: said once, as the graver', () => {
    expect(lines({ sounds: heard({ kind: 'broken' }) })).toEqual([
      'blocks preflight.sound-broken → recording ban-tin: tin-22, nhac-23',
    ]);
    expect(lines({ slots: [later], sounds: heard({ kind: 'broken' }) })).toEqual([
      'warns preflight.sound-broken → recording ban-tin: nhac-23',
    ]);
  });

  it('block a playlist when none of them can be heard', () => {
    const sounds = soundsOf({ 'ban-tin': { kind: 'broken' }, 'bai-hat': refused });
    expect(lines({ slots: [later], sounds })[0]).toBe('blocks playlist.nothing-to-air → playlist sang: nhac-23');
  });

  it('name an item of a playlist that is missing', () => {
    const problem = { code: 'playlist.item-missing', params: {} };
    const missing = { uri: 'a.mp3', title: 'a', recordingId: null, durationMs: null, problem };
    const playlists = byId({ ...morning, items: [...morning.items, missing] });
    expect(told({ playlists })).toEqual([
      {
        severity: 'warns',
        reason: {
          code: 'preflight.item-missing',
          params: { title: 'a', playlist: 'Sáng', cause: 'playlist.item-missing' },
        },
        fix: { kind: 'playlist', id: 'sang' },
        slotIds: [later.id],
      },
    ]);
  });

  it('are gone when the recording, the playlist or the programme is', () => {
    const causes = (change: Partial<PreflightFacts>) => told(change).map(({ reason }) => reason.params.cause);
    expect(causes({ slots: [early], sounds: new Map() })).toEqual(['recording.not-found']);
    expect(causes({ slots: [later], playlists: new Map() })).toEqual(['playlist.not-found']);
    expect(causes({ slots: [early], programmes: new Map() })).toEqual(['programme.not-found']);
  });

  it('are those of the slot itself when somebody put others into it', () => {
    const override = {
      skipped: false,
      movedFrom: null,
      content: { kind: 'recording' as const, recordingId: song.id },
      contentApproved: true,
      by: 'Lan',
    };
    const slots = [{ ...early, override }];
    expect(told({ slots, sounds: soundsOf({ 'bai-hat': well }) })).toEqual([]);
    expect(lines({ slots, sounds: new Map() })).toEqual(['blocks preflight.content-gone → slot tin-22: tin-22']);
  });

  it('are counted together when there was no ffmpeg or no time to listen', () => {
    const sounds = soundsOf({ 'ban-tin': { kind: 'not-reached' }, 'bai-hat': { kind: 'not-reached' } });
    expect(told({ sounds, ffmpegPresent: false })).toMatchObject([
      {
        severity: 'warns',
        reason: { code: 'preflight.ffmpeg-missing', params: { count: 2 } },
        slotIds: ['tin-22', 'nhac-23'],
      },
    ]);
    expect(told({ sounds })).toMatchObject([{ reason: { code: 'preflight.sounds-not-reached' } }]);
    expect(countWell({ ...allWell, sounds }).files).toBe(0);
  });
});

describe('the equipment', () => {
  const relays = (change: Partial<Relay>) => ({ relays: byId({ ...online, ...change }) });
  const zones = (change: Partial<Zone>) => ({ zones: byId({ ...dinh, ...change }) });
  const both = 'tin-22, nhac-23';

  it.each<[string, Partial<Relay>, string]>([
    ['is in maintenance', { maintenance: true }, 'warns relay.maintenance'],
    ['never came in', { availability: 'never-seen', lastSeenAt: null }, 'blocks village.relay-new'],
    [
      'is away but answered today',
      { availability: 'offline', lastSeenAt: '2026-11-22T17:00:00.000Z' },
      'warns preflight.relay-away',
    ],
    [
      'was last heard yesterday',
      { availability: 'offline', lastSeenAt: '2026-11-22T16:59:59.999Z' },
      'blocks preflight.relay-silent',
    ],
  ])('is named when a relay %s', (_name, change, expected) => {
    expect(lines(relays(change))).toEqual([`${expected} → relay cot-1: ${both}`]);
    expect(countWell({ ...allWell, ...relays(change) }).relays).toBe(0);
  });

  it('is named when a relay does not go off by itself, and would be refused', () => {
    const [channel] = online.channels;
    const unsafe = { ...channel!, fault: { code: 'relay.no-fail-safe', params: {} } };
    expect(lines(relays({ channels: [unsafe] }))).toEqual([`blocks relay.no-fail-safe → relay cot-1: ${both}`]);
    expect(lines(relays({ channels: [channel!, { ...unsafe, channel: 2 }] }))).toEqual([]);
  });

  it('is left alone where no slot needs it', () => {
    const away = { ...online, id: 'cot-2', availability: 'offline' as const };
    expect(told({ relays: byId(online, away), zones: byId(dinh, { ...cho, outputId: null }) })).toEqual([]);
  });

  it('is named when a zone has no output, no relay, or is gone with its slots left', () => {
    expect(lines(zones({ outputId: null }))).toEqual([`blocks zone.no-output → zone dinh: ${both}`]);
    expect(lines(zones({ channels: [] }))).toEqual([`warns preflight.zone-no-channel → zone dinh: ${both}`]);
    expect(lines({ zones: new Map() })).toEqual([`blocks preflight.zone-gone: ${both}`]);
    expect(lines({ relays: new Map() })).toEqual([`blocks preflight.relay-gone → relay cot-1: ${both}`]);
  });

  it.each<[number, string[]]>([
    [500e6, []],
    [499e6, ['warns preflight.disk-low: ']],
    [100e6, ['warns preflight.disk-low: ']],
    [99e6, ['blocks preflight.disk-full: ']],
  ])('with %s bytes free on the disk', (freeBytes, expected) => {
    expect(lines({ freeBytes })).toEqual(expected);
  });

  it('holds every slot while nobody vouches for the clock', () => {
    expect(lines({ clockTrusted: false })).toEqual([`blocks village.clock-untrusted → clock: ${both}`]);
  });
});

describe('the music under a programme', () => {
  const overSong = { programmes: byId({ ...tin, bedRecordingId: 'bai-hat' }), slots: [early] };

  it.each<[string, Heard | null, string[]]>([
    ['is well', well, []],
    ['is broken', { kind: 'broken' }, ['warns preflight.sound-broken → recording bai-hat: tin-22']],
    ['falls silent itself, which nobody leaves it for', { ...well, silentFromMs: 20_000 }, []],
    ['is gone', null, ['warns preflight.bed-gone → programme tin: tin-22']],
  ])('that %s keeps no word from being heard', (_how, heard, expected) => {
    const sounds = soundsOf({ 'ban-tin': well, ...(heard && { 'bai-hat': heard }) });
    expect(lines({ ...overSong, sounds })).toEqual(expected);
  });

  it('is not looked for where there is none: under a station, and under zones that speak in turn', () => {
    const programmes = byId({ ...tin, bedRecordingId: 'bai-hat', staggered: true });
    expect(recordingsIn(early, { ...allWell, programmes })).toEqual(['ban-tin']);
    expect(recordingsIn(early, { ...allWell, ...overSong })).toEqual(['ban-tin', 'bai-hat']);
  });
});
