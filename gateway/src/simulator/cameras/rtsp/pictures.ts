import type { Clock } from '../../../core/clock/clock.ts';
import type { CameraFaults } from '../faults.ts';
import type { Encoding } from './annex-b.ts';
import { gopSeconds, type Footage } from './footage.ts';
import { createPacketiser, type Packetiser } from './rtp.ts';
import { soundClock, soundType, videoClock, videoType } from './sdp.ts';

export interface Viewing {
  readonly clock: Clock;
  readonly faults: CameraFaults;
  /** What it sees at this moment. */
  readonly footage: () => Footage;
  /** The monotonic time of picture 0: everybody who looks sees the same one. */
  readonly epochMs: number;
  /** The channels that SETUP asked for; null: that track was not asked for. */
  readonly videoChannel: number | null;
  readonly soundChannel: number | null;
  readonly send: (packets: readonly Buffer[]) => void;
}

const packetMs = 20;
const packetBytes = (soundClock * packetMs) / 1_000;

/** Pictures and sound at their pace, from the next key frame on, until the viewer is gone. */
export async function showPictures(viewing: Viewing, signal: AbortSignal): Promise<void> {
  const { clock, faults, footage, epochMs, send } = viewing;
  const { fps, encoding } = footage();
  const video = packetiser(viewing.videoChannel, videoType, 0x1a2b3c4d, encoding);
  const sound = packetiser(viewing.soundChannel, soundType, 0x5e6f7081, encoding);
  const gop = gopSeconds * fps;
  const dueMs = (n: number) => epochMs + (n * 1_000) / fps;
  const soundPacketsBefore = (n: number) => Math.floor((n * 1_000) / fps / packetMs);
  let whole = false;

  for (let n = gop * Math.ceil(((clock.monotonic() - epochMs) * fps) / 1_000 / gop); ; n++) {
    await clock.sleep(dueMs(n) - clock.monotonic(), signal);
    const { pictures, sound: bytes } = footage();
    const picture = pictures[n % pictures.length];
    // Whoever missed a picture waits for the next key frame; a slow camera sends nothing else.
    whole = faults.rtsp !== 'stalled' && (picture?.key === true || (whole && faults.rtsp !== 'slow'));
    if (!picture || !whole) continue;
    if (video) send(video.picture(picture.nalUnits, (n * videoClock) / fps));
    for (let at = soundPacketsBefore(n); sound && at < soundPacketsBefore(n + 1); at++) {
      const from = (at * packetBytes) % bytes.length;
      send([sound.sound(bytes.subarray(from, from + packetBytes), at * packetBytes)]);
    }
  }
}

function packetiser(channel: number | null, payloadType: number, ssrc: number, encoding: Encoding): Packetiser | null {
  return channel === null ? null : createPacketiser({ channel, payloadType, ssrc, encoding });
}
