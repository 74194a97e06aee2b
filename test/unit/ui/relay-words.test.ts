import { beforeAll, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import type { Knock, Relay, RelayChannel } from '#contract';
import { withWords } from '../../../ui/src/lib/i18n/index.svelte.ts';
import { createSay } from '../../../ui/src/lib/say.ts';
import { maybeOn } from '../../../ui/src/screens/more/equipment/channels.ts';
import { channelMark } from '../../../ui/src/screens/more/equipment/tones.ts';
import { turnedAway } from '../../../ui/src/screens/more/equipment/turned-away.ts';
import { relay } from '../../support/fake-services.ts';

beforeAll(async () => {
  await speakIn('vi');
  await withWords('more', Promise.resolve());
});

const off: RelayChannel = relay.channels[0]!;
const lost: Relay = { ...relay, availability: 'offline' };
const faulty = (code: string) => ({ ...off, fault: { code, params: {} } });

describe('what a channel is said to do', () => {
  it('is what is wrong with it, not how it is switched', () => {
    expect(channelMark(faulty('relay.draws-while-off'), false)).toEqual({
      tone: 'trouble',
      word: 'Tắt mà vẫn ăn điện',
    });
    expect(channelMark(faulty('relay.of-tomorrow'), false).word).toBe('Trục trặc');
  });

  it('is of the past once its relay is lost', () => {
    expect(channelMark(off, false).word).toBe('Đang tắt');
    expect(channelMark(off, true).word).toBe('Lần cuối đang tắt');
  });

  it('is no disobedience while it is tried', () => {
    const beginning: RelayChannel = { ...off, wanted: 'on' };
    expect(channelMark(beginning, false).word).toBe('Muốn bật, rơ-le chưa theo');
    expect(channelMark(beginning, false, true).word).toBe('Đang thử');
  });
});

describe('an amplifier that may still be on', () => {
  const on: RelayChannel = { ...off, state: 'on' };

  it('is behind a relay that said ON and fell silent', () => {
    expect(maybeOn(lost, on)).toBe(true);
    expect(maybeOn(relay, { ...on, fault: { code: 'relay.unreachable', params: {} } })).toBe(true);
  });

  it('is not behind one that is wanted ON, said OFF, or answers', () => {
    expect(maybeOn(lost, { ...on, wanted: 'on' })).toBe(false);
    expect(maybeOn(lost, off)).toBe(false);
    expect(maybeOn(relay, on)).toBe(false);
  });
});

describe('the alert of a relay in trouble', () => {
  const say = createSay({ timeZone: () => 'UTC', relayName: () => undefined });
  const alert = (cause: string) => say({ code: 'village.relay-fault', params: { relay: 'Cột Đình', cause } });

  it('names it once, with what is wrong', () => {
    expect(alert('relay.unreachable')).toBe('Rơ-le “Cột Đình” không trả lời. Kiểm tra nguồn điện và Wi-Fi ở đó.');
  });

  it('says at least that there is trouble when the cause is of a newer gateway', () => {
    expect(alert('relay.of-tomorrow')).toBe('Rơ-le “Cột Đình” có trục trặc.');
  });
});

describe('a relay whose device has the wrong password', () => {
  const knock: Knock = {
    clientId: 'tasmota-1',
    username: `relay-${relay.id}`,
    address: '192.168.1.40',
    why: 'wrong-password',
    count: 3,
    firstAt: '2126-01-01T00:00:00.000Z',
    lastAt: '2126-01-01T00:01:00.000Z',
  };

  it('is told apart from one without power', () => {
    expect(turnedAway(lost, [knock])).toBe(knock);
    expect(turnedAway(lost, [{ ...knock, username: 'relay-cot-2' }])).toBeNull();
  });

  it('is forgotten once it has been in again', () => {
    expect(turnedAway(relay, [knock])).toBeNull();
    expect(turnedAway({ ...lost, lastSeenAt: '2126-01-01T00:02:00.000Z' }, [knock])).toBeNull();
  });
});
