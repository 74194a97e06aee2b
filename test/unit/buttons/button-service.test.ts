import { describe, expect, it } from 'vitest';
import { AppError } from '../../../gateway/src/core/errors.ts';
import { openButtonVillage, wallButton } from '../../support/button-village.ts';
import { zone } from '../../support/fake-services.ts';
import { randomNumbers } from '../../support/random-rules.ts';

const meant = 'button:Nhà văn hóa starts Cháy: dau-thon meant';

describe('an emergency button', () => {
  it('held on the wall starts the emergency once, signed by its name, and the panel is told', async () => {
    const { settle, hold, story, trail, view, shown, accounts, credentials } = await openButtonVillage();
    expect(Object.fromEntries(accounts.names)).toEqual({
      'button-nha-van-hoa': 'loa-thon/ngot/button/nha-van-hoa',
    });
    expect(credentials.setup).toContain('loa-thon/ngot/button/nha-van-hoa/<key>/press');
    await settle();
    for (const mark of ['1', '1', '2', '']) await hold(mark);
    expect(story).toEqual([meant]);
    expect(trail).toEqual(['button:Nhà văn hóa startEmergency ok']);
    expect((await view()).lastPress).toMatchObject({ did: 'started', key: 1, gesture: 'hold', reason: null });
    expect(shown.at(-1)).toMatchObject({ availability: 'online', lastPress: { did: 'started' } });
  });

  it('that came a moment ago is not obeyed, and the panel and the log say so', async () => {
    const { say, hold, story, trail, view, clock } = await openButtonVillage();
    say('status', 'online');
    await hold();
    await hold();
    expect((await view()).lastPress).toMatchObject({ did: 'refused', reason: { code: 'button.just-back' } });
    expect([story, trail]).toEqual([[], ['button:Nhà văn hóa pressButton button.just-back']]);
    await clock.advance(9_000);
    await hold();
    expect(story).toEqual([meant]);
  });

  it('says why it could not start, and may be pressed again at once', async () => {
    const { settle, hold, story, trail, view, clock, village } = await openButtonVillage();
    await settle();
    village.zones = [];
    await hold();
    expect((await view()).lastPress).toMatchObject({ did: 'refused', reason: { code: 'button.no-zones' } });
    expect((await view()).problem).toMatchObject({ code: 'button.no-zones' });
    village.zones = [zone];
    village.refusal = new AppError('broadcast.behind-emergency', 409, 'Lũ', { params: { title: 'Lũ' } });
    await clock.advance(2_000);
    await hold();
    expect((await view()).lastPress?.reason).toEqual({ code: 'broadcast.behind-emergency', params: { title: 'Lũ' } });
    village.refusal = null;
    await clock.advance(2_000);
    await hold();
    expect(story).toEqual([meant]);
    expect(trail.map((line) => line.split(' ').at(-1))).toEqual([
      'button.no-zones',
      'broadcast.behind-emergency',
      'ok',
    ]);
  });

  it('while it is tried shows the press and starts nothing; a quarter of a minute after that it is meant again', async () => {
    const { settle, hold, story, view, clock, buttons, id } = await openButtonVillage();
    await settle();
    const { testingUntil } = await buttons.test(id, true);
    expect(Date.parse(testingUntil ?? '') - clock.now()).toBe(60_000);
    await hold();
    expect((await view()).lastPress).toMatchObject({ did: 'tested' });
    await buttons.test(id, false);
    await clock.advance(14_000);
    await hold();
    expect((await view()).lastPress).toMatchObject({ did: 'tested' });
    await clock.advance(2_000);
    expect((await view()).testingUntil).toBeNull();
    await hold();
    expect(story).toEqual([meant]);
  });

  it('that is tried twice in a row is tried for the whole of the second minute', async () => {
    const { settle, hold, story, clock, buttons, id } = await openButtonVillage();
    await settle();
    await buttons.test(id, true);
    await clock.advance(50_000);
    await buttons.test(id, true);
    await clock.advance(59_000);
    await hold();
    expect(story).toEqual([]);
  });

  it('gives the all-clear of what it started, and of nothing else', async () => {
    const allClear = { by: 'second-key', title: 'Báo yên' } as const;
    const { settle, hold, say, story, clock, view } = await openButtonVillage({ allClear });
    await settle();
    const end = async () => {
      say('2/press', 'hold');
      await clock.advance(300);
    };
    await end();
    expect((await view()).lastPress?.reason?.code).toBe('button.nothing-to-end');
    await hold();
    await end();
    expect((await view()).lastPress?.reason?.code).toBe('button.too-soon');
    await clock.advance(30_000);
    say('state', 'ready');
    await end();
    await end();
    expect(story).toEqual([meant, 'button:Nhà văn hóa ends it: Báo yên']);
  });

  it('that falls silent is offline within half a minute, and is remembered over a restart', async () => {
    const { settle, clock, view, restart, buttons, say, device } = await openButtonVillage();
    expect((await buttons.list()).map(({ availability }) => availability)).toEqual(['never-seen']);
    await settle();
    await clock.advance(60_000);
    expect((await view()).availability).toBe('online');
    device.there = false;
    await clock.advance(30_000);
    expect((await view()).availability).toBe('offline');
    say('status', 'offline');
    const { lastSeenAt } = await view();
    await restart();
    expect(await view()).toMatchObject({ availability: 'offline', lastSeenAt, lastPress: null });
  });

  it('is taken away with its account; its message cannot be removed before', async () => {
    const { buttons, id, accounts } = await openButtonVillage({ siren: false, recordingId: 'tin-lu' });
    expect(buttons.usedBy('tin-lu')).toEqual([{ kind: 'button', title: 'Nhà văn hóa' }]);
    await buttons.remove(id);
    expect([await buttons.list(), buttons.usedBy('tin-lu'), accounts.names.size]).toEqual([[], [], 0]);
  });

  it('with neither siren nor message is refused', async () => {
    await expect(openButtonVillage({ siren: false })).rejects.toMatchObject({ code: 'emergency.nothing-chosen' });
  });
});

/** Everything a broker or a device may deliver late, twice, from its memory, or in the wrong moment; never a fresh hold. */
const old = [
  ['1/press', 'hold 17', true],
  ['1/press', 'hold', true],
  ['1/press', 'single 3', false],
  ['1/press', 'single', false],
  ['2/press', 'hold 4', false],
  ['status', 'online', true],
  ['status', 'offline', true],
  ['state', 'ready', false],
  ['1/press', '', true],
  ['1/press', 'HOLD?', false],
] as const;

it('no order of retained, repeated, short or old messages, broken lines and restarts starts anything', async () => {
  const { say, story, clock, link, restart, device } = await openButtonVillage();
  const random = randomNumbers(20_261_126);
  for (let step = 0; step < 1_500; step++) {
    const dice = random();
    device.there = random() < 0.9;
    if (dice < 0.6) {
      const [subtopic, payload, retained] = old[Math.floor(random() * old.length)]!;
      say(subtopic, payload, retained);
    } else if (dice < 0.7) {
      // It connects, and says at once what it had kept: within its hold time and five seconds more.
      say('status', 'online');
      await clock.advance(random() * 7_900);
      say('1/press', 'hold 99');
    } else if (dice < 0.8) {
      // Our own line breaks; what comes first when it is back may be old too.
      link.setConnected(false);
      await clock.advance(random() * 40_000);
      link.setConnected(true);
      say('1/press', 'hold');
    } else if (dice < 0.85) {
      await restart();
      say('1/press', 'hold 5');
    } else if (dice < 0.9) {
      say('status', 'offline');
      await clock.advance(2_500);
      say('1/press', 'hold');
    } else {
      await clock.advance(random() * 60_000);
    }
    expect(story, `step ${step}`).toEqual([]);
  }
}, 60_000);

it('however often and however fast it is held, one emergency sounds at a time', async () => {
  const { settle, say, story, clock } = await openButtonVillage();
  await settle();
  const random = randomNumbers(7);
  for (let step = 0; step < 300; step++) {
    for (let again = 0; again < 1 + random() * 3; again++) say('1/press', `hold ${Math.floor(random() * 1e6)}`);
    await clock.advance(random() * 15_000);
    say('state', 'ready');
  }
  expect(story).toEqual([meant]);
});

it('two that are added at the same moment under one name are two', async () => {
  const { buttons } = await openButtonVillage();
  const made = await Promise.all([
    buttons.create({ ...wallButton, name: 'Đình' }),
    buttons.create({ ...wallButton, name: 'Đình' }),
  ]);
  expect(made.map(({ button }) => button.id)).toEqual(['dinh', 'dinh-2']);
});
