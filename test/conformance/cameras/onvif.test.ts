import { describe, expect, test, vi } from 'vitest';
import { createOnvif } from '../../../gateway/src/cameras/onvif/onvif.ts';
import { verdictOf } from '../../../gateway/src/cameras/onvif/verdict.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import type { CameraFaults } from '../../../gateway/src/simulator/cameras/faults.ts';
import { startCamera, targetOf } from '../../support/cameras.ts';

/** The door over the wire, against every fault that cameras were seen to have. Most of the time here is waiting. */
vi.setConfig({ maxConcurrency: 20 });

const clock = createSystemClock();
const forever = new AbortController().signal;
const never = (): never => {
  throw new Error('It should have failed.');
};

describe.each(['hikvision', 'dahua', 'gsoap'] as const)('a camera of the kind %s', (make) => {
  test.concurrent('is reached with its password and says what it is, letter for letter', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { make, firmware: '5.20', serial: '00912345678901234567890' });
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    expect(reached.facts).toMatchObject({ firmware: '5.20', serial: '00912345678901234567890' });
    expect(Math.abs(reached.driftMs ?? Infinity)).toBeLessThan(3_000);
  });

  test.concurrent('offers its streams, with tokens that no number is made of', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { make, tokens: { main: '0', sub: '1.50' } });
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    const profiles = await reached.profiles(forever);
    expect(profiles.map(({ token }) => token)).toEqual(['0', '1.50']);
    expect(profiles[1]).toMatchObject({
      encoding: 'H264',
      width: 640,
      height: 360,
      fps: 15,
      kbps: 512,
      gop: 30,
      audio: 'G711',
    });
    const uri = await reached.streamUri('1.50', forever);
    const path =
      make === 'gsoap' ? 'user=admin_password=thon-ngot-2026_channel=1_stream=1.sdp' : 'Streaming/Channels/102';
    expect(uri).toBe(`rtsp://127.0.0.1:${camera.rtspPort}/${path}?transportmode=unicast&profile=1`);
    expect(await reached.snapshotUri('0', forever)).toBe(
      `http://127.0.0.1:${camera.port}/onvifsnapshot?channel=1&subtype=0`,
    );
  });

  test.concurrent(
    'with a wrong password is asked with it once, however often people try',
    async ({ onTestFinished }) => {
      const camera = await startCamera(onTestFinished, { make });
      const onvif = createOnvif({ clock });
      const target = targetOf(camera, { login: { username: 'admin', password: 'thon-ngot-2025' } });
      for (let tries = 0; tries < 5; tries++) {
        const error: unknown = await onvif.reach(target, forever).then(never, (reason: unknown) => reason);
        expect(verdictOf(error)).toBe('wrong-password');
      }
      expect(camera.failedLogins).toBe(1);
      expect((await onvif.reach(targetOf(camera), forever)).facts.model).not.toBe('');
    },
  );

  test.concurrent(
    'with a wrong password is asked with it once, also when all try at the same time',
    async ({ onTestFinished }) => {
      const camera = await startCamera(onTestFinished, { make });
      const onvif = createOnvif({ clock });
      const wrong = targetOf(camera, { login: { username: 'admin', password: 'sai' } });
      const tries = Array.from({ length: 6 }, () => onvif.reach(wrong, forever).then(never, verdictOf));
      expect(new Set(await Promise.all(tries))).toEqual(new Set(['wrong-password']));
      expect(camera.failedLogins).toBe(1);
      const right = Array.from({ length: 4 }, () => onvif.reach(targetOf(camera), forever));
      expect(await Promise.all(right)).toHaveLength(4);
    },
  );

  test.concurrent('that asks for the password as HTTP does is reached too', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { make, signIn: 'http-digest' });
    const onvif = createOnvif({ clock });
    const reached = await onvif.reach(targetOf(camera), forever);
    expect(await reached.profiles(forever)).toHaveLength(2);
    expect(camera.failedLogins).toBe(0);
    const wrong = targetOf(camera, { login: { username: 'admin', password: 'no' } });
    const error: unknown = await onvif.reach(wrong, forever).then(never, (reason: unknown) => reason);
    expect(verdictOf(error)).toBe('wrong-password');
    expect(camera.failedLogins).toBe(1);
  });
});

describe('a camera that is', () => {
  test.concurrent.for<[fault: CameraFaults['web'], verdict: string]>([
    ['mute', 'timed-out'],
    ['dripping', 'timed-out'],
    ['refusing', 'refused'],
    ['page', 'not-onvif'],
    ['bare-401', 'wrong-password'],
    ['truncated', 'broken-reply'],
    ['huge', 'broken-reply'],
    ['bomb', 'broken-reply'],
    ['deep', 'broken-reply'],
    ['garbage', 'not-onvif'],
    ['resetting', 'broken-reply'],
  ])('%s is called %s, within ten seconds', async ([web, verdict], { onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    const onvif = createOnvif({ clock });
    await camera.suffer({ web });
    const begun = clock.monotonic();
    const error: unknown = await onvif.reach(targetOf(camera), forever).then(never, (reason: unknown) => reason);
    expect(verdictOf(error)).toBe(verdict);
    expect(clock.monotonic() - begun).toBeLessThan(10_000);
    await camera.recover();
    expect((await onvif.reach(targetOf(camera), forever, { again: true })).facts.manufacturer).toBe('HIKVISION');
  });

  test.concurrent('at an address where nothing is, is called unreachable or refused at once', async () => {
    const target = { host: '127.255.255.254', port: 9, login: null };
    const error: unknown = await createOnvif({ clock })
      .reach(target, forever)
      .then(never, (reason: unknown) => reason);
    expect(verdictOf(error)).toBe('refused');
    const nowhere = { host: 'khong-co.invalid', port: 80, login: null };
    const missing: unknown = await createOnvif({ clock })
      .reach(nowhere, forever)
      .then(never, (reason: unknown) => reason);
    expect(verdictOf(missing)).toBe('unreachable');
  });

  test.concurrent('mangling what it says is believed or named, and never anything else', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { ptz: true, media2: true, subscriptionSlots: 1_000 });
    await camera.suffer({ web: 'mangled' });
    const strange: unknown[] = [];
    for (let round = 0; round < 300; round++) {
      const talk = async () => {
        const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
        const [profile] = await reached.profiles(forever);
        await reached.streamUri(profile?.token ?? '', forever);
        await reached.ptz.presets(profile?.token ?? '', forever);
        await reached.subscribe(forever);
      };
      const error: unknown = await talk().then(
        () => null,
        (reason: unknown) => reason,
      );
      if (error !== null && verdictOf(error) === null) strange.push(error);
    }
    expect(strange).toEqual([]);
  });

  test.concurrent('slow, but within its time, is reached', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    await camera.suffer({ slowMs: 1_500 });
    expect((await createOnvif({ clock }).reach(targetOf(camera), forever)).facts.manufacturer).toBe('HIKVISION');
  });

  test.concurrent('locked is called locked, and is left alone', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { locksAfter: 1 });
    const onvif = createOnvif({ clock });
    const wrong = targetOf(camera, { login: { username: 'admin', password: 'no' } });
    await onvif.reach(wrong, forever).then(never, () => undefined);
    const error: unknown = await onvif.reach(targetOf(camera), forever).then(never, (reason: unknown) => reason);
    expect(verdictOf(error)).toBe('locked');
    const asked = camera.asked.length;
    await onvif.reach(targetOf(camera), forever).then(never, () => undefined);
    expect(camera.asked).toHaveLength(asked);
  });

  test.concurrent('without any stream is told from one that works', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    await camera.suffer({ profiles: 'none' });
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    const error: unknown = await reached.profiles(forever).then(never, (reason: unknown) => reason);
    expect(verdictOf(error)).toBe('no-profiles');
  });

  test.concurrent('unsure of its own video source offers its streams all the same', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    await camera.suffer({ profiles: 'unknown-source' });
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    expect(await reached.profiles(forever)).toHaveLength(2);
  });

  test.concurrent('one that does not know what it is asked, says so', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    const error: unknown = await reached.ptz.stop('Profile_1', forever).then(never, (reason: unknown) => reason);
    expect(verdictOf(error)).toBe('unsupported');
  });
});

describe('the clock of a camera', () => {
  test.concurrent(
    'that fell to the year 2000 keeps nobody out, is told, and is set right',
    async ({ onTestFinished }) => {
      const camera = await startCamera(onTestFinished);
      camera.reboot();
      const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
      expect(reached.driftMs).toBeLessThan(-26 * 365 * 86_400_000);
      expect(Math.abs((await reached.setClock(forever)) ?? Infinity)).toBeLessThan(3_000);
      expect(Math.abs(camera.now() - clock.now())).toBeLessThan(3_000);
      expect(await reached.profiles(forever)).toHaveLength(2);
    },
  );

  test.concurrent('that jumps while it is connected can be set all the same', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    await camera.suffer({ clockOffsetMs: 7 * 3_600_000 });
    expect(Math.abs((await reached.setClock(forever)) ?? Infinity)).toBeLessThan(3_000);
  });

  test.concurrent('that falls while it is connected is followed by the next connect', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    const onvif = createOnvif({ clock });
    const reached = await onvif.reach(targetOf(camera), forever);
    camera.reboot();
    const error: unknown = await reached.profiles(forever).then(never, (reason: unknown) => reason);
    expect(verdictOf(error)).toBe('clock-skew');
    expect(await (await onvif.reach(targetOf(camera), forever)).profiles(forever)).toHaveLength(2);
    expect(camera.failedLogins).toBe(0);
  });

  test.concurrent('that is told only to whom signs in is read so, at the first try', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    await camera.suffer({ dateNeedsLogin: true });
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    expect(Math.abs(reached.driftMs ?? Infinity)).toBeLessThan(3_000);
    expect(camera.failedLogins).toBe(0);
  });

  test.concurrent('that is wrong and told to nobody is called by its name', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    await camera.suffer({ dateNeedsLogin: true, clockOffsetMs: -3_600_000 });
    const error: unknown = await createOnvif({ clock })
      .reach(targetOf(camera), forever)
      .then(never, (reason: unknown) => reason);
    expect(verdictOf(error)).toBe('clock-skew');
  });
});

describe('addresses', () => {
  test.concurrent('that name another host lead to the camera all the same', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    await camera.suffer({ namesHost: '192.168.1.108' });
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    expect(await reached.profiles(forever)).toHaveLength(2);
    expect(await reached.streamUri('Profile_2', forever)).toContain(`rtsp://127.0.0.1:${camera.rtspPort}/`);
    expect(await reached.snapshotUri('Profile_2', forever)).toContain(`http://127.0.0.1:${camera.port}/`);
  });
});

describe('a login', () => {
  test.concurrent.for(['mật-khẩu', 'pa\nss'])(
    'with the password %j is refused before it is sent',
    async (password, { onTestFinished }) => {
      const camera = await startCamera(onTestFinished);
      const target = targetOf(camera, { login: { username: 'admin', password } });
      await expect(createOnvif({ clock }).reach(target, forever)).rejects.toMatchObject({
        code: 'camera.password-letters',
      });
      expect(camera.asked).toEqual([]);
    },
  );

  test.concurrent('with an empty password lets one in where the camera has no other', async ({ onTestFinished }) => {
    for (const signIn of ['ws-security', 'http-digest'] as const) {
      const camera = await startCamera(onTestFinished, { password: '', signIn });
      expect((await createOnvif({ clock }).reach(targetOf(camera), forever)).facts.manufacturer).toBe('HIKVISION');
      const other = await startCamera(onTestFinished, { signIn });
      const login = { username: 'admin', password: '' };
      const refused = createOnvif({ clock }).reach(targetOf(other, { login }), forever);
      await expect(refused).rejects.toMatchObject({ code: 'camera.wrong-password' });
      expect([camera.failedLogins, other.failedLogins]).toEqual([0, 1]);
    }
  });

  test.concurrent('with signs of XML in name and password lets one in', async ({ onTestFinished }) => {
    for (const signIn of ['ws-security', 'http-digest'] as const) {
      const camera = await startCamera(onTestFinished, { username: `<a&'b>`, password: `"<&]]>'%`, signIn });
      expect((await createOnvif({ clock }).reach(targetOf(camera), forever)).facts.manufacturer).toBe('HIKVISION');
    }
  });
});

describe('newer cameras', () => {
  test.concurrent('say that a stream is H.265, which browsers do not show', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { media2: true, encoding: 'H265' });
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    const [first] = await reached.profiles(forever);
    expect(first).toMatchObject({ encoding: 'H265', width: 640, fps: 15, gop: 30, audio: 'PCMU' });
    expect(await reached.streamUri('Profile_2', forever)).toContain('/Streaming/Channels/102');
  });
});

describe('a head', () => {
  test.concurrent('turns, stops and goes to what it remembers', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { ptz: true });
    const reached = await createOnvif({ clock }).reach(targetOf(camera), forever);
    const [profile] = await reached.profiles(forever);
    expect(profile?.ptz).toBe(true);
    expect(await reached.ptz.presets('Profile_1', forever)).toEqual([
      { token: '1', name: 'Cổng thôn' },
      { token: '2', name: 'Sân đình' },
    ]);
    await reached.ptz.move('Profile_1', { x: 0.5, y: 0, zoom: 0 }, forever);
    await reached.ptz.stop('Profile_1', forever);
    await reached.ptz.goTo('Profile_1', '2', forever);
    expect(camera.moves).toEqual(['move 0.5,0,0', 'stop', 'preset 2']);
  });
});

test('one camera that is mute keeps no other one waiting', async ({ onTestFinished }) => {
  const cameras = await Promise.all(Array.from({ length: 9 }, () => startCamera(onTestFinished)));
  await cameras[0]!.suffer({ web: 'mute' });
  const onvif = createOnvif({ clock });
  const begun = clock.monotonic();
  const whole = cameras.slice(1).map((camera) => onvif.reach(targetOf(camera), forever));
  const mute = onvif.reach(targetOf(cameras[0]!), forever).then(never, (error: unknown) => error);
  await Promise.all(whole);
  expect(clock.monotonic() - begun).toBeLessThan(6_000);
  expect(verdictOf(await mute)).toBe('timed-out');
});
