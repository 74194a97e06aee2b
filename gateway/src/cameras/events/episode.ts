import type { CameraEventEnding } from '../../contract/index.ts';
import type { CameraNotice } from '../onvif/notices.ts';

/**
 * What a camera noticed, as people would tell it: edges become events that begin and end, what resumes after a moment is
 * the same event, what never ends is ended, and a camera that talks without end says little. Pure.
 */
export type EpisodeKind = CameraNotice['what'];

/** An instant (epoch ms) and a clock that never steps, ms: the one is written down, waits are measured by the other. */
export interface Moment {
  readonly at: number;
  readonly runs: number;
}

export interface Episode {
  readonly began: Moment;
  readonly times: number;
  /** `on`: it lasts. `resting`: it stopped just now and may resume. `told`: its end is written, and it may still resume. */
  readonly state: 'on' | 'resting' | 'told';
  /** When it was last said that it lasts; when it stopped. */
  readonly lastWord: Moment;
  readonly ending: CameraEventEnding;
}

export interface Diary {
  readonly episodes: Readonly<Partial<Record<EpisodeKind, Episode>>>;
  /** When the events of the last hour began, by the clock that never steps. */
  readonly begun: readonly number[];
}

/** What is to be written down. `again`: the event before has not ended after all. */
export type Step =
  | { readonly do: 'begin' | 'again'; readonly kind: EpisodeKind; readonly at: number }
  | {
      readonly do: 'end';
      readonly kind: EpisodeKind;
      readonly at: number;
      readonly ending: CameraEventEnding;
      readonly times: number;
    };

export interface Told {
  readonly diary: Diary;
  readonly steps: readonly Step[];
}

export const emptyDiary: Diary = { episodes: {}, begun: [] };

/** "Off" may never come: without a word for so long it is over. */
export const noWordMs = 30_000;
/** What resumes within it is the same event. */
export const restMs = 15_000;
/** Of a camera that begins more events an hour than this, what resumes within the longer time is the same one too. */
const manyAnHour = 12;
const busyRestMs = 300_000;
const hourMs = 3_600_000;
/** A longer one goes on as the next, so that a tree in the wind does not hide who comes at two. */
export const longestMs = 600_000;

export function hear(diary: Diary, notice: Pick<CameraNotice, 'what' | 'on' | 'known'>, now: Moment): Told {
  const { what: kind, on, known } = notice;
  const episode = diary.episodes[kind];
  if (kind === 'line-crossed') return on && !known ? cross(diary, episode, now) : nothing(diary);
  if (!on) return episode?.state === 'on' ? keep(diary, kind, stopped(episode, now, 'said')) : nothing(diary);
  if (known && episode?.state !== 'on') return nothing(diary);
  if (!episode) return begin(diary, kind, now, 'on');
  if (now.runs - episode.began.runs >= longestMs) return split(diary, kind, episode, now, 'on');
  return goOn(diary, kind, episode, now, 'on');
}

/** Asked each second: what has been over for long enough is. */
export function look(diary: Diary, now: Moment): Told {
  let told = nothing(diary);
  for (const [kind, episode] of entriesOf(diary)) {
    const silentMs = now.runs - episode.lastWord.runs;
    const then = told.diary;
    if (episode.state === 'on' && silentMs >= noWordMs) {
      told = followedBy(told, keep(then, kind, stopped(episode, now, 'assumed')));
    } else if (episode.state === 'resting' && silentMs >= restMs) {
      const kept = isBusy(then, now) ? ({ ...episode, state: 'told' } as const) : null;
      told = followedBy(told, { diary: put(then, kind, kept), steps: [endOf(kind, episode)] });
    } else if (episode.state === 'told' && silentMs >= busyRestMs) {
      told = followedBy(told, { diary: put(then, kind, null), steps: [] });
    }
  }
  return told;
}

/** It is not heard any more: nobody knows how long what lasted goes on. */
export function fallSilent(diary: Diary, now: Moment): Told {
  const steps = entriesOf(diary).flatMap(([kind, episode]) => {
    if (episode.state === 'told') return [];
    return [endOf(kind, episode.state === 'on' ? stopped(episode, now, 'unheard') : episode)];
  });
  return { diary: { ...diary, episodes: {} }, steps };
}

/** Whether there is anything to look at. */
export const isIdle = (diary: Diary): boolean => entriesOf(diary).length === 0;

function cross(diary: Diary, episode: Episode | undefined, now: Moment): Told {
  if (!episode) return begin(diary, 'line-crossed', now, 'resting');
  if (now.runs - episode.began.runs >= longestMs) return split(diary, 'line-crossed', episode, now, 'resting');
  return goOn(diary, 'line-crossed', episode, now, 'resting');
}

function begin(diary: Diary, kind: EpisodeKind, now: Moment, state: 'on' | 'resting'): Told {
  const begun = [...diary.begun.filter((runs) => now.runs - runs < hourMs), now.runs];
  const episode: Episode = { began: now, times: 1, state, lastWord: now, ending: 'said' };
  return { diary: put({ ...diary, begun }, kind, episode), steps: [{ do: 'begin', kind, at: now.at }] };
}

/** The same event: noticed once more, unless it was only repeated that it lasts. */
function goOn(diary: Diary, kind: EpisodeKind, episode: Episode, now: Moment, state: 'on' | 'resting'): Told {
  const times = episode.state === 'on' ? episode.times : episode.times + 1;
  const steps: Step[] = episode.state === 'told' ? [{ do: 'again', kind, at: now.at }] : [];
  return { diary: put(diary, kind, { ...episode, times, state, lastWord: now, ending: 'said' }), steps };
}

function split(diary: Diary, kind: EpisodeKind, episode: Episode, now: Moment, state: 'on' | 'resting'): Told {
  const ended = episode.state === 'on' ? stopped(episode, now, 'goes-on') : episode;
  const before: Told = {
    diary: put(diary, kind, null),
    steps: episode.state === 'told' ? [] : [endOf(kind, ended)],
  };
  return followedBy(before, begin(before.diary, kind, now, state));
}

function stopped(episode: Episode, now: Moment, ending: CameraEventEnding): Episode {
  return { ...episode, state: 'resting', lastWord: now, ending };
}

function endOf(kind: EpisodeKind, { began, lastWord, ending, times }: Episode): Step {
  // The clock may have been set back meanwhile; nothing ends before it began.
  return { do: 'end', kind, at: Math.max(began.at, lastWord.at), ending, times };
}

const isBusy = ({ begun }: Diary, now: Moment) => begun.filter((runs) => now.runs - runs < hourMs).length > manyAnHour;

const entriesOf = ({ episodes }: Diary) => Object.entries(episodes) as [EpisodeKind, Episode][];

function put(diary: Diary, kind: EpisodeKind, episode: Episode | null): Diary {
  const { [kind]: _before, ...others } = diary.episodes;
  return { ...diary, episodes: episode ? { ...others, [kind]: episode } : others };
}

const keep = (diary: Diary, kind: EpisodeKind, episode: Episode): Told => ({
  diary: put(diary, kind, episode),
  steps: [],
});
const nothing = (diary: Diary): Told => ({ diary, steps: [] });
const followedBy = (before: Told, after: Told): Told => ({
  diary: after.diary,
  steps: [...before.steps, ...after.steps],
});
