import { describe, expect, it } from 'vitest';
import { readLoudness, readProbe, readProgressMs } from '../../../gateway/src/media/report.ts';

const summary = (lufs: string, peak: string) => `[Parsed_ebur128_2 @ 0x55] [info] Summary:

  Integrated loudness:
    I:         ${lufs} LUFS
    Threshold: -26.1 LUFS

  True peak:
    Peak:       ${peak} dBFS
`;

describe("the meter's summary", () => {
  it('is read in LUFS and dBTP', () => {
    expect(readLoudness(summary('-16.2', '0.1'))).toEqual({ lufs: -16.2, truePeakDb: 0.1 });
  });

  it('of silence is the floor of the meter, never a number that is none', () => {
    expect(readLoudness(summary('-70.0', '-inf'))).toEqual({ lufs: -70, truePeakDb: -70 });
    expect(readLoudness(summary('nan', '-inf'))).toEqual({ lufs: -70, truePeakDb: -70 });
  });

  it('is the last one when a filter was set up twice', () => {
    expect(readLoudness(summary('0.0', '-inf') + summary('-18.0', '-3.0'))?.lufs).toBe(-18);
  });

  it('that never came is no measurement', () => {
    expect(readLoudness('Error reinitializing filters!')).toBeNull();
  });
});

describe('progress', () => {
  it('is the newest time in a piece of output', () => {
    expect(readProgressMs('out_time_us=0\nprogress=continue\nout_time_us=1500000\nprogress=end\n')).toBe(1500);
  });

  it('is unknown before the first sample', () => {
    expect(readProgressMs('out_time_us=N/A\nprogress=continue\n')).toBeNull();
  });
});

describe("ffprobe's answer", () => {
  const answer = (stream: object, format = {}) => JSON.stringify({ streams: [stream], format });

  it('names the codec and the length the file declares', () => {
    const json = answer({ codec_name: 'flac', channels: 2, duration: '20.5' });
    expect(readProbe(json, '')).toEqual({ codec: 'flac', durationMs: 20_500 });
  });

  it('takes the length from the container when the stream has none', () => {
    const json = answer({ codec_name: 'opus', channels: 1 }, { duration: '3.2' });
    expect(readProbe(json, '')?.durationMs).toBe(3_200);
  });

  it('does not believe a length that ffprobe only guessed', () => {
    const json = answer({ codec_name: 'aac', channels: 1, duration: '18.7' });
    expect(readProbe(json, '[aac] Estimating duration from bitrate, this may be inaccurate')?.durationMs).toBeNull();
  });

  it('without a stream of sound is nothing', () => {
    expect(readProbe('{"streams":[]}', '')).toBeNull();
    expect(readProbe(answer({ codec_name: 'mp3', channels: 0 }), '')).toBeNull();
    expect(readProbe('', '')).toBeNull();
  });
});
