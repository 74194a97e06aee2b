import { beforeAll, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import { stillLimitMs, truthOf, videoLimitMs, type PictureFacts } from '../../../ui/src/lib/camera/picture-truth.ts';

const now = Date.parse('2026-11-26T01:20:00.000Z');
const at = (time: string) => `2026-11-26T${time}:00.000Z`;
const working = { status: 'online', cause: null, live: true, since: at('00:00'), pictureAt: at('01:19') } as const;
const dead = {
  status: 'offline',
  cause: 'unreachable',
  live: false,
  since: at('01:14'),
  pictureAt: at('01:13'),
} as const;

function truth(facts: Partial<PictureFacts> = {}) {
  return truthOf({
    ...{ now, ageMs: 200, limitMs: videoLimitMs, camera: working, saidLive: true, gatewayLostAt: null },
    ...facts,
  });
}

describe('a picture of a camera', () => {
  let say: (facts?: Partial<PictureFacts>) => string;
  beforeAll(async () => {
    await speakIn('vi', 'cameras');
    const { sayPicture } = await import('../../../ui/src/lib/camera/say-picture.ts');
    say = (facts) => sayPicture(truth(facts).says, now, 'Asia/Ho_Chi_Minh');
  });

  it('of now is shown as such, with its time', () => {
    expect(truth()).toMatchObject({ shown: 'live', ageSeconds: 0 });
    expect(say()).toBe('08:19:59');
  });

  it('is old from three seconds on as video, from ten on as a still', () => {
    expect(truth({ ageMs: 3_000 }).shown).toBe('live');
    expect(truth({ ageMs: 3_001 }).shown).toBe('old');
    expect(truth({ ageMs: 10_000, limitMs: stillLimitMs }).shown).toBe('live');
    expect(truth({ ageMs: 10_001, limitMs: stillLimitMs }).shown).toBe('old');
  });

  it('that grew old says of when it is, and how long ago that was', () => {
    expect(say({ ageMs: 12_300 })).toBe('Hình lúc 08:19 · 12 giây trước');
    expect(say({ ageMs: 4 * 60_000 + 5_000 })).toBe('Hình lúc 08:15 · 4 phút trước');
    expect(say({ ageMs: 26 * 3_600_000 })).toBe('Hình lúc 06:20 hôm qua · 26 giờ trước');
  });

  it('of a camera that is away says since when nothing came, whatever still stands on the screen', () => {
    const lost = { camera: dead, saidLive: false };
    expect(truth({ ...lost, ageMs: 500_000 }).shown).toBe('old');
    expect(say({ ...lost, ageMs: 500_000 })).toBe('Mất kết nối từ 08:13');
    expect(truth({ ...lost, ageMs: null }).shown).toBe('none');
    expect(say({ ...lost, ageMs: null })).toBe('Mất kết nối từ 08:13');
  });

  it('that never came says since when the camera is away', () => {
    expect(say({ camera: { ...dead, pictureAt: null }, saidLive: null, ageMs: null })).toBe('Mất kết nối từ 08:14');
  });

  it('that stands still or is black is never one of now, however many of them come', () => {
    const frozen = { camera: { ...working, status: 'degraded', cause: 'frozen', live: false } } as const;
    expect(truth({ ...frozen, saidLive: false, ageMs: 40 }).shown).toBe('old');
    expect(say({ ...frozen, saidLive: false, ageMs: 40 })).toBe('Hình đứng yên từ 07:00');
    const black = { camera: { ...frozen.camera, cause: 'black' } } as const;
    expect(say({ ...black, saidLive: false, ageMs: 40 })).toBe('Hình tối đen từ 07:00');
  });

  it('is not believed before somebody has said that it is of now', () => {
    expect(truth({ saidLive: null }).shown).toBe('old');
    expect(truth({ saidLive: false }).shown).toBe('old');
    expect(say({ saidLive: null })).toBe('Đang xem lại hình…');
  });

  it('of a camera that is back is believed before the village knows that it is back', () => {
    expect(truth({ camera: dead }).shown).toBe('live');
  });

  it('is old at once when nobody hears of the gateway', () => {
    const lost = { gatewayLostAt: Date.parse(at('01:18')) };
    expect(truth(lost).shown).toBe('old');
    expect(say(lost)).toBe('Mất liên lạc với cổng phát từ 08:18');
  });

  it('is awaited while a camera is not known yet', () => {
    const unseen = { status: 'unknown', cause: null, live: false, since: at('01:19'), pictureAt: null } as const;
    expect(truth({ camera: unseen, saidLive: null, ageMs: null })).toEqual({
      ...{ shown: 'none', ageSeconds: null, says: { kind: 'awaited' } },
    });
  });
});
