import { afterAll, beforeAll, describe, it } from 'vitest';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { lanAddress } from '../../gateway/src/core/lan-address.ts';
import { setUpVillage, type Api } from '../support/api.ts';
import { startGateway, until, type AtTheEnd, type GatewayProcess } from '../support/gateway-process.ts';
import { startIcecast, type IcecastProcess } from '../support/icecast-server.ts';
import { listenInZone, type ListenedZone, type Order } from '../support/listened-zone.ts';
import { badStation, byPath, liveFrom, liveHls, openStation, toneFile, type Station } from '../support/stations.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { quietPlace, recordTone } from '../support/village-on-the-wire.ts';

/** One gateway, and stations that misbehave in each their own zone, all in the same minute. */
const tones = { first: 440, second: 660, own: 880 };
const letters: Record<string, string> = { first: '1', second: '2', own: 'T', silence: '-' };
/** A listener of the Icecast gets so much at once. */
const burstMs = 3_000;
/** So many of its seconds may be neither one tone nor silence: four changes of address, and twice as many again. */
const mostUnclear = 12;
const clock = createSystemClock();
const undos: (() => Promise<void>)[] = [];
const atTheEnd: AtTheEnd = (undo) => void undos.unshift(undo);
let village: { readonly api: Api; readonly gateway: GatewayProcess };
let icecast: IcecastProcess;
let bad: Station;
let spare: Station;
let ownPort: number;

beforeAll(async () => {
  const place = await quietPlace(await tempFolder(atTheEnd));
  ownPort = place.httpPort;
  const gateway = await startGateway(place, {}, atTheEnd, 'gateway/dist/demo-gateway.js');
  village = { gateway, api: await setUpVillage(gateway.url, gateway.setUpCode) };
  icecast = await startIcecast({ burstBytes: 8 * burstMs });
  atTheEnd(() => icecast.stop());
  const short = await toneFile(tones.first, 3);
  const ends = (_request: unknown, response: { end: (bytes: Buffer) => void }) => response.end(short.bytes);
  bad = await openStation(byPath({ ...(await badStation()), '/3-seconds': ends }));
  const hls = await liveHls(tones.second, 120, atTheEnd);
  const live = liveFrom(await toneFile(tones.second, 120));
  spare = await openStation((request, response) =>
    request.url?.startsWith('/radio/') ? hls(request, response) : live(request, response),
  );
  atTheEnd(() => Promise.all([bad.stop(), spare.stop()]).then(() => undefined));
});

afterAll(async () => {
  for (const undo of undos) await undo();
});

const listen = (order: Order): Promise<ListenedZone> => listenInZone(village, order, tones, atTheEnd);

/** What was heard, a letter a second; printed. */
function told(name: string, heard: readonly string[]): string {
  const story = heard.map((what) => letters[what] ?? '?').join('');
  console.log(`${name.padEnd(28)} ${story}`);
  return story;
}

describe.concurrent('a village rebroadcasts', () => {
  it('an Icecast whose source dies and returns, and which is then killed and started again', async ({ expect }) => {
    let source = icecast.source(tones.first);
    atTheEnd(async () => void source.kill('SIGKILL'));
    await until('the station is on the air', async () => '/loa.mp3' in (await icecast.titles()));
    await clock.sleep(burstMs);
    const zone = await listen({ name: 'VOV1', urls: [icecast.url(), `${spare.url}/radio/master.m3u8`] });
    await zone.at(4_000);
    source.kill('SIGKILL');
    await zone.at(9_000);
    source = icecast.source(tones.first);
    await zone.at(26_000);
    await icecast.kill();
    await zone.at(36_000);
    await icecast.start();
    source = icecast.source(tones.first);
    await zone.at(61_000);
    const { entry, heard } = await zone.ended();
    const story = told('Icecast', heard);
    console.log(JSON.stringify(entry.items, null, 1), JSON.stringify(entry.outcome));
    // It is left when its line is heard to its end, and gone back to once it was there and had sounded for five seconds.
    // A second in which the sound changes is neither; so is one that a busy machine cut a hole into.
    expect(story.match(/\?/g)?.length ?? 0).toBeLessThanOrEqual(mostUnclear);
    expect(story.replaceAll('?', '')).toMatch(/^-{0,3}1{4,9}-{0,2}2{8,}1{3,9}-{0,2}2{15,}1{2,}-*$/);
    expect(entry.outcome).toMatchObject({ kind: 'aired' });
    const [station, other] = [new URL(icecast.url()).host, new URL(spare.url).host];
    const sources = entry.items.filter(({ airedMs }) => airedMs > 0).map(({ title }) => title);
    expect(sources).toEqual([station, other, station, other, station].map((host) => `VOV1 (${host})`));
    expect(entry.items.map(({ problem }) => problem?.code ?? '')).toContainEqual(
      expect.stringMatching(/^upstream\.(ended|line-lost)$/),
    );
    expect(entry.airedSound).toMatchObject([{ outputId: zone.outputId }]);
  });

  /** How long after the first sample was due the second address has to be heard at the latest, s. */
  const cases: [string, () => string, string, number][] = [
    ['HTML', () => `${bad.url}/html`, 'upstream.html', 4],
    ['404', () => `${bad.url}/404`, 'upstream.no-such-page', 4],
    ['endless redirect', () => `${bad.url}/loop`, 'upstream.too-many-redirects', 4],
    ['endless headers', () => `${bad.url}/big-header`, 'upstream.bad-answer', 4],
    ['a 100 MB tag', () => `${bad.url}/big-tag`, 'upstream.preamble-too-long', 4],
    ['the gateway itself', () => ownAddress(), 'upstream.forbidden-address', 4],
    ['one byte a second', () => `${bad.url}/drip`, 'upstream.too-slow', 7],
    ['silence', () => `${bad.url}/silence`, 'upstream.silent', 7],
    ['an end after 3 s', () => `${bad.url}/3-seconds`, 'upstream.ended', 7],
  ];

  it.for(cases)('its second address where the first is %s', async ([name, url, code, withinSeconds], { expect }) => {
    // Its own address is refused also to those who may hear stations of their own network.
    const zone = await listen({ name, urls: [url(), `${spare.url}/live`], lanAllowed: name === 'the gateway itself' });
    await zone.at(14_000);
    await zone.stop();
    const { entry, heard } = await zone.ended();
    const story = told(name, heard);
    expect(story.indexOf('22')).toBeLessThanOrEqual(withinSeconds);
    expect(story.slice(withinSeconds)).toMatch(/^\??2{6,}[?-]*$/);
    expect(entry.items.map(({ problem }) => problem?.code)).toContain(code);
  });

  it('its own recording when every address is bad', async ({ expect }) => {
    const fallback = await recordTone(village.api, 'Dân ca', 10, tones.own);
    const zone = await listen({ name: 'all bad', urls: [`${bad.url}/html`, `${bad.url}/404`], fallback });
    await zone.at(18_000);
    await zone.stop();
    const { entry, heard } = await zone.ended();
    expect(told('all bad, with a recording', heard)).toMatch(/^[-?]{1,5}\??T{8,10}\??-+$/);
    const problems = entry.items.map(({ problem }) => problem?.code);
    expect(problems).toEqual(expect.arrayContaining(['upstream.html', 'upstream.no-such-page']));
  });

  it('a single address that is away at first, as soon as it is there', async ({ expect }) => {
    const { port, ...away } = await openStation(() => undefined);
    await away.stop();
    const zone = await listen({ name: 'away', urls: [`http://127.0.0.1:${port}/live`] });
    await zone.at(16_000);
    const back = await openStation(liveFrom(await toneFile(tones.first, 30)), port);
    atTheEnd(() => back.stop());
    await zone.at(38_000);
    await zone.stop();
    const { entry, heard } = await zone.ended();
    expect(told('away for 16 s', heard)).toMatch(/^[-?]{16,34}1{3,}[?-]*$/);
    expect(entry.items.map(({ problem }) => problem?.code)).toContain('upstream.unreachable');
  });
});

function ownAddress(): string {
  const address = lanAddress();
  // Without a network it has another of its loopback addresses.
  return `http://${address === '127.0.0.1' ? '127.0.0.2' : address}:${ownPort}/`;
}
