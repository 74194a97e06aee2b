import { describe, expect, it } from 'vitest';
import {
  chooser,
  decide,
  isHushed,
  onBegun,
  onLocal,
  onUrl,
  whyNotFirst,
  type ChooserState,
} from '../../../gateway/src/rebroadcast/chooser.ts';
import type { SourceEvent } from '../../../gateway/src/rebroadcast/source-state.ts';

type Says = 'sound' | 'last' | 'silence' | 'nothing' | 'gone';

/**
 * Lives second by second, ten looks each: what each address does at a time, what is aired then. `-` is silence, `.` silence
 * for so long that nobody listens any more.
 */
function live(
  urls: number,
  seconds: number,
  says: (index: number, second: number) => Says,
  { localSeconds = 0, startAt = 0 }: { localSeconds?: number; startAt?: number } = {},
) {
  let state: ChooserState = chooser(urls, localSeconds > 0);
  let localLeft = localSeconds;
  const aired: string[] = [];
  const opened: [number, number][] = [];
  for (let now = 0; now < seconds * 1_000; now += 100) {
    const second = Math.floor(now / 1_000);
    if (now === startAt * 1_000) state = onBegun(state, now);
    for (let index = 0; index < urls; index++) {
      const phase = state.sources[index]?.phase;
      if (phase === 'closed' || phase === 'resting') continue;
      const said = says(index, second);
      const events = { sound: 'heard', last: 'heard', silence: 'quiet', nothing: 'starved', gone: 'failed' } as const;
      const event: SourceEvent = events[said];
      state = onUrl(state, index, event, now, { code: 'upstream.ended', params: {} });
      if (said === 'last') state = onUrl(state, index, 'ending', now);
    }
    if (state.aired.kind === 'local') {
      localLeft -= 0.1;
      state = onLocal(state, localLeft > 0 ? 'airing' : 'spent', now);
    }
    const decision = decide(state, now);
    state = decision.state;
    for (const index of decision.open) opened.push([second, index]);
    const { aired: choice } = state;
    const nothing = isHushed(state, now) ? '.' : '-';
    if (now % 1_000 === 900)
      aired.push(choice.kind === 'url' ? String(choice.index) : choice.kind === 'local' ? 'L' : nothing);
  }
  return { story: aired.join(' ').replace(/ /g, ''), opened, state };
}

describe('what of a station is aired', () => {
  it('the first address, while it sounds, and no other is even asked', () => {
    const { story, opened } = live(2, 20, () => 'sound');
    expect(story).toBe('0'.repeat(20));
    expect(opened).toEqual([[0, 0]]);
  });

  it('the second as soon as the first is gone, and the first again once it has sounded for five seconds', () => {
    const { story } = live(2, 40, (index, second) => (index === 0 && second >= 5 && second < 15 ? 'gone' : 'sound'));
    expect(story).toMatch(/^0{5}1+0+$/);
    // Tried again after 10 s and found well, proven for 5 s.
    expect(story.indexOf('0', 5)).toBe(20);
  });

  it('the second is opened while the last of the first is heard, and the first plays to its end', () => {
    const { story, opened } = live(2, 20, (index, second) => {
      if (index === 1 || second < 5) return 'sound';
      return second < 8 ? 'last' : 'gone';
    });
    expect(story).toBe(`${'0'.repeat(8)}${'1'.repeat(12)}`);
    expect(opened[1]).toEqual([5, 1]);
  });

  it('a pause in the programme changes nothing, ten seconds of silence do, and the next plays by then', () => {
    const pause = live(2, 30, (index, second) => (index === 0 && second >= 5 && second < 13 ? 'silence' : 'sound'));
    expect(pause.story).toBe('0'.repeat(30));
    expect(pause.opened).toContainEqual([7, 1]);
    const silence = live(2, 30, (index, second) => (index === 0 && second >= 5 ? 'silence' : 'sound'));
    expect(silence.story).toBe(`${'0'.repeat(14)}${'1'.repeat(16)}`);
  });

  it('a line that stands still is left for one that sounds, sooner than silence is', () => {
    const { story } = live(2, 20, (index, second) => (index === 0 && second >= 5 ? 'nothing' : 'sound'));
    expect(story).toMatch(/^0{7,8}1+$/);
  });

  it('with all addresses gone the recording is played to its end, though the station is back before', () => {
    const { story } = live(1, 60, (_, second) => (second >= 5 && second < 12 ? 'gone' : 'sound'), { localSeconds: 30 });
    expect(story).toMatch(/^0{5}-{1,2}L{30}0+$/);
  });

  it('a station that is back at once is waited for, rather than a long recording begun', () => {
    const { story } = live(1, 30, (_, second) => (second === 5 ? 'gone' : 'sound'), { localSeconds: 600 });
    expect(story).toMatch(/^0{5}-{2}0+$/);
  });

  it('with nothing left it goes on asking to the slot’s end, less and less often, and nobody has to listen', () => {
    const { story, opened } = live(2, 600, (_, second) => (second >= 5 ? 'gone' : 'sound'));
    expect(story).toMatch(/^0{5}-{59,60}\.{535,536}$/);
    const times = opened.flatMap(([second, index]) => (index === 0 && second > 4 ? [second] : []));
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(gaps.slice(0, 4)).toEqual([4, 8, 16, 30]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(31);
  });

  it('a single address that returns after minutes is heard within half a minute, and one that was silent likewise', () => {
    const away = live(1, 400, (_, second) => (second >= 5 && second < 300 ? 'gone' : 'sound'));
    expect(away.story).toMatch(/^0{5}[-.]{295,325}0{70,}$/);
    const silent = live(1, 400, (_, second) => (second >= 5 && second < 300 ? 'silence' : 'sound'));
    expect(silent.story).toMatch(/^0{14,15}[-.]{285,316}0{70,}$/);
    expect(silent.story).toContain('.');
  });

  it('before the slot has begun nobody has waited', () => {
    const { story } = live(1, 100, () => 'gone', { startAt: 12 });
    expect(story).toBe(`${'-'.repeat(72)}${'.'.repeat(28)}`);
  });

  it('at the slot’s start the recording begins at once when the addresses were tried in vain before', () => {
    const { story } = live(2, 30, () => 'gone', { startAt: 10, localSeconds: 5 });
    expect(story).toMatch(/^-{10}L{5}-{15}$/);
  });

  it('who is away is asked less and less often, up to every three minutes', () => {
    const { opened } = live(2, 1_200, (index) => (index === 0 ? 'gone' : 'sound'));
    const times = opened.flatMap(([second, index]) => (index === 0 ? [second] : []));
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(gaps.slice(0, 5)).toEqual([10, 20, 40, 80, 160]);
    expect(Math.max(...gaps)).toBe(180);
  });

  it('an address that never says anything is passed over, and named', () => {
    const { story, state } = live(2, 20, (index) => (index === 0 ? 'nothing' : 'sound'));
    expect(story).toMatch(/^-{3}1+$/);
    expect(whyNotFirst(state)).toEqual({ code: 'upstream.too-slow', params: {} });
  });

  it('one that comes and goes every few seconds does not take the air to and fro', () => {
    const { story } = live(2, 120, (index, second) =>
      index === 0 && second % 4 < 2 ? 'sound' : index === 0 ? 'gone' : 'sound',
    );
    expect(story.replace(/^0*1+/, '')).toBe('');
  });
});
