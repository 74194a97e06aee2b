import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { LiveVoiceMessage } from '../../gateway/src/contract/index.ts';
import { until } from './gateway-process.ts';

const frameSamples = 960;
const frameMs = 20;
const now = () => performance.timeOrigin + performance.now();

/** A frame as the panel makes it; without samples the speaker is silent on purpose. */
export function frame(number: number, samples: Int16Array | null, capturedAt = number * frameMs): Buffer {
  const bytes = Buffer.alloc(16 + (samples ? 2 * samples.length : 0));
  bytes.writeUInt8(samples ? 1 : 2, 0);
  bytes.writeUInt32LE(number, 4);
  bytes.writeDoubleLE(capturedAt, 8);
  for (const [index, sample] of (samples ?? []).entries()) bytes.writeInt16LE(sample, 16 + 2 * index);
  return bytes;
}

/** Somebody with a phone: a socket of the gateway, and a voice that goes on in real time whatever the network does. */
export interface Speaker {
  readonly messages: readonly LiveVoiceMessage[];
  /** The first message of this kind, once it is there. */
  told<T extends LiveVoiceMessage['type']>(type: T, withinMs?: number): Promise<Extract<LiveVoiceMessage, { type: T }>>;
  /** Speaks from here on: `voice` says what, from the number of a frame's first sample. */
  speak(voice: (at: number) => Int16Array | null): void;
  hush(): void;
  /** The network is gone for so long: nothing arrives, and the socket is a new one after it. */
  loseNetwork(ms: number): Promise<void>;
  /** Why the gateway closed it: code and words; null: it has not. */
  closed(): { readonly code: number; readonly why: string } | null;
  readonly socket: WebSocket;
  leave(): void;
}

export interface SpeakersNetwork {
  /** How long it holds a frame up, by its number; they arrive in their order all the same. */
  readonly holdMs?: (number: number) => number;
  /** The certificate authority that the phone trusts, and no other (PEM). */
  readonly trusting?: string;
}

export async function openSpeaker(
  url: string,
  cookie: string,
  id: string,
  { holdMs = () => 0, trusting }: SpeakersNetwork = {},
): Promise<Speaker> {
  const messages: LiveVoiceMessage[] = [];
  const began = now();
  let socket = await connect();
  let voice: ((at: number) => Int16Array | null) | null = null;
  let number = 0;
  let closed: { code: number; why: string } | null = null;

  async function connect(): Promise<WebSocket> {
    const opened = new WebSocket(`${url.replace('http', 'ws')}/api/live-voices/${id}/sound`, {
      headers: { cookie, origin: url },
      ...(trusting && { ca: trusting }),
    });
    opened.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString('utf8')) as LiveVoiceMessage));
    opened.on('error', () => undefined);
    await Promise.race([
      once(opened, 'open'),
      once(opened, 'error').then(([error]) => {
        throw error as Error;
      }),
      once(opened, 'unexpected-response').then(([, response]: unknown[]) => {
        throw new Error(`refused with ${(response as { statusCode: number }).statusCode}`);
      }),
    ]);
    opened.on('close', (code, why) => {
      if (opened === socket) closed = { code, why: why.toString('utf8') };
    });
    return opened;
  }

  const onTheWay: { readonly bytes: Buffer; readonly at: number }[] = [];

  function arrive(): void {
    for (let first = onTheWay[0]; first && first.at <= now(); first = onTheWay[0]) {
      onTheWay.shift();
      if (socket.readyState === WebSocket.OPEN) socket.send(first.bytes);
    }
  }

  const beat = setInterval(() => {
    // Frames are due by the clock: a timer that comes late catches up, as a microphone does.
    for (; began + (number + 1) * frameMs <= now(); number++) {
      if (!voice) continue;
      const samples = voice(number * frameSamples);
      onTheWay.push({ bytes: frame(number, samples), at: now() + holdMs(number) });
    }
    arrive();
  }, 5);

  return {
    messages,
    told: (type, withinMs) =>
      until(
        `the speaker is told ${type}`,
        () => messages.find((message) => message.type === type) as Extract<LiveVoiceMessage, { type: typeof type }>,
        withinMs,
      ),
    speak(next) {
      voice = next;
    },
    hush() {
      voice = null;
    },
    async loseNetwork(ms) {
      socket.terminate();
      await new Promise((resolve) => setTimeout(resolve, ms));
      socket = await connect();
    },
    closed: () => closed,
    get socket() {
      return socket;
    },
    leave() {
      clearInterval(beat);
      socket.terminate();
    },
  };
}

/** A steady tone, as `speak` wants it. */
export function toneOf(hz: number, amplitude = 8_000): (at: number) => Int16Array {
  return (at) =>
    Int16Array.from({ length: frameSamples }, (_, i) =>
      Math.round(amplitude * Math.sin((2 * Math.PI * hz * (at + i)) / 48_000)),
    );
}
