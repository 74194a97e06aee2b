import { parameterSets } from './annex-b.ts';
import type { Footage } from './footage.ts';

export const videoType = 96;
export const soundType = 0;
export const videoClock = 90_000;
export const soundClock = 8_000;

/** What DESCRIBE answers (RFC 4566; RFC 6184 §8.2.1 for the parameter sets). `encoding` H265: only claimed, nothing comes. */
export function describeStream(footage: Footage, encoding: 'H264' | 'H265', sound: boolean): string {
  const { sps, pps } = parameterSets(footage.pictures);
  const level = sps.subarray(1, 4).toString('hex');
  const sets = `${sps.toString('base64')},${pps.toString('base64')}`;
  const video =
    encoding === 'H264'
      ? [
          `a=rtpmap:${videoType} H264/${videoClock}`,
          `a=fmtp:${videoType} packetization-mode=1;profile-level-id=${level};sprop-parameter-sets=${sets}`,
        ]
      : [`a=rtpmap:${videoType} H265/${videoClock}`];
  return [
    'v=0',
    'o=- 1109162014219182 1 IN IP4 0.0.0.0',
    's=Media Presentation',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    `m=video 0 RTP/AVP ${videoType}`,
    ...video,
    `a=framerate:${footage.fps}`,
    'a=control:trackID=0',
    ...(sound
      ? [`m=audio 0 RTP/AVP ${soundType}`, `a=rtpmap:${soundType} PCMU/${soundClock}`, 'a=control:trackID=1']
      : []),
    '',
  ].join('\r\n');
}
