import { describe, expect, it } from 'vitest';
import { createInputWatch } from '../../../gateway/src/audio/input-watch.ts';
import type { LiveVoiceMessage, Reason } from '../../../gateway/src/contract/index.ts';
import { createVoice } from '../../../gateway/src/live/voice.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { frame, toneOf } from '../../support/speaker.ts';

const limits = { longestMinutes: 30, idleSeconds: 90 };

function openVoice() {
  const clock = createFakeClock();
  const heard: Int16Array[] = [];
  const closings: Reason[] = [];
  let ended = false;
  const voice = createVoice({
    id: 'v1',
    ownerId: 'tu',
    feed: {
      memory: new SharedArrayBuffer(0),
      write: (samples) => void heard.push(samples),
      end: () => {
        ended = true;
      },
    },
    watch: createInputWatch(),
    limits: () => limits,
    clock,
    log: quietLog,
    onClose(reason) {
      closings.push(reason);
      voice.close();
    },
  });
  let number = 0;
  const sit = () => {
    const messages: LiveVoiceMessage[] = [];
    const closed: string[] = [];
    const seat = voice.attach({
      tell: (message) => void messages.push(message),
      close: (why) => void closed.push(why),
    });
    return { seat, messages, closed };
  };
  /** Speaks for so long, beat by beat. */
  const speak = async (
    { seat }: ReturnType<typeof sit>,
    ms: number,
    sound: ((at: number) => Int16Array | null) | null = toneOf(500),
  ) => {
    for (let passed = 0; passed < ms; passed += 20) {
      await clock.advance(20);
      if (sound) seat.hear(frame(number, sound(960 * number), 20 * number));
      number++;
      if (number % 6 === 0) voice.beat();
    }
  };
  return { clock, voice, heard, closings, sit, speak, hasEnded: () => ended };
}

describe('a live voice', () => {
  it('is not heard before its turn, and everything of it after that', async () => {
    const { voice, heard, sit, speak } = openVoice();
    const speaker = sit();
    await speak(speaker, 1_000);
    expect(heard).toEqual([]);
    voice.turn(0);
    await speak(speaker, 1_000);
    expect(heard).toHaveLength(50);
    expect(speaker.messages.map(({ type }) => type).filter((type) => type !== 'level')).toEqual(['prepare', 'on-air']);
  });

  it('is silence, and no word of the room, while its button is not held', async () => {
    const { voice, heard, sit, speak } = openVoice();
    const speaker = sit();
    await speak(speaker, 100);
    voice.turn(0);
    await speak(speaker, 100, () => null);
    expect(heard).toHaveLength(5);
    expect(heard.every((samples) => samples.every((sample) => sample === 0))).toBe(true);
  });

  it('goes on from a new socket; what comes a second time is not said twice, and the old socket is let go', async () => {
    const { voice, heard, sit, speak } = openVoice();
    const before = sit();
    await speak(before, 20);
    voice.turn(0);
    await speak(before, 1_000);
    const after = sit();
    expect(before.closed).toEqual(['live.replaced']);
    expect(after.messages).toMatchObject([{ type: 'on-air' }]);
    after.seat.hear(frame(3, toneOf(500)(0), 60));
    before.seat.hear(frame(99, toneOf(500)(0), 1_980));
    before.seat.gone(false);
    await speak(after, 1_000);
    expect(heard).toHaveLength(100);
  });

  it('is closed two seconds after the last frame, and not before', async () => {
    const { voice, closings, hasEnded, sit, speak } = openVoice();
    const speaker = sit();
    await speak(speaker, 20);
    voice.turn(0);
    await speak(speaker, 1_000);
    await speak(speaker, 1_900, null);
    expect(closings).toEqual([]);
    await speak(speaker, 300, null);
    expect(closings).toMatchObject([{ code: 'live.connection-lost' }]);
    expect(hasEnded()).toBe(true);
  });

  it('that sends nothing but zeros is warned of, told that it is well again, and never cut', async () => {
    const { voice, closings, sit, speak } = openVoice();
    const speaker = sit();
    await speak(speaker, 20);
    voice.turn(0);
    await speak(speaker, 5_000, () => new Int16Array(960));
    await speak(speaker, 5_000);
    const warnings = speaker.messages.flatMap((message) => (message.type === 'warning' ? [message.reason] : []));
    expect(warnings.map((reason) => reason?.code ?? null)).toEqual(['live.no-signal', null]);
    expect(closings).toEqual([]);
  });

  it.each<[string, (seat: ReturnType<ReturnType<typeof openVoice>['sit']>['seat']) => void, string]>([
    ['a frame of another size', (seat) => seat.hear(frame(1, new Int16Array(882))), 'live.bad-frame'],
    ['text', (seat) => seat.hearText(), 'live.bad-frame'],
    ['a giant', (seat) => seat.gone(true), 'live.bad-frame'],
    [
      'a flood',
      (seat) => {
        for (let n = 0; n < 300; n++) seat.hear(frame(n, null));
      },
      'live.too-fast',
    ],
  ])('of which %s comes is over at once', (_what, send, code) => {
    const { closings, hasEnded, sit } = openVoice();
    const { seat } = sit();
    send(seat);
    expect(closings.map((reason) => reason.code)).toEqual([code]);
    expect(hasEnded()).toBe(true);
  });

  it('tells who comes too late what came of it', () => {
    const { voice, sit } = openVoice();
    voice.end({ code: 'broadcast.stopped', params: { by: 'Bà Năm', airedSeconds: 4 } });
    const { messages, closed } = sit();
    expect(messages).toMatchObject([{ type: 'ended', reason: { code: 'broadcast.stopped' } }]);
    expect(closed).toEqual(['live.over']);
  });
});
