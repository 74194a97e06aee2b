import { describe, expect, it } from 'vitest';
import type { AirLogEntry } from '#contract';
import { sourcesOf } from '../../../ui/src/screens/more/logs/sources.ts';

const why = { code: 'upstream.line-lost', params: {} };

describe('the air log of a rebroadcast', () => {
  const item = (title: string, from: string, airedMs: number, problem: AirLogEntry['items'][number]['problem']) => ({
    title,
    from: `2026-11-26T22:${from}.000Z`,
    airedMs,
    problem,
  });

  it('tells each source, the silence between, and why a source was left', () => {
    const stretches = sourcesOf([
      item('VOV1 (a.example)', '00:00', 60_000, why),
      item('VOV1', '01:00', 0, { code: 'rebroadcast.silence', params: { seconds: 20 } }),
      item('VOV1 (b.example)', '01:20', 60_000, null),
      item('VOV1 (a.example)', '02:20', 60_000, null),
    ]);
    expect(stretches.map(({ source, ms }) => [source, ms])).toEqual([
      [0, 60_000],
      ['silence', 20_000],
      [1, 60_000],
      [0, 60_000],
    ]);
    expect(stretches.map((stretch) => stretch.why?.code ?? null)).toEqual([why.code, null, null, null]);
    expect(stretches.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it('names an address that could not be heard, which takes neither time nor colour', () => {
    const stretches = sourcesOf([
      item('VOV1 (a.example)', '00:00', 0, { code: 'upstream.html', params: {} }),
      item('VOV1 (b.example)', '00:00', 60_000, null),
    ]);
    expect(stretches.map(({ source, share, why }) => [source, share, why?.code ?? null])).toEqual([
      ['failed', 0, 'upstream.html'],
      [0, 1, null],
    ]);
  });

  it('is not the air log of anything else', () => {
    expect(sourcesOf([{ title: 'Lời nhắn', airedMs: 5_000, problem: null }])).toEqual([]);
  });
});
