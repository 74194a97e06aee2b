import type { Captured } from './capture.worklet.ts';
import workletUrl from './capture.worklet.ts?worker&url';
import { voiceRate } from './frame.ts';

/** The microphone of this device while it is open. */
export interface Microphone {
  /** The browser stopped it: a phone call, another app, a headset pulled out. It may come back by itself. */
  interrupted(): boolean;
  /** Lets it go on after an interruption; only a tap may ask that on some phones. */
  resume(): void;
  close(): void;
}

export interface MicrophoneParts {
  /** Its horn is within earshot: nothing may turn the voice up by itself, or it howls. */
  readonly nearHorn: boolean;
  readonly onframe: (captured: Captured) => void;
  readonly onchange: () => void;
}

/** True when this browser can give a page the microphone at all: only over HTTPS, or on the gateway itself. */
export function canSpeakLive(): boolean {
  return isSecureContext && 'mediaDevices' in navigator && typeof AudioWorkletNode === 'function';
}

/**
 * Asks for the microphone and opens it. Rejects with what the browser says (`NotAllowedError`, `NotFoundError`, …).
 *
 * Echo cancelling only knows what this device plays itself, never the horns, and on phones it brings the sound of a
 * telephone call: it is off. Noise suppression helps in wind and a full hall. Automatic gain makes a shy voice loud and
 * a horn nearby howl in every pause.
 */
export async function openMicrophone({ nearHorn, onframe, onchange }: MicrophoneParts): Promise<Microphone> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: !nearHorn },
  });
  const [track] = stream.getAudioTracks();
  const opened = await listen(stream, onframe).catch((error: unknown) => {
    track?.stop();
    throw error;
  });
  opened.onstatechange = onchange;
  for (const event of ['mute', 'unmute', 'ended']) track?.addEventListener(event, onchange);
  return {
    interrupted: () => opened.state !== 'running' || track?.muted === true || track?.readyState === 'ended',
    resume: () => void opened.resume().catch(() => undefined),
    close() {
      opened.onstatechange = null;
      for (const event of ['mute', 'unmute', 'ended']) track?.removeEventListener(event, onchange);
      track?.stop();
      void opened.close().catch(() => undefined);
    },
  };
}

/** At 48 kHz where the browser converts by itself; Firefox refuses a stream of another rate, and there we do. */
async function listen(stream: MediaStream, onframe: MicrophoneParts['onframe']): Promise<AudioContext> {
  try {
    return await connect(new AudioContext({ sampleRate: voiceRate, latencyHint: 'interactive' }), stream, onframe);
  } catch {
    return connect(new AudioContext({ latencyHint: 'interactive' }), stream, onframe);
  }
}

async function connect(
  context: AudioContext,
  stream: MediaStream,
  onframe: MicrophoneParts['onframe'],
): Promise<AudioContext> {
  try {
    const source = context.createMediaStreamSource(stream);
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, 'capture', {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    node.port.onmessage = ({ data }: MessageEvent<Captured>) => onframe(data);
    source.connect(node);
    await context.resume();
    return context;
  } catch (error) {
    await context.close().catch(() => undefined);
    throw error;
  }
}
