import { describe, expect, it } from 'vitest';
import { fileAddress, guards, levellingFilters, probeArguments } from '../../../gateway/src/media/arguments.ts';

describe('what ffmpeg is started with', () => {
  it('names a file so that it cannot be read as an option or a protocol', () => {
    expect(fileAddress('/kho/-i http:a.mp3')).toBe('file:/kho/-i http:a.mp3');
    expect(() => fileAddress('-i')).toThrow('not an absolute path');
    expect(() => fileAddress('concat:/etc/passwd')).toThrow('not an absolute path');
    expect(() => fileAddress('/a\0b')).toThrow('not an absolute path');
  });

  it('opens local files only, and no format that points at other files', () => {
    expect(guards).toContain('file,pipe');
    expect(guards.join(' ')).not.toMatch(/hls|concat|dash|sdp|rtsp|image/);
    expect(probeArguments('/kho/a').join(' ')).toContain(guards.join(' '));
  });

  it('measures what is written: after the limiter and after rounding to 16 bits', () => {
    const filters = levellingFilters({ gainDb: -3.14159, ceilingDb: -2 });
    expect(filters).toContain('volume=-3.14dB');
    expect(filters.slice(-3).map((filter) => filter.split('=')[0])).toEqual(['alimiter', 'aformat', 'ebur128']);
  });

  it('makes one channel before it measures, and counts it as two', () => {
    const filters = levellingFilters({ gainDb: 0, ceilingDb: -2 });
    expect(filters[0]).toBe('aformat=channel_layouts=mono');
    expect(filters.at(-1)).toContain('dualmono=true');
  });
});
