import { beforeAll, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import type { Upstream } from '#contract';
import { minutesIn } from '../../../ui/src/lib/content.ts';
import { contentRows } from '../../../ui/src/lib/content-rows.ts';
import { withWords } from '../../../ui/src/lib/i18n/index.svelte.ts';
import { sayHeard } from '../../../ui/src/lib/say-heard.ts';
import { UpstreamDraft } from '../../../ui/src/screens/more/upstreams/upstream-draft.svelte.ts';
import { programmesOf, saySource, upstreamMark } from '../../../ui/src/screens/more/upstreams/upstream-words.ts';
import { programme, upstream } from '../../support/fake-services.ts';

beforeAll(async () => {
  await speakIn('vi');
  await withWords('more', Promise.resolve());
});

const fallback = { kind: 'recording', recordingId: 'nhac' } as const;
const since = '2026-11-26T22:00:00.000Z';
const why = { code: 'upstream.line-lost', params: {} };
const on = (onAir: NonNullable<Upstream['onAir']>): Upstream => ({
  ...upstream,
  urls: ['https://a.example/1', 'https://b.example/2'],
  onAir,
});

describe('what is written down about a station', () => {
  it('a line left empty is no address, and the same address counts once', () => {
    const draft = new UpstreamDraft({ ...upstream, urls: ['https://a.example/1'] });
    draft.add();
    draft.write(2, '  ');
    draft.add();
    draft.write(3, ' https://a.example/1 ');
    expect(draft.input).toEqual({ name: 'VOV1', urls: ['https://a.example/1'], fallback: null, lanAllowed: false });
  });

  it('the spare address moves up, and the main one can be taken out', () => {
    const draft = new UpstreamDraft(on({ urlIndex: 0, local: null, since, why: null }));
    draft.move(2, -1);
    expect(draft.urls).toEqual(['https://b.example/2', 'https://a.example/1']);
    draft.remove(2);
    expect(draft.urls).toEqual(['https://a.example/1']);
  });

  it('whoever wants a fallback has to say which, and a station is none', () => {
    const draft = new UpstreamDraft(upstream);
    draft.falling = true;
    draft.fallOn({ kind: 'rebroadcast', upstreamId: 'vov2', minutes: 15 });
    expect(draft.input).toBeNull();
    draft.fallOn(fallback);
    expect(draft.input).toMatchObject({ fallback });
    draft.falling = false;
    expect(draft.input).toMatchObject({ fallback: null });
  });

  it('eight addresses are enough', () => {
    const draft = new UpstreamDraft(upstream);
    while (!draft.full) draft.add();
    expect(draft.lines).toHaveLength(8);
  });
});

describe('how a station stands', () => {
  it('says which source is aired, and that it is not the first', () => {
    expect(upstreamMark(on({ urlIndex: 0, local: null, since, why: null }), [])).toEqual({
      tone: 'on-air',
      word: 'Đang tiếp âm',
    });
    const spare = on({ urlIndex: 1, local: null, since, why });
    expect(upstreamMark(spare, [])).toEqual({ tone: 'attention', word: 'Đang tiếp âm từ địa chỉ 2' });
    expect(saySource(spare)).toBe('Địa chỉ 2: https://b.example/2');
    const local = on({ urlIndex: null, local: 'Nhạc quê', since, why });
    expect(upstreamMark(local, []).tone).toBe('attention');
    expect(saySource(local)).toBe('Bản dự phòng “Nhạc quê”');
  });

  it('waits at first, and is lost later', () => {
    const nothing = { urlIndex: null, local: null, since } as const;
    expect(upstreamMark(on({ ...nothing, why: null }), []).tone).toBe('waiting');
    expect(upstreamMark(on({ ...nothing, why }), []).tone).toBe('trouble');
  });

  it('off the air, shows what the evening’s check found of it and of no other', () => {
    const found = (id: string, severity: 'blocks' | 'warns') => ({ severity, fix: { kind: 'upstream', id } as const });
    expect(upstreamMark(upstream, [found('khac', 'blocks')]).tone).toBe('idle');
    expect(upstreamMark(upstream, [found(upstream.id, 'warns')]).tone).toBe('attention');
    expect(upstreamMark(upstream, [found(upstream.id, 'warns'), found(upstream.id, 'blocks')]).tone).toBe('trouble');
  });

  it('a test that heard something says how soon and how loud', () => {
    expect(sayHeard({ kind: 'hls', firstSoundMs: 1_240, lufs: -18.4 }, 'vi')).toBe(
      'HLS, có tiếng sau 1,2 giây; độ to -18,4 LUFS, khi phát được chỉnh về mức của thôn',
    );
    expect(sayHeard({ kind: 'stream', firstSoundMs: 900, lufs: null }, 'vi')).toBe(
      'luồng liên tục, có tiếng sau 0,9 giây',
    );
  });

  it('is kept while a programme rebroadcasts it', () => {
    const morning = {
      ...programme,
      title: 'Thời sự sáng',
      content: { kind: 'rebroadcast', upstreamId: upstream.id, minutes: 30 } as const,
    };
    expect(programmesOf(upstream.id, [programme, morning])).toEqual(['Thời sự sáng']);
  });
});

it('a station is chosen for a quarter of an hour until somebody says otherwise', () => {
  const rows = contentRows('rebroadcast', { recordings: [], playlists: [], upstreams: [{ ...upstream, fallback }] });
  expect(rows).toEqual([
    {
      title: 'VOV1',
      facts: 'Có bản dự phòng khi mất đài',
      content: { kind: 'rebroadcast', upstreamId: 'vov1', minutes: 15 },
    },
  ]);
});

it('minutes are whole, and at most six hours of them', () => {
  expect(['1', ' 45 ', '360'].map(minutesIn)).toEqual([1, 45, 360]);
  expect(['', '0', '361', '1.5', '-5', 'mười'].map(minutesIn)).toEqual([null, null, null, null, null, null]);
});
