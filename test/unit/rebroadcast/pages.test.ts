import { describe, expect, it } from 'vitest';
import { chooseVariant, comingSegments, readMedia } from '../../../gateway/src/rebroadcast/hls.ts';
import { isForPeople, mayBePage, readPage } from '../../../gateway/src/rebroadcast/playlist-page.ts';
import { shownUrl, shownUrls, withSecrets } from '../../../gateway/src/rebroadcast/upstream-url.ts';

const here = new URL('http://dai.example/radio/nghe.m3u8?token=1');
const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return null;
};

describe('an address of a station', () => {
  const secret = 'http://xa:mat-khau@dai.example:8000/live?token=abc';

  it('is shown without its password and its token', () => {
    expect(shownUrl(secret)).toBe('http://***@dai.example:8000/live?***');
    expect(shownUrl('https://dai.example/live')).toBe('https://dai.example/live');
  });

  it.each([
    ['https://dai.example/kin-dao/live.m3u8', 'https://dai.example/***/live.m3u8'],
    ['https://dai.example/kin-dao/vov1/', 'https://dai.example/***/'],
    ['http://dai.example/p;token=3', 'http://dai.example/p;***'],
    ['http://dai.example:8000/;', 'http://dai.example:8000/;'],
    ['http://dai.example', 'http://dai.example/'],
  ])('that hides its token in the path is shown without it: %s', (text, shown) => {
    expect(shownUrl(text)).toBe(shown);
    expect(withSecrets([shown], [text])).toEqual([text]);
  });

  it('that differs from another only in its token is still another', () => {
    const kept = ['http://dai.example/p?token=1', 'http://dai.example/p?token=2', 'http://dai.example/q'];
    const shown = shownUrls(kept);
    expect(shown).toEqual(['http://dai.example/p?***', 'http://dai.example/p?***2', 'http://dai.example/q']);
    expect(withSecrets(shown, kept)).toEqual(kept);
    expect(withSecrets(shown.slice(1, 2), kept)).toEqual(kept.slice(1, 2));
    expect(codeOf(() => withSecrets(['http://dai.example/p?***3'], kept))).toBe('upstream.retype-url');
  });

  it('that comes back as it was shown keeps what is hidden', () => {
    expect(withSecrets([shownUrl(secret), 'https://khac.example/a'], [secret])).toEqual([
      secret,
      'https://khac.example/a',
    ]);
  });

  it('that was changed around what is hidden has to be typed again', () => {
    expect(codeOf(() => withSecrets(['http://***@dai.example:9000/live?***'], [secret]))).toBe('upstream.retype-url');
  });

  it.each(['file:///etc/passwd', 'concat:a|b', 'data:audio/mp3;base64,AA', 'rtmp://dai/x', 'ftp://dai/x', 'abc', ''])(
    'is http or https, not %s',
    (text) => {
      expect(codeOf(() => withSecrets([text], []))).toBe('upstream.bad-url');
    },
  );
});

describe('a page that names where the sound is', () => {
  it('may be M3U, with relative addresses', () => {
    const text = '#EXTM3U\n#EXTINF:-1,VOV1\nhttp://a.example/vov1\n\nlive.mp3\n';
    expect(readPage(text, here)).toEqual({
      kind: 'list',
      urls: ['http://a.example/vov1', 'http://dai.example/radio/live.mp3'],
    });
  });

  it('may be PLS', () => {
    const text =
      '[playlist]\r\nNumberOfEntries=2\r\nFile1=http://a.example/1\r\nTitle1=VOV\r\nFile2=http://a.example/2\r\n';
    expect(readPage(text, here)).toEqual({ kind: 'list', urls: ['http://a.example/1', 'http://a.example/2'] });
  });

  it('may be bare addresses, or HLS', () => {
    expect(readPage('http://a.example/1\nhttp://a.example/2', here)).toMatchObject({ kind: 'list' });
    expect(readPage('#EXTM3U\n#EXT-X-TARGETDURATION:4\n', here)).toEqual({ kind: 'hls' });
  });

  it('is not any other text', () => {
    expect(readPage('Not found, sorry', here)).toBeNull();
    expect(mayBePage('audio/mpeg', Buffer.from([0xff, 0xfb, 0x90, 0]))).toBe(false);
    expect(mayBePage('text/plain', Buffer.from('#EXTM3U\n'))).toBe(true);
    expect(isForPeople('text/html; charset=utf-8', Buffer.alloc(0))).toBe(true);
    expect(isForPeople('audio/mpeg', Buffer.from('\n<!DOCTYPE html>'))).toBe(true);
    expect(isForPeople('audio/mpeg', Buffer.from('ID3'))).toBe(false);
  });
});

describe('HLS', () => {
  const master = `#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=2000000,CODECS="avc1.4d401f,mp4a.40.2",RESOLUTION=1280x720
tv.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=128000,CODECS="mp4a.40.2"
cao.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.5"
thap.m3u8
`;

  it('of several qualities the one is taken that costs the least and has no pictures', () => {
    expect(chooseVariant(master, here)).toBe('http://dai.example/radio/thap.m3u8');
    const withRendition = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="vi",URI="tieng.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x720,AUDIO="a"
tv.m3u8`;
    expect(chooseVariant(withRendition, here)).toBe('http://dai.example/radio/tieng.m3u8');
    expect(chooseVariant('#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\na.ts', here)).toBeNull();
  });

  const list = (from: number, count: number, tail = '') =>
    readMedia(
      `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:${from}\n${Array.from({ length: count }, (_, i) => `#EXTINF:4.0,\n${from + i}.ts`).join('\n')}\n${tail}`,
      here,
    );
  const sequences = (segments: readonly { sequence: number }[]) => segments.map(({ sequence }) => sequence);

  it('what is live is joined three pieces before its end, and followed piece by piece', () => {
    expect(sequences(comingSegments(list(10, 6), null))).toEqual([13, 14, 15]);
    expect(sequences(comingSegments(list(12, 6), 15))).toEqual([16, 17]);
    expect(sequences(comingSegments(list(12, 6), 17))).toEqual([]);
  });

  it('a station that counts anew, or ran away from us, is joined near its end again', () => {
    expect(sequences(comingSegments(list(0, 6), 900))).toEqual([3, 4, 5]);
    expect(sequences(comingSegments(list(50, 6), 20))).toEqual([53, 54, 55]);
  });

  it('what is over is played from its beginning', () => {
    expect(sequences(comingSegments(list(0, 5, '#EXT-X-ENDLIST'), null))).toEqual([0, 1, 2, 3, 4]);
  });

  it('what cannot be played is named', () => {
    const media = (line: string) => () => readMedia(`#EXTM3U\n${line}\n#EXTINF:4,\na.ts`, here);
    expect(codeOf(media('#EXT-X-KEY:METHOD=AES-128,URI="k"'))).toBe('upstream.encrypted');
    expect(codeOf(media('#EXT-X-KEY:METHOD=NONE'))).toBeNull();
    expect(codeOf(media('#EXT-X-BYTERANGE:100@0'))).toBe('upstream.hls-unsupported');
    expect(codeOf(() => list(0, 5_001))).toBe('upstream.hls-unsupported');
  });

  it('a header for the pieces comes along', () => {
    const { segments } = readMedia('#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:4,\n1.m4s', here);
    expect(segments[0]?.map).toBe('http://dai.example/radio/init.mp4');
  });
});
