import type { Encoding } from '../rtsp/annex-b.ts';
import { escapeXml } from './envelope.ts';

/** A stream as the camera offers it (ONVIF Media §5.2). */
export interface OfferedProfile {
  readonly token: string;
  readonly name: string;
  readonly encoding: Encoding;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly kbps: number;
  /** Frames from one key frame to the next. */
  readonly gop: number;
  readonly audio: boolean;
  readonly ptz: boolean;
  /** Of the URI of its stream. */
  readonly streamPath: string;
}

const sourceToken = 'VideoSource_1';

export function profilesReply(profiles: readonly OfferedProfile[], source = sourceToken): string {
  const all = profiles.map((each) => profile('Profiles', each, source));
  return `<trt:GetProfilesResponse>${all.join('')}</trt:GetProfilesResponse>`;
}

export function profileReply(offered: OfferedProfile): string {
  return `<trt:GetProfileResponse>${profile('Profile', offered, sourceToken)}</trt:GetProfileResponse>`;
}

function profile(element: 'Profile' | 'Profiles', offered: OfferedProfile, source: string): string {
  const { token, name, encoding, width, height, fps, kbps, gop, audio, ptz } = offered;
  return (
    `<trt:${element} token="${escapeXml(token)}" fixed="true"><tt:Name>${escapeXml(name)}</tt:Name>` +
    `<tt:VideoSourceConfiguration token="VideoSourceToken"><tt:Name>VideoSourceConfig</tt:Name><tt:UseCount>2</tt:UseCount>` +
    `<tt:SourceToken>${source}</tt:SourceToken><tt:Bounds height="1080" width="1920" y="0" x="0"/></tt:VideoSourceConfiguration>` +
    (audio
      ? `<tt:AudioEncoderConfiguration token="AudioEncoder_1"><tt:Name>AudioEncoder</tt:Name><tt:UseCount>2</tt:UseCount>` +
        `<tt:Encoding>G711</tt:Encoding><tt:Bitrate>64</tt:Bitrate><tt:SampleRate>8</tt:SampleRate></tt:AudioEncoderConfiguration>`
      : '') +
    `<tt:VideoEncoderConfiguration token="Encoder_${escapeXml(token)}"><tt:Name>Encoder</tt:Name><tt:UseCount>1</tt:UseCount>` +
    // Media ver10 knows no H.265: what streams it says H264 there, or leaves the encoding out.
    `<tt:Encoding>H264</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>` +
    `<tt:Quality>3</tt:Quality><tt:RateControl><tt:FrameRateLimit>${fps}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval>` +
    `<tt:BitrateLimit>${kbps}</tt:BitrateLimit></tt:RateControl>` +
    (encoding === 'H264'
      ? `<tt:H264><tt:GovLength>${gop}</tt:GovLength><tt:H264Profile>Main</tt:H264Profile></tt:H264>`
      : '') +
    `<tt:SessionTimeout>PT5S</tt:SessionTimeout></tt:VideoEncoderConfiguration>` +
    (ptz
      ? `<tt:PTZConfiguration token="PTZToken"><tt:Name>PTZ</tt:Name><tt:NodeToken>PTZNODETOKEN</tt:NodeToken></tt:PTZConfiguration>`
      : '') +
    `</trt:${element}>`
  );
}

/** Media ver20 (ONVIF Media2 §5.3): other element names, and the true encoding. */
export function profiles2Reply(profiles: readonly OfferedProfile[], source = sourceToken): string {
  const one = ({ token, name, encoding, width, height, fps, kbps, gop, audio, ptz }: OfferedProfile) =>
    `<tr2:Profiles token="${escapeXml(token)}" fixed="true"><tr2:Name>${escapeXml(name)}</tr2:Name><tr2:Configurations>` +
    `<tr2:VideoSource token="VideoSourceToken"><tt:Name>VideoSourceConfig</tt:Name><tt:SourceToken>${source}</tt:SourceToken></tr2:VideoSource>` +
    (audio
      ? `<tr2:AudioEncoder token="AudioEncoder_1"><tt:Name>AudioEncoder</tt:Name><tt:Encoding>PCMU</tt:Encoding></tr2:AudioEncoder>`
      : '') +
    `<tr2:VideoEncoder token="Encoder_${escapeXml(token)}" GovLength="${gop}" Profile="Main"><tt:Name>Encoder</tt:Name>` +
    `<tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>` +
    `<tt:RateControl ConstantBitRate="false"><tt:FrameRateLimit>${fps}.000000</tt:FrameRateLimit><tt:BitrateLimit>${kbps}</tt:BitrateLimit></tt:RateControl>` +
    `</tr2:VideoEncoder>${ptz ? '<tr2:PTZ token="PTZToken"><tt:Name>PTZ</tt:Name></tr2:PTZ>' : ''}</tr2:Configurations></tr2:Profiles>`;
  return `<tr2:GetProfilesResponse>${profiles.map(one).join('')}</tr2:GetProfilesResponse>`;
}

export function videoSourcesReply(): string {
  return (
    `<trt:GetVideoSourcesResponse><trt:VideoSources token="${sourceToken}"><tt:Framerate>25</tt:Framerate>` +
    `<tt:Resolution><tt:Width>1920</tt:Width><tt:Height>1080</tt:Height></tt:Resolution></trt:VideoSources></trt:GetVideoSourcesResponse>`
  );
}

/** The blanks around the URI are Dahua's. */
export function uriReply(operation: 'GetStreamUri' | 'GetSnapshotUri', uri: string, ver20: boolean): string {
  if (ver20) return `<tr2:${operation}Response><tr2:Uri>${escapeXml(uri)}</tr2:Uri></tr2:${operation}Response>`;
  return (
    `<trt:${operation}Response><trt:MediaUri><tt:Uri>\n    ${escapeXml(uri)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>` +
    `<tt:InvalidAfterReboot>true</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:${operation}Response>`
  );
}
