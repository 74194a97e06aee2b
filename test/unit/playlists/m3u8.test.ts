import { describe, expect, it } from 'vitest';
import { parseM3u8, writeM3u8 } from '../../../gateway/src/playlists/m3u8.ts';

describe('an M3U8', () => {
  it('from any player reads the same: byte order mark, Windows line ends, blank lines, unknown directives', () => {
    const plain = '#EXTM3U\n#PLAYLIST:Chương trình sáng\n#EXTINF:185,Quê hương\nnhac/que-huong.mp3\nkhong-ten.ogg\n';
    const windows = `\uFEFF${plain.replaceAll('\n', '\r\n')}\r\n#EXTVLCOPT:network-caching=1000\r\n`;
    const expected = {
      title: 'Chương trình sáng',
      lines: [
        { uri: 'nhac/que-huong.mp3', title: 'Quê hương' },
        { uri: 'khong-ten.ogg', title: null },
      ],
    };
    expect(parseM3u8(plain)).toEqual(expected);
    expect(parseM3u8(windows)).toEqual(expected);
  });

  it('keeps commas in a title, and knows a length that is unknown or has attributes', () => {
    const title = (line: string) => parseM3u8(`${line}\na.mp3`).lines[0]?.title;
    expect(title('#EXTINF:-1,Một, hai, ba')).toBe('Một, hai, ba');
    expect(title('#EXTINF:12.5 tvg-id="x" group="a, b",Bài hát')).toBe('Bài hát');
    expect(title('#EXTINF:10,')).toBeNull();
    expect(title('#EXTINF rubbish')).toBeNull();
  });

  it('of nothing, or of no playlist at all, is empty or a list of missing names, never a fault', () => {
    expect(parseM3u8('')).toEqual({ title: null, lines: [] });
    expect(parseM3u8('#'.repeat(5000)).lines).toEqual([]);
    expect(parseM3u8('just words').lines).toHaveLength(1);
  });

  it('written and read again is the same', () => {
    const items = [
      { uri: 'recording:abc', title: 'Bản tin', durationMs: 61_400 },
      { uri: 'recording:def', title: 'Nhạc\n#EXTM3U\nrecording:x', durationMs: null },
    ];
    const text = writeM3u8('Sáng\r\nmai', items);
    expect(parseM3u8(text)).toEqual({
      title: 'Sáng mai',
      lines: [
        { uri: 'recording:abc', title: 'Bản tin' },
        { uri: 'recording:def', title: 'Nhạc #EXTM3U recording:x' },
      ],
    });
    expect(text).toContain('#EXTINF:61,Bản tin');
  });
});
