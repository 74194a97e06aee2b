import type { Camera, CameraProfile } from '#contract';
import { sayAddress } from '../../lib/camera/say-camera.ts';
import { t } from '../../lib/i18n/index.svelte.ts';
import { sayDecimal } from '../../lib/say-number.ts';
import { sayDuration, sayList } from '../../lib/say.ts';
import { secondMs } from '../../lib/time.ts';

/** What is known about a camera, as names and values. */

interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A clock that is this near is right: nobody reads less off a picture. */
const nearMs = 5 * secondMs;

export function sayDrift(driftMs: number): string {
  if (Math.abs(driftMs) < nearMs) return t('camera.clock.right');
  const by = sayDuration(Math.round(Math.abs(driftMs) / secondMs) * secondMs);
  return t(driftMs > 0 ? 'camera.clock.ahead' : 'camera.clock.behind', { by });
}

/** `avc1.64001e` and `H264` are the same to people. */
export function sayCodec(codec: string): string {
  if (/^(avc|h\.?264)/i.test(codec)) return 'H.264';
  return /^(hvc|hev|h\.?265)/i.test(codec) ? 'H.265' : codec;
}

/** What it brings and says now; of one that is away nothing is known. */
export function streamFacts({ status, stream, driftMs, events }: Camera): Fact[] {
  if (status === 'offline' || status === 'locked') return [];
  return [
    ...(stream === null
      ? []
      : [
          {
            name: t('camera.stream'),
            value: [
              t('camera.stream.size', { ...stream, codec: sayCodec(stream.codec) }),
              t('camera.stream.rate', { fps: Math.round(stream.fps), kbps: Math.round(stream.kbps) }),
            ].join(', '),
          },
        ]),
    ...(stream === null || stream.gopSeconds === null
      ? []
      : [
          {
            name: t('camera.stream.gop'),
            value: t('camera.stream.gop.every', { seconds: sayDecimal(stream.gopSeconds) }),
          },
        ]),
    ...(driftMs === null ? [] : [{ name: t('camera.clock'), value: sayDrift(driftMs) }]),
    { name: t('camera.events'), value: t(`camera.events.${events}`) },
  ];
}

/** Cheap cameras give the name of their codec where the maker's belongs. */
export function makerIn(said: string): string {
  return /^h\.?26[45]\+?$/i.test(said.trim()) ? '' : said;
}

export function cameraFacts(camera: Camera, zoneName: (id: string) => string | undefined): Fact[] {
  const { facts, cabinet } = camera;
  const zones = camera.zoneIds.map(zoneName).filter((name) => name !== undefined);
  return [
    { name: t('camera.address'), value: sayAddress(camera) },
    { name: t('camera.cabinet'), value: cabinet ?? '' },
    { name: t('camera.zones'), value: sayList(zones) },
    { name: t('camera.maker'), value: makerIn(facts?.manufacturer ?? '') },
    { name: t('camera.model'), value: facts?.model ?? '' },
    { name: t('camera.firmware'), value: facts?.firmware ?? '' },
    { name: t('camera.serial'), value: facts?.serial ?? '' },
  ].filter(({ value }) => value !== '');
}

/** "Profile_2: 640×360, H.264, 15 hình/giây" */
export function sayProfile({ name, token, width, height, encoding, fps }: CameraProfile): string {
  const what = [
    width === null || height === null ? '' : t('camera.form.profile.size', { width, height }),
    encoding === null ? '' : sayCodec(encoding),
    fps === null ? '' : t('camera.form.profile.fps', { fps: Math.round(fps) }),
  ].filter((part) => part !== '');
  return what.length === 0 ? name || token : t('camera.form.profile', { name: name || token, what: what.join(', ') });
}
