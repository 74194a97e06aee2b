import { describe, expect, it } from 'vitest';
import { createFeed } from '../../../gateway/src/audio/feed.ts';
import { createInputWatch } from '../../../gateway/src/audio/input-watch.ts';
import type { Broadcast, ChangeEvents, LiveVoiceMessage } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createLiveVoices } from '../../../gateway/src/live/live-service.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { broadcast, personWith } from '../../support/fake-services.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { frame, toneOf } from '../../support/speaker.ts';

/** The head has asked to speak, as `v1`, three seconds from now; what becomes of it on the line is up to the test. */
async function village() {
  const clock = createFakeClock();
  const changes = createChanges<ChangeEvents>();
  const closings: string[] = [];
  const startsAt = new Date(clock.now() + 3_000).toISOString();
  const asked: Broadcast = { ...broadcast, id: 'v1', live: true, state: 'warming', startedAt: null, startsAt };
  const liveVoices = createLiveVoices({
    ports: {
      broadcasts: {
        startedBefore: async () => null,
        airNow: () => asked,
        closeVoice(_id, how) {
          const [cause, manner] = 'gently' in how ? [how.gently, 'gently'] : [how.atOnce, 'at once'];
          closings.push(`${manner} ${cause?.kind === 'closed' ? cause.reason.code : cause?.kind}`);
        },
      },
      chimes: { cue: async () => ({ opening: null, closing: null }) },
      openFeed: () => createFeed(5),
      openWatch: createInputWatch,
      settings: { get: async () => null, set: async () => undefined },
      audit: async () => undefined,
    },
    changes,
    clock,
    log: quietLog,
  });
  await liveVoices.start();
  await liveVoices.commands.start(
    { id: 'v1', title: 'Nói', zoneIds: ['dau-thon'], priority: 'priority' },
    personWith('head'),
  );
  const messages: LiveVoiceMessage[] = [];
  const seat = liveVoices.commands.attach('v1', {
    tell: (message) => void messages.push(message),
    close: () => undefined,
  });
  let number = 0;
  return {
    closings,
    messages,
    /** The panel sends what its microphone hears, for so long. */
    async speak(ms: number) {
      for (const end = number + ms / 20; number < end; number++) {
        seat.hear(frame(number, toneOf(700)(number * 960)));
        await clock.advance(20);
      }
    },
    tell: (change: Partial<Broadcast>) => changes.emit('broadcast.changed', { ...asked, ...change }),
    pass: (ms: number) => clock.advance(ms),
  };
}

describe('a live voice', () => {
  it('that no output takes gives the amplifiers back a minute after it should have begun, though the phone goes on', async () => {
    const { speak, closings } = await village();
    await speak(62_000);
    expect(closings).toEqual([]);
    await speak(2_000);
    expect(closings[0]).toBe('at once live.no-sound-out');
  });

  it('whose phone never comes through says that, and not that it was cut', async () => {
    const { pass, closings } = await village();
    await pass(11_000);
    expect(closings[0]).toBe('at once live.never-connected');
  });

  it('that was cut off is told so within seconds, also when a full disk keeps it out of the air log', async () => {
    const { speak, tell, pass, messages } = await village();
    await speak(3_000);
    const startedAt = broadcast.startsAt;
    tell({ state: 'on-air', startedAt, item: { index: 0, count: 1, title: 'live-voice' } });
    expect(messages.some(({ type }) => type === 'on-air')).toBe(true);
    tell({ state: 'pre-empted', startedAt });
    await pass(4_000);
    expect(messages.at(-1)).toEqual({ type: 'ended', reason: { code: 'live.over', params: {} } });
  });
});
