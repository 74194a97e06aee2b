import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A listener to an RTP stream of L16 at 48 kHz mono (RFC 3550, RFC 3551 §4.5.11), as a receiver in the village. */
export interface RtpListener {
  readonly port: number;
  /** Every packet: when it came (epoch ms) and its samples. */
  readonly packets: readonly { readonly at: number; readonly sequence: number; readonly samples: Int16Array }[];
  /** All samples in order of their sequence. */
  samples(): Int16Array;
  close(): void;
}

const headerBytes = 12;

export async function listenToRtp(): Promise<RtpListener> {
  const ear = new Worker(new URL('./rtp-ear.mjs', import.meta.url));
  const [{ port }] = (await once(ear, 'message')) as [{ port: number }];
  const packets: { at: number; sequence: number; samples: Int16Array }[] = [];
  ear.on('message', ({ at, packet }: { at: number; packet: Uint8Array }) => {
    const { buffer } = packet.slice(headerBytes);
    Buffer.from(buffer).swap16();
    packets.push({ at, sequence: Buffer.from(packet.buffer).readUInt16BE(2), samples: new Int16Array(buffer) });
  });
  return {
    port,
    packets,
    samples: () => Int16Array.from(packets.flatMap((packet) => [...packet.samples])),
    close: () => void ear.terminate(),
  };
}

/** How strongly a tone is in the samples, 0…1 (Goertzel), with `rate` samples a second. */
export function toneShare(samples: Int16Array, hz: number, rate: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let before = 0;
  let last = 0;
  let energy = 0;
  for (const sample of samples) {
    [before, last] = [last, sample + turn * last - before];
    energy += sample * sample;
  }
  const power = last * last + before * before - turn * last * before;
  return energy === 0 ? 0 : (2 * power) / (energy * samples.length);
}
