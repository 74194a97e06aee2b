import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createMedia } from '../../../gateway/src/media/media.ts';
import { villageRule, type AddressRule } from '../../../gateway/src/core/addresses.ts';
import { createFetch } from '../../../gateway/src/rebroadcast/fetch.ts';
import { createReceiver } from '../../../gateway/src/rebroadcast/receiver.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { badStation, byPath, liveFrom, liveHls, openStation, toneFile, type Answer } from '../../support/stations.ts';
import { toneIn } from '../../support/tones.ts';

const clock = createSystemClock();
const media = createMedia({ clock, log: quietLog });
/** The village's own rule, but that this machine may be a station. */
const loopback: AddressRule = (address, lan) => address === '127.0.0.1' || villageRule(() => [])(address, lan);
const tones = { low: 440, high: 660, other: 1_320 };

/** Listens as it plays, for at most so long; what was heard each second. */
async function listen(url: string, seconds: number, mayReach = loopback) {
  const fetch = createFetch({ clock, mayReach });
  const receiver = createReceiver(url, false, { fetch, clock, decoder: media, log: quietLog });
  const heard: number[] = [];
  const end = performance.now() + 20_000;
  while (heard.length < seconds * 48_000 && performance.now() < end) {
    for (const sample of receiver.take(4_800)) heard.push(sample);
    if (receiver.trouble()) break;
    await clock.sleep(20);
  }
  const sound = Int16Array.from(heard);
  const story = Array.from({ length: Math.floor(sound.length / 48_000) }, (_, i) =>
    toneIn(sound.subarray(i * 48_000, (i + 1) * 48_000), tones),
  );
  const result = { story, trouble: receiver.trouble(), kind: receiver.kind() };
  receiver.close();
  return result;
}

async function serve(answer: Answer): Promise<string> {
  const station = await openStation(answer);
  onTestFinished(() => station.stop());
  return station.url;
}

describe('a station is received', () => {
  it.each([
    ['mp3', 'audio/mpeg'],
    ['aac', 'audio/aac'],
    ['ogg', 'application/ogg'],
  ] as const)('as %s over HTTP', async (format, type) => {
    const url = await serve(liveFrom(await toneFile(440, 30, format), type));
    const { story, trouble, kind } = await listen(`${url}/live`, 4);
    expect({ story, trouble, kind }).toEqual({ story: Array(4).fill('low'), trouble: null, kind: 'stream' });
  });

  it.each([
    ['mp3', 'audio/mpeg'],
    ['aac', 'audio/aac'],
  ] as const)('joined in the middle of a frame of %s, as soon as two seconds of it are here', async (format, type) => {
    const url = await serve(liveFrom(await toneFile(440, 30, format), type, 2.5, 10_001));
    const fetch = createFetch({ clock, mayReach: loopback });
    const receiver = createReceiver(url, false, { fetch, clock, decoder: media, log: quietLog });
    const begun = performance.now();
    while (receiver.take(480).length === 0 && performance.now() - begun < 20_000) await clock.sleep(20);
    expect(performance.now() - begun).toBeLessThan(2_500);
    receiver.close();
  });

  it('as HLS, through its list of qualities', async () => {
    const url = await serve(await liveHls(660, 60));
    const { story, kind } = await listen(`${url}/radio/master.m3u8`, 12);
    expect({ story, kind }).toEqual({ story: Array(12).fill('high'), kind: 'hls' });
  });

  it('through M3U and PLS pages, and through redirects', async () => {
    const live = liveFrom(await toneFile(440, 30));
    const url = await serve(
      byPath({
        '/live': live,
        '/a.m3u': (_q, r) => void r.writeHead(200, { 'content-type': 'audio/x-mpegurl' }).end('#EXTM3U\n/live\n'),
        '/b.pls': (_q, r) =>
          void r.writeHead(200, { 'content-type': 'audio/x-scpls' }).end('[playlist]\nFile1=/a.m3u\n'),
        '/c': (_q, r) => void r.writeHead(302, { location: '/b.pls' }).end(),
      }),
    );
    expect((await listen(`${url}/c`, 2)).story).toEqual(['low', 'low']);
  });

  it('with a name and a password', async () => {
    const live = liveFrom(await toneFile(440, 30));
    const url = await serve((request, response) => {
      if (request.headers.authorization !== `Basic ${btoa('xa:bi mat')}`) return void response.writeHead(401).end();
      live(request, response);
    });
    expect((await listen(url.replace('//', '//xa:bi%20mat@'), 1)).story).toEqual(['low']);
    expect((await listen(url, 1)).trouble).toEqual({ code: 'upstream.refused', params: { status: 401 } });
  });
});

describe.concurrent('what is no station is named', () => {
  let url = '';
  beforeAll(async () => {
    const station = await openStation(byPath(await badStation()));
    url = station.url;
    return () => station.stop();
  });

  it.each([
    ['/html', 'upstream.html'],
    ['/html-as-mp3', 'upstream.html'],
    ['/noise', 'upstream.not-sound'],
    ['/404', 'upstream.no-such-page'],
    ['/loop', 'upstream.too-many-redirects'],
    ['/to-file', 'upstream.bad-url'],
    ['/to-metadata', 'upstream.forbidden-address'],
    ['/drip', 'upstream.too-slow'],
    ['/mute', 'upstream.no-answer'],
    ['/big-header', 'upstream.bad-answer'],
    ['/big-tag', 'upstream.preamble-too-long'],
    ['/endless-page', 'upstream.page-too-long'],
    ['/empty-page', 'upstream.empty-page'],
    ['/page-of-itself', 'upstream.too-many-redirects'],
    ['/concat', 'upstream.not-sound'],
    ['/gzip', 'upstream.compressed'],
    ['/encrypted.m3u8', 'upstream.encrypted'],
    ['/large-piece.m3u8', 'upstream.piece-too-large'],
    ['/inward.m3u8', 'upstream.forbidden-address'],
    ['/file.m3u8', 'upstream.bad-url'],
    ['/not-http', 'upstream.bad-answer'],
  ])('%s: %s', async (path, code) => {
    const { trouble, story } = await listen(`${url}${path}`, 1);
    expect({ code: trouble?.code, story }).toEqual({ code, story: [] });
  });

  it('one that closes in the middle is heard to its last sound', async () => {
    const cut = await listen(`${url}/middle`, 30);
    expect(cut.story.slice(0, 5)).toEqual(Array(5).fill('low'));
    expect(cut).toMatchObject({ trouble: { code: 'upstream.line-lost' } });
    const ended = await listen(`${url}/ends`, 30);
    expect(ended).toMatchObject({ trouble: { code: 'upstream.ended' } });
    expect(ended.story.slice(0, 5)).toEqual(Array(5).fill('low'));
  });

  it('silence is silence', async () => {
    expect((await listen(`${url}/silence`, 2)).story).toEqual(['silence', 'silence']);
  });

  it('one that is not there, and a name nobody knows', async () => {
    expect((await listen('http://127.0.0.1:1/', 1)).trouble?.code).toBe('upstream.unreachable');
    expect((await listen('http://khong-co.invalid/', 1)).trouble?.code).toBe('upstream.no-such-name');
  });

  it('by the village’s own rule this machine is no station, by whatever name', async () => {
    const rule = villageRule(() => ['127.0.0.1']);
    const { port } = new URL(url);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0.0.0.0', '0x7f.1']) {
      expect([host, (await listen(`http://${host}:${port}/ends`, 1, rule)).trouble?.code]).toEqual([
        host,
        'upstream.forbidden-address',
      ]);
    }
  });
});
