import type { OwnContent, Playlist, PreflightFinding, Reason, Slot } from '../contract/index.ts';
import { mayHaveBed } from '../core/air/bed.ts';
import { contentOf, wantedIn, type PreflightFacts, type Sound } from './facts.ts';
import type { UpstreamCheck } from '../rebroadcast/upstream-service.ts';
import { finding } from './findings.ts';

/** Pure: what stands in the way of slots in the sounds that are to be heard. */

/** Prepared sound is at −16 ± 0.5 LUFS; what is off that was changed on the disk, or never came there. */
const targetLufs = -16;
const toleranceLu = 0.5;
/** What is known of a length is rounded to milliseconds; more than this is missing sound. */
const shorterMs = 250;

type SoundFacts = Pick<
  PreflightFacts,
  'slots' | 'programmes' | 'playlists' | 'chimes' | 'sounds' | 'upstreams' | 'ffmpegPresent'
>;

export function judgeSounds(facts: SoundFacts): PreflightFinding[] {
  const wanted = facts.slots.filter((slot) => wantedIn(slot).length > 0);
  return [
    ...wanted.flatMap((slot) => [...judgeContent(slot, facts), ...judgeChimes(slot, facts), ...judgeBed(slot, facts)]),
    ...judgeNotReached(wanted, facts),
  ];
}

/** What is wrong with a sound, and whether nothing at all of it can be heard; null: it is well, or was not listened to. */
export function troubleOf({ recording, heard }: Sound): { silent: boolean; reason: Reason } | null {
  const { title } = recording;
  const told = (silent: boolean, code: string, params: Reason['params'] = {}) => ({
    silent,
    reason: { code, params: { title, ...params } },
  });
  switch (heard.kind) {
    case 'refused':
      return told(true, 'preflight.recording-unusable', { cause: heard.problem.code });
    case 'broken':
      return told(true, 'preflight.sound-broken');
    case 'undecided':
      return told(false, 'preflight.sound-undecided', { cause: heard.problem.code });
    case 'not-reached':
      return null;
    case 'decoded': {
      const wholeMs = recording.durationMs ?? heard.durationMs;
      if (heard.decodeErrors > 0 || heard.durationMs < wholeMs - shorterMs) {
        const heardSeconds = Math.floor(heard.durationMs / 1_000);
        return told(false, 'preflight.sound-cut', { heardSeconds, wholeSeconds: Math.round(wholeMs / 1_000) });
      }
      if (heard.silentFromMs !== null) {
        return told(false, 'preflight.sound-silent', { atSeconds: Math.round(heard.silentFromMs / 1_000) });
      }
      // Tenths of the meter, compared as what they are.
      const offLu = Math.round(Math.abs(heard.lufs - targetLufs) * 10) / 10;
      return offLu > toleranceLu ? told(false, 'preflight.off-level', { lufs: heard.lufs, targetLufs }) : null;
    }
  }
}

function judgeContent(slot: Slot, facts: SoundFacts): PreflightFinding[] {
  const content = contentOf(slot, facts.programmes);
  if (!content) return [gone(slot, 'programme.not-found')];
  if (content.kind === 'rebroadcast') {
    const upstream = facts.upstreams.get(content.upstreamId);
    return upstream ? judgeUpstream(slot, content.upstreamId, upstream, facts) : [gone(slot, 'upstream.not-found')];
  }
  if (content.kind === 'recording') {
    const sound = facts.sounds.get(content.recordingId);
    return sound ? judgeSound(slot, sound, true) : [gone(slot, 'recording.not-found')];
  }
  const playlist = facts.playlists.get(content.playlistId);
  return playlist ? judgePlaylist(slot, playlist, facts.sounds) : [gone(slot, 'playlist.not-found')];
}

function gone(slot: Slot, cause: string): PreflightFinding {
  const params = { programme: slot.title, at: slot.startsAt, cause };
  const own = slot.override?.content || slot.programmeId === null;
  const fix = own ? { kind: 'slot' as const, id: slot.id } : { kind: 'programme' as const, id: slot.programmeId };
  return finding('blocks', { code: 'preflight.content-gone', params }, fix, [slot]);
}

/** A chime that is spoiled keeps nothing from sounding. */
function judgeChimes(slot: Slot, facts: SoundFacts): PreflightFinding[] {
  return chimesOf(slot, facts).flatMap((id) => {
    const sound = facts.sounds.get(id);
    return sound ? judgeSound(slot, sound, false) : [];
  });
}

/** Nor does the music under it; where it falls silent itself, nobody leaves it. */
function judgeBed(slot: Slot, facts: SoundFacts): PreflightFinding[] {
  const id = bedOf(slot, facts);
  if (id === null) return [];
  const sound = facts.sounds.get(id);
  if (sound) return judgeSound(slot, sound, false).filter(({ reason }) => reason.code !== 'preflight.sound-silent');
  const params = { programme: slot.title, at: slot.startsAt };
  const fix = { kind: 'programme' as const, id: slot.programmeId };
  return [finding('warns', { code: 'preflight.bed-gone', params }, fix, [slot])];
}

/** The recording under the words of a slot; null: none is heard. */
function bedOf(slot: Slot, { programmes }: Pick<SoundFacts, 'programmes'>): string | null {
  const programme = programmes.get(slot.programmeId ?? '');
  const content = contentOf(slot, programmes);
  return programme && content && mayHaveBed({ ...programme, content }) ? programme.bedRecordingId : null;
}

function chimesOf({ programmeId }: Slot, { chimes }: Pick<SoundFacts, 'chimes'>): readonly string[] {
  return chimes.get(programmeId ?? '') ?? [];
}

/** `alone`: there is nothing else to be heard in the slot. */
function judgeSound(slot: Slot, sound: Sound, alone: boolean): PreflightFinding[] {
  const trouble = troubleOf(sound);
  if (!trouble) return [];
  const severity = alone && trouble.silent ? 'blocks' : 'warns';
  return [finding(severity, trouble.reason, { kind: 'recording', id: sound.recording.id }, [slot])];
}

function judgePlaylist(slot: Slot, { id, title, items }: Playlist, sounds: SoundFacts['sounds']): PreflightFinding[] {
  const fix = { kind: 'playlist' as const, id };
  let audible = 0;
  const found = items.flatMap((item) => {
    const sound = sounds.get(item.recordingId ?? '');
    if (sound) {
      if (!troubleOf(sound)?.silent) audible++;
      return judgeSound(slot, sound, false);
    }
    const params = { title: item.title, playlist: title, cause: item.problem?.code ?? 'recording.not-found' };
    return [finding('warns', { code: 'preflight.item-missing', params }, fix, [slot])];
  });
  if (audible > 0) return found;
  return [finding('blocks', { code: 'playlist.nothing-to-air', params: { title } }, fix, [slot]), ...found];
}

/** Without any address that sounds, and nothing of the village's own for then, it will be silent as things stand. */
function judgeUpstream(slot: Slot, id: string, { name, heard, fallback }: UpstreamCheck, facts: SoundFacts) {
  const fix = { kind: 'upstream' as const, id };
  const silent = heard.flatMap(({ url, problem }) => (problem ? [{ url, cause: problem.code }] : []));
  const own = fallback ? recordingsIn(slot, facts).flatMap((recordingId) => facts.sounds.get(recordingId) ?? []) : [];
  const spare = own.some((sound) => !troubleOf(sound)?.silent);
  const [first] = silent;
  if (!first) return [];
  if (silent.length < heard.length) {
    return silent.map(({ url, cause }) =>
      finding('warns', { code: 'preflight.upstream-address', params: { upstream: name, url, cause } }, fix, [slot]),
    );
  }
  const code = spare ? 'preflight.upstream-only-local' : 'preflight.upstream-silent';
  return [finding(spare ? 'warns' : 'blocks', { code, params: { upstream: name, cause: first.cause } }, fix, [slot])];
}

/** Said once for all of them: it is no fault of any. */
function judgeNotReached(wanted: readonly Slot[], facts: SoundFacts): PreflightFinding[] {
  const waiting = [...facts.sounds.values()].filter(({ heard }) => heard.kind === 'not-reached');
  if (waiting.length === 0) return [];
  const ids = new Set(waiting.map(({ recording }) => recording.id));
  const slots = wanted.filter((slot) => recordingsIn(slot, facts).some((id) => ids.has(id)));
  const code = facts.ffmpegPresent ? 'preflight.sounds-not-reached' : 'preflight.ffmpeg-missing';
  return [finding('warns', { code, params: { count: waiting.length } }, null, slots)];
}

/** The recordings that are to be heard in a slot, or are kept for when a station is away. */
export function recordingsIn(
  slot: Slot,
  facts: Pick<SoundFacts, 'programmes' | 'playlists' | 'chimes' | 'upstreams'>,
): readonly string[] {
  const wanted = contentOf(slot, facts.programmes);
  if (wanted?.kind === 'rebroadcast') {
    const fallback = facts.upstreams.get(wanted.upstreamId)?.fallback;
    return fallback ? soundsOf(fallback, facts) : [];
  }
  const content = wanted;
  if (!content) return [];
  const bed = bedOf(slot, facts);
  return [...chimesOf(slot, facts), ...soundsOf(content, facts), ...(bed === null ? [] : [bed])];
}

function soundsOf(content: OwnContent, { playlists }: Pick<SoundFacts, 'playlists'>): string[] {
  if (content.kind === 'recording') return [content.recordingId];
  return (playlists.get(content.playlistId)?.items ?? []).flatMap(({ recordingId }) => recordingId ?? []);
}
