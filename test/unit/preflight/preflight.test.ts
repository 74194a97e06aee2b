import { statfs } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { ChangeEvents, Preflight } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import type { PreflightPorts } from '../../../gateway/src/preflight/ports.ts';
import { createPreflight } from '../../../gateway/src/preflight/preflight.ts';
import { createSettingsStore, type SettingsStore } from '../../../gateway/src/village/settings-store.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryStorage } from '../../support/storage.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { allWell, bulletin, dinh, early, later, morning, nhac, online, song, tin } from './tomorrow.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const ports: PreflightPorts = {
  slots: async () => [early, later],
  programmes: async () => [tin, nhac],
  playlists: async () => [morning],
  chimes: async () => [],
  zones: async () => [dinh],
  relays: async () => [online],
  recordings: async () => new Map([bulletin, song].map((one) => [one.id, one])),
  cue: async (id) => ({ title: id, path: `/${id}.wav`, durationMs: 60_000 }),
  listenToUpstream: async () => ({ name: 'VOV1', fallback: null, heard: [{ url: 'http://a', problem: null }] }),
  media: {
    present: () => true,
    measure: async () => ({ lufs: -16, truePeakDb: -2, durationMs: 60_000, decodeErrors: 0 }),
  },
  silenceIn: async () => null,
  quiet: allWell.quiet,
  clockTrusted: () => true,
};

/** A gateway whose clock shows `start`; `boot` starts the loop anew, as after a restart, and says how to end it. */
async function gatewayAt(start: string, change: Partial<PreflightPorts> = {}, settings?: SettingsStore) {
  const storage = await temporaryStorage();
  const stateFolder = await tempFolder();
  // What is asked of the disk has been answered before time goes on.
  const clock: FakeClock = createFakeClock(start, async () => {
    await storage.settled();
    await statfs(stateFolder);
  });
  const changes = createChanges<ChangeEvents>();
  const looks: string[] = [];
  changes.on('preflight.changed', ({ at }) => looks.push(at));

  function boot() {
    const preflight = createPreflight({
      ports: { ...ports, ...change },
      clock,
      log: quietLog,
      changes,
      settings: settings ?? createSettingsStore(storage),
      timeZone: 'Asia/Ho_Chi_Minh',
      stateFolder,
    });
    const stopping = new AbortController();
    const ended = preflight.run(stopping.signal).then(
      () => 'ended',
      (error: unknown) => String(error),
    );
    const stop = () => {
      stopping.abort('stopping');
      return ended;
    };
    return { ...preflight.commands, stop };
  }
  return { clock, looks, boot, changes };
}

it('looks ahead at 18:00 of the village, once a day', async () => {
  const { clock, looks, boot } = await gatewayAt('2026-11-23T10:57:30.000Z');
  const gateway = boot();
  await clock.advance(2 * minute);
  expect(looks).toEqual([]);
  await clock.advance(20 * minute);
  expect(looks).toEqual(['2026-11-23T11:00:30.000Z']);
  await clock.advance(day);
  expect(looks).toEqual(['2026-11-23T11:00:30.000Z', '2026-11-24T11:00:30.000Z']);
  expect(await gateway.stop()).toBe('stopping');
});

it('makes up for 18:00 after a power cut, once, and remembers through the next', async () => {
  const { clock, looks, boot } = await gatewayAt('2026-11-23T14:00:00.000Z');
  const first = boot();
  await clock.advance(10 * minute);
  expect(looks).toHaveLength(1);
  const answer = await first.last();
  await first.stop();

  const second = boot();
  await clock.advance(10 * minute);
  expect(looks).toHaveLength(1);
  expect(await second.last()).toEqual(answer);
  await second.stop();
});

it('makes up for 18:00 after midnight too: who was without power that evening needs it most', async () => {
  const { clock, looks, boot } = await gatewayAt('2026-11-22T11:30:00.000Z');
  const first = boot();
  await clock.advance(2 * minute);
  expect(looks).toEqual(['2026-11-22T11:31:00.000Z']);
  await clock.advance(day - 62 * minute);
  // 17:30 to 00:30 of the village without power.
  await first.stop();
  await clock.advance(7 * hour);
  const second = boot();
  await clock.advance(10 * minute);
  expect(looks.slice(1)).toEqual(['2026-11-23T17:31:00.000Z']);
  await second.stop();
});

it('looks the first time at the first 18:00, not as soon as the village is set up', async () => {
  const { clock, looks, boot } = await gatewayAt('2026-11-23T02:00:00.000Z');
  const gateway = boot();
  await clock.advance(hour);
  expect(looks).toEqual([]);
  await gateway.stop();
});

it('waits for a clock that can be trusted', async () => {
  let trusted = false;
  const { clock, looks, boot } = await gatewayAt('2026-11-23T12:00:00.000Z', { clockTrusted: () => trusted });
  const gateway = boot();
  await clock.advance(30 * minute);
  expect(looks).toEqual([]);
  trusted = true;
  await clock.advance(2 * minute);
  expect(looks).toHaveLength(1);
  await gateway.stop();
});

it('looks again when the clock had been days ahead', async () => {
  const { clock, looks, boot } = await gatewayAt('2026-11-26T12:00:00.000Z');
  const gateway = boot();
  await clock.advance(5 * minute);
  expect(looks).toEqual(['2026-11-26T12:01:00.000Z']);
  await clock.step(-3 * day);
  await clock.advance(5 * minute);
  expect(looks.slice(1)).toEqual(['2026-11-23T12:06:00.000Z']);
  await gateway.stop();
});

it('counts what a person asked for after 18:00 as the look of the day, but not what was asked before', async () => {
  const { clock, looks, boot } = await gatewayAt('2026-11-23T10:59:30.000Z');
  const gateway = boot();
  await gateway.run();
  await clock.advance(3 * minute);
  expect(looks).toEqual(['2026-11-23T10:59:30.000Z', '2026-11-23T11:00:30.000Z']);
  await gateway.stop();

  const next = await gatewayAt('2026-11-23T11:00:10.000Z');
  const other = next.boot();
  await other.run();
  await next.clock.advance(hour);
  expect(next.looks).toHaveLength(1);
  await other.stop();
});

it('gives two people who ask at once the same answer', async () => {
  const { looks, boot } = await gatewayAt('2026-11-23T08:00:00.000Z');
  const gateway = boot();
  const [one, other] = await Promise.all([gateway.run(), gateway.run()]);
  expect(other).toBe(one);
  expect(looks).toHaveLength(1);
  expect(one).toMatchObject({
    at: '2026-11-23T08:00:00.000Z',
    from: '2026-11-23T08:00:00.000Z',
    to: '2026-11-24T08:00:00.000Z',
    slots: 2,
    checked: { files: 2, relays: 1 },
    findings: [],
  } satisfies Preflight);
  await gateway.stop();
});

it('asks nothing of slots that are on air, over or skipped, and listens to each sound once', async () => {
  const override = { skipped: true, movedFrom: null, content: null, contentApproved: true, by: 'Lan' };
  const heard: string[] = [];
  const { boot } = await gatewayAt('2026-11-23T08:00:00.000Z', {
    slots: async () => [early, { ...early, id: 'again' }, { ...later, state: 'on-air' }, { ...later, override }],
    media: {
      present: () => true,
      async measure(path) {
        heard.push(path);
        return { lufs: -16, truePeakDb: -2, durationMs: 60_000, decodeErrors: 0 };
      },
    },
  });
  const gateway = boot();
  expect((await gateway.run()).slots).toBe(2);
  expect(heard).toEqual(['/ban-tin.wav']);
  await gateway.stop();
});

it('looks anew once a changed plan has been left alone, not at each change of it', async () => {
  const { clock, looks, boot, changes } = await gatewayAt('2026-11-23T08:00:00.000Z');
  const gateway = boot();
  await clock.advance(1_000);
  changes.emit('programme.removed', { id: 'p0' });
  await clock.advance(30_000);
  // Nobody has looked yet: there is no answer to be mended.
  expect(looks).toHaveLength(0);
  await gateway.run();
  for (const id of ['p1', 'p2', 'p3']) {
    changes.emit('programme.removed', { id });
    await clock.advance(5_000);
  }
  expect(looks).toHaveLength(1);
  await clock.advance(10_000);
  expect(looks).toHaveLength(2);
  await gateway.stop();
});

it('leaves off listening when the gateway stops', async () => {
  let listening: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    listening = resolve;
  });
  const { looks, boot } = await gatewayAt('2026-11-23T08:00:00.000Z', {
    media: {
      present: () => true,
      measure: (_path, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          listening();
        }),
    },
  });
  const gateway = boot();
  const asked = gateway.run().catch(String);
  await begun;
  expect(await gateway.stop()).toBe('stopping');
  expect(await asked).toBe('stopping');
  expect(looks).toEqual([]);
});

it('listens no longer than a quarter of an hour in all, and says what it did not reach', async () => {
  const slow = {
    present: () => true,
    measure: async () => {
      await clock.leap(16 * minute);
      return { lufs: -16, truePeakDb: -2, durationMs: 60_000, decodeErrors: 0 };
    },
  };
  const { clock, boot } = await gatewayAt('2026-11-23T01:00:00.000Z', { media: slow });
  const gateway = boot();
  const { checked, findings } = await gateway.run();
  expect(checked.files).toBe(1);
  expect(findings).toMatchObject([{ reason: { code: 'preflight.sounds-not-reached', params: { count: 1 } } }]);
  await gateway.stop();
});

it('tells what it found even when a full disk cannot keep it', async () => {
  const full = async () => {
    throw new AppError('storage.full', 507, 'The disk is full.');
  };
  const settings: SettingsStore = { get: async () => null, set: full };
  const { clock, looks, boot } = await gatewayAt('2026-11-23T12:00:00.000Z', {}, settings);
  const gateway = boot();
  await clock.advance(hour);
  expect(looks).toHaveLength(1);
  expect(await gateway.last()).toMatchObject({ slots: 2 });
  await gateway.stop();
});
