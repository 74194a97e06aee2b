import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createAudience } from '../../../../gateway/src/cameras/stream/audience.ts';
import { createChannel, type Still } from '../../../../gateway/src/cameras/stream/channel.ts';
import { createCloser } from '../../../../gateway/src/cameras/stream/closer.ts';
import { keepConnected } from '../../../../gateway/src/cameras/stream/keep.ts';
import { lookNowAndThen } from '../../../../gateway/src/cameras/stream/looks.ts';
import { lookSize } from '../../../../gateway/src/cameras/stream/picture.ts';
import { createPlaces } from '../../../../gateway/src/cameras/stream/places.ts';
import { createRefusals } from '../../../../gateway/src/cameras/stream/refusals.ts';
import { createStillMaker } from '../../../../gateway/src/cameras/stream/stills.ts';
import { StreamFailure } from '../../../../gateway/src/cameras/stream/trouble.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { createLooker } from '../../../support/streams.ts';

const init = {
  bytes: Buffer.from('init'),
  codec: 'avc1.64001e',
  width: 640,
  height: 360,
  timescale: 90_000,
  usual: { duration: 0, flags: 0 },
};
const stillAt = (at: number): Still => ({ at, init, fragment: { at, key: true, bytes: Buffer.from(String(at)) } });

test('a camera that is away is asked for after 1 s, 2 s, 4 s … and at most each half minute', async () => {
  const clock = createFakeClock();
  const tries: number[] = [];
  const over = new AbortController();
  const kept = keepConnected(
    {
      ...{ clock, luck: () => 1, onEnd: () => undefined },
      async connect() {
        tries.push(clock.monotonic() / 1_000);
        throw new StreamFailure('refused', 'nobody there');
      },
    },
    over.signal,
  ).catch((error: unknown) => error);
  await clock.advance(100_000);
  expect(tries).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
  over.abort(new Error('enough'));
  expect(await kept).toEqual(new Error('enough'));
});

test('one that is heard of again is asked for at once', async () => {
  const clock = createFakeClock();
  const tries: number[] = [];
  const ends: (() => void)[] = [];
  const over = new AbortController();
  const kept = keepConnected(
    {
      ...{ clock, luck: () => 1, onEnd: () => undefined, onPause: (end) => ends.push(end) },
      async connect() {
        tries.push(clock.monotonic() / 1_000);
        throw new StreamFailure('refused', 'nobody there');
      },
    },
    over.signal,
  ).catch(() => undefined);
  await clock.advance(20_000);
  ends.at(-1)!();
  await clock.advance(5_000);
  expect(tries).toEqual([0, 1, 3, 7, 15, 20]);
  over.abort(new Error('enough'));
  await kept;
});

test('one that stayed a while is asked for again at once', async () => {
  const clock = createFakeClock();
  const tries: number[] = [];
  const over = new AbortController();
  const kept = keepConnected(
    {
      ...{ clock, luck: () => 1, onEnd: () => undefined },
      async connect(signal) {
        tries.push(clock.monotonic() / 1_000);
        if (tries.length > 4) await clock.sleep(40_000, signal);
        throw new StreamFailure('gone', 'it hung up');
      },
    },
    over.signal,
  ).catch(() => undefined);
  await clock.advance(110_000);
  expect(tries).toEqual([0, 1, 3, 7, 15, 56, 97]);
  over.abort(new Error('enough'));
  await kept;
});

describe('the pictures', () => {
  async function lookedAt(picture: (at: number) => number) {
    const clock = createFakeClock();
    const seen: string[] = [];
    const begun = clock.now();
    const stillsNow = () =>
      [8, 6, 4, 2, 0]
        .map((ago) => stillAt(Math.floor((clock.now() - begun) / 2_000 - ago / 2) * 2_000))
        .filter(({ at }) => at >= 0);
    const over = new AbortController();
    const looking = lookNowAndThen(
      {
        clock,
        inTurn: (work) => work(),
        channel: { stills: stillsNow },
        media: {
          lumas: async () => stillsNow().map(({ at }) => Buffer.alloc(lookSize.width * lookSize.height, picture(at))),
        },
        onSeen: (what) => seen.push(`${Math.round(clock.monotonic() / 1_000)} ${what}`),
        onTrouble: (error) => seen.push(String(error)),
      },
      over.signal,
    ).catch(() => undefined);
    await clock.advance(130_000);
    over.abort(new Error('enough'));
    await looking;
    return seen;
  }

  test('that live are looked at once a minute', async () => {
    expect(await lookedAt((at) => 80 + ((at / 2_000) % 50))).toEqual(['5 live', '65 live', '125 live']);
  });

  test('that stand still are looked at again after a quarter of one, until they live', async () => {
    const story = await lookedAt((at) => (at < 40_000 ? 100 : 100 + ((at / 2_000) % 50)));
    expect(story).toEqual(['8 frozen', '23 frozen', '38 frozen', '53 live', '113 live']);
  });
});

test('a still is decoded once, however many ask, and a failure is not remembered', async () => {
  let decoded = 0;
  let fails = true;
  const make = createStillMaker(
    {
      async jpeg(mp4) {
        decoded++;
        if (fails) throw new Error('no picture');
        return mp4;
      },
    },
    createPlaces(2),
  );
  const signal = new AbortController().signal;
  await expect(make(stillAt(1), signal)).rejects.toThrow('no picture');
  fails = false;
  const still = stillAt(1);
  const answers = await Promise.all([make(still, signal), make(still, signal), make(stillAt(2), signal)]);
  expect(answers.map(({ takenAt }) => takenAt)).toEqual([1, 1, 1]);
  expect(String(answers[0].jpeg)).toBe('init1');
  expect((await make(still, signal)).takenAt).toBe(1);
  expect((await make(stillAt(2), signal)).takenAt).toBe(2);
  expect(decoded).toBe(3);
});

test('two are decoded at a time, the others wait in order', async () => {
  const inPlace = createPlaces(2);
  const story: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => inPlace(() => new Promise<void>((resolve) => (story.push(name), ends.push(resolve))));
  const all = Promise.all(['a', 'b', 'c', 'd'].map(work));
  await Promise.resolve();
  expect(story).toEqual(['a', 'b']);
  while (ends.length > 0) {
    ends.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await all;
  expect(story).toEqual(['a', 'b', 'c', 'd']);
});

test('a refused login is remembered for half an hour, and only that one', () => {
  const clock = createFakeClock();
  const refusals = createRefusals(clock);
  const source = (password: string, path = '/sub') => ({
    ...{ uri: `rtsp://192.168.1.64:554${path}`, promised: { fps: null, kbps: null } },
    login: { username: 'admin', password },
  });
  refusals.remember(source('sai'), 'wrong-password');
  expect(refusals.of(source('sai', '/main'))).toBe('wrong-password');
  expect(refusals.of(source('đúng'))).toBeNull();
  refusals.forget(source('sai'));
  expect(refusals.of(source('sai'))).toBeNull();
});

describe('who looks', () => {
  const fragment = (key: boolean, name: string) => ({ at: 0, key, bytes: Buffer.from(name) });
  const textOf = (shown: readonly Buffer[]) => shown.map(String);

  test('and is slow goes on with a key frame, and never makes the others wait', () => {
    const audience = createAudience(createFakeClock(), () => ({ pictureAt: null, live: false }));
    const [slow, quick] = [createLooker(), createLooker()];
    for (const looker of [slow, quick])
      audience.join(looker, { init, group: [fragment(true, 'K1'), fragment(false, 'a')] });
    slow.behind = 3_000_000;
    audience.show(fragment(false, 'b'));
    slow.behind = 0;
    audience.show(fragment(false, 'c'));
    audience.show(fragment(true, 'K2'));
    expect(textOf(slow.shown)).toEqual(['init', 'K1a', 'K2']);
    expect(textOf(quick.shown)).toEqual(['init', 'K1a', 'b', 'c', 'K2']);
  });

  test('before anything comes hears at once and each second that there is nothing, and of nothing once away', async () => {
    const clock = createFakeClock();
    const audience = createAudience(clock, () => ({ pictureAt: null, live: false }));
    const looker = createLooker();
    const leave = audience.join(looker, { init: null, group: [] });
    await clock.advance(2_500);
    const nothing = { kind: 'alive', pictureAt: null, live: false };
    expect(looker.said).toMatchObject([nothing, nothing, nothing]);
    leave();
    await clock.advance(5_000);
    expect(looker.said).toHaveLength(3);
  });
});

test('of a camera that hangs elsewhere now the picture of the one before is shown to nobody', () => {
  const clock = createFakeClock();
  const channel = createChannel({ clock, keepMs: 15_000 });
  channel.onInit(init);
  channel.onFragment(Buffer.from('picture'), { key: true, pictures: 1, atSeconds: 0 });
  expect(channel.newestStill()).not.toBeNull();
  channel.forget();
  expect(channel.newestStill()).toBeNull();
  expect(channel.tape()).toBeNull();
  const looker = createLooker();
  channel.look(looker);
  expect(looker.said).toMatchObject([{ kind: 'alive', pictureAt: null, live: false }]);
});

test('whoever turns the pages of nine cameras quickly sees each of them closely', async ({ onTestFinished }) => {
  const silent = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const uri = `rtsp://127.0.0.1:${(silent.address() as AddressInfo).port}/main`;
  const clock = createFakeClock();
  const media = { copyStream: () => new Promise<string>(() => undefined) };
  const closer = createCloser({
    ...{ clock, media, luck: () => 1, refusals: createRefusals(clock) },
    onRefused: () => undefined,
  });
  const source = { uri, login: null, promised: { fps: null, kbps: null } };
  const look = (cameraId: string) => {
    const looker = createLooker();
    return { looker, leave: closer.look(cameraId, source, looker) };
  };
  const ended = ({ looker }: ReturnType<typeof look>) => looker.said.some((message) => message.kind === 'ended');
  for (let page = 1; page <= 9; page++) {
    const looked = look(`camera-${page}`);
    expect(ended(looked)).toBe(false);
    looked.leave();
  }
  // Four at once are looked at; a fifth has to wait.
  expect(['a', 'b', 'c', 'd'].map((id) => ended(look(id)))).toEqual([false, false, false, false]);
  expect(ended(look('e'))).toBe(true);
});
