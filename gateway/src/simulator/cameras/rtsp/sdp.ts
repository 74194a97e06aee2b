import { parameterSets, type Encoding } from './annex-b.ts';
import type { Footage } from './footage.ts';

export const videoType = 96;
export const soundType = 0;
export const videoClock = 90_000;
export const soundClock = 8_000;

/**
 * What DESCRIBE answers (RFC 4566; RFC 6184 §8.2.1 and RFC 7798 §7.1 for the parameter sets). `claimed`: what the camera says
 * that it is; where that is another than the footage, nothing comes.
 */
export function describeStream(footage: Footage, claimed: Encoding, sound: boolean): string {
  const sets = claimed === footage.encoding ? [`a=fmtp:${videoType} ${format(footage)}`] : [];
  return [
    'v=0',
    'o=- 1109162014219182 1 IN IP4 0.0.0.0',
    's=Media Presentation',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    `m=video 0 RTP/AVP ${videoType}`,
    `a=rtpmap:${videoType} ${claimed}/${videoClock}`,
    ...sets,
    `a=framerate:${footage.fps}`,
    'a=control:trackID=0',
    ...(sound
      ? [`m=audio 0 RTP/AVP ${soundType}`, `a=rtpmap:${soundType} PCMU/${soundClock}`, 'a=control:trackID=1']
      : []),
    '',
  ].join('\r\n');
}

function format({ pictures, encoding }: Footage): string {
  const sets = parameterSets(pictures, encoding);
  const [first = '', second = '', third = ''] = sets.map((set) => set.toString('base64'));
  if (encoding === 'H265') return `sprop-vps=${first};sprop-sps=${second};sprop-pps=${third}`;
  const level = sets[0]?.subarray(1, 4).toString('hex');
  return `packetization-mode=1;profile-level-id=${level};sprop-parameter-sets=${first},${second}`;
}
