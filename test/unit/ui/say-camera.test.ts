import { beforeEach, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import type { CameraCause, CameraStatus } from '../../../gateway/src/contract/index.ts';
import { ladderOf, ladderOfTest } from '../../../ui/src/lib/camera/ladder.ts';
import {
  causeOf,
  inGroups,
  sayAddress,
  sayCause,
  sayNext,
  tellCameras,
} from '../../../ui/src/lib/camera/say-camera.ts';

const causes: CameraCause[] = [
  ...(['unreachable', 'refused', 'timed-out', 'wrong-password', 'locked', 'clock-skew', 'not-onvif'] as const),
  ...(['broken-reply', 'unsupported', 'no-profiles', 'stream-refused', 'stream-busy', 'stream-silent'] as const),
  ...(['stream-stalled', 'slow', 'thin', 'frozen', 'black', 'clock-off', 'flapping'] as const),
];
const camera = (status: CameraStatus, maintenance = false) => ({ status, maintenance });

describe('cameras in words', () => {
  beforeEach(() => speakIn('vi', 'cameras'));

  it.each(['vi', 'en'] as const)('have a cause and a next step for all that can be wrong (%s)', async (language) => {
    await speakIn(language, 'cameras');
    const said = causes.flatMap((cause) => [sayCause(cause), sayNext(cause)]);
    expect(said.filter((text) => text.length < 12)).toEqual([]);
    expect(new Set(said).size).toBe(2 * causes.length);
  });

  it('have their streams named as people name them, and no maker that is a codec', async () => {
    const { createSay } = await import('../../../ui/src/lib/say.ts');
    const say = createSay({ timeZone: () => 'Asia/Ho_Chi_Minh', relayName: () => undefined });
    const packed = (stream: string) => say({ code: 'camera.warning-codec', params: { stream, codec: 'H265' } });
    expect(packed('mainStream')).toMatch(/^Luồng chính nén kiểu H\.265,/);
    expect(packed('Profile_2')).toMatch(/^Luồng Profile_2 nén kiểu H\.265,/);
    const { makerIn } = await import('../../../ui/src/screens/camera/camera-facts.ts');
    expect(['H264', 'H.265+', 'HIKVISION'].map(makerIn)).toEqual(['', '', 'HIKVISION']);
  });

  it('are counted in one line, those somebody works on apart', () => {
    expect(tellCameras([camera('online'), camera('online')]).word).toBe('Cả 2 camera hoạt động tốt.');
    expect(tellCameras([camera('online'), camera('offline')])).toEqual({
      tone: 'trouble',
      word: '1/2 camera hoạt động tốt.',
    });
    expect(tellCameras([camera('online'), camera('offline', true)])).toEqual({
      tone: 'well',
      word: 'Cả 1 camera hoạt động tốt. 1 camera đang sửa.',
    });
    expect(tellCameras([camera('online'), camera('unknown')]).tone).toBe('waiting');
    expect(tellCameras([camera('online'), camera('degraded')]).tone).toBe('attention');
    expect(tellCameras([camera('offline', true)])).toEqual({ tone: 'idle', word: '1 camera đang sửa.' });
  });

  it('stand in groups, what is gone before what is not as it should be', () => {
    const groups = inGroups([camera('degraded'), camera('online'), camera('offline'), camera('locked', true)]);
    expect(groups.map(({ group, cameras }) => [group, cameras.map(({ status }) => status)])).toEqual([
      ['trouble', ['offline', 'degraded']],
      ['well', ['online']],
      ['maintenance', ['locked']],
    ]);
  });

  it('are named by the address that is typed to reach them', () => {
    expect(sayAddress({ host: '192.168.1.64', port: 80 })).toBe('192.168.1.64');
    expect(sayAddress({ host: '192.168.1.64', port: 8000 })).toBe('192.168.1.64:8000');
    expect(sayAddress({ host: 'fd00::1', port: 8000 })).toBe('[fd00::1]:8000');
  });

  it('know the cause that a refusal names', () => {
    expect(causeOf('camera.wrong-password')).toBe('wrong-password');
    expect(causeOf('camera.password-letters')).toBeNull();
  });
});

describe('the way up to a picture', () => {
  const states = (of: Parameters<typeof ladderOf>[0]) => ladderOf(of).map(({ state }) => state);

  it('breaks at its lowest rung, and nobody knows what is above', () => {
    expect(states({ status: 'locked', cause: 'wrong-password', live: false })).toEqual([
      ...['well', 'well', 'broken', 'unseen', 'unseen'],
    ]);
  });

  it('is whole at the top when a picture flows, whatever does not answer below', () => {
    expect(states({ status: 'degraded', cause: 'timed-out', live: true })).toEqual([
      ...['well', 'broken', 'unseen', 'well', 'well'],
    ]);
  });

  it('is whole with a wrong clock, and unknown before anybody asked', () => {
    expect(states({ status: 'degraded', cause: 'clock-off', live: true })).toEqual(Array(5).fill('well'));
    expect(states({ status: 'unknown', cause: null, live: false })).toEqual(Array(5).fill('unseen'));
  });

  it('of a test without a picture ends below the picture', () => {
    expect(ladderOfTest({ problem: null, picture: null }).at(-1)?.state).toBe('unseen');
    const refused = ladderOfTest({ problem: { code: 'camera.password-letters', params: {} }, picture: null });
    expect(refused.map(({ state }) => state)).toEqual(Array(5).fill('unseen'));
  });

  it.each(causes)('has a place for %s', (cause) => {
    expect(ladderOf({ status: 'offline', cause, live: false })).toHaveLength(5);
  });
});
