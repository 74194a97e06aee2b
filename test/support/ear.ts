import { listenToRtp } from './rtp-listener.ts';

/** A stretch of sound, by the machine's clock, epoch ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A receiver in the village that says when it heard something. */
export interface Ear {
  readonly port: number;
  heard(): Stretch[];
  close(): void;
}

/** The tests' tones are far above it, what a mixer makes of silence far below. */
const loud = 500;
const packetMs = 10;
/** So many silent packets are no end yet. */
const pausePackets = 30;

export async function openEar(): Promise<Ear> {
  const { packets, port, close } = await listenToRtp();
  const stretches: { from: number; first: number; last: number }[] = [];
  let listenedTo = 0;
  return {
    port,
    close,
    /** Counted in packets: when they arrive says as much of how busy this process is as of the sound. */
    heard() {
      for (const { at, sequence, samples } of packets.slice(listenedTo)) {
        listenedTo++;
        if (!samples.some((sample) => Math.abs(sample) > loud)) continue;
        const stretch = stretches.at(-1);
        const silent = stretch ? (sequence - stretch.last) & 0xffff : Infinity;
        if (stretch && silent <= pausePackets) stretch.last = sequence;
        else stretches.push({ from: at, first: sequence, last: sequence });
      }
      return stretches.map(({ from, first, last }) => ({
        from,
        to: from + packetMs * (((last - first) & 0xffff) + 1),
      }));
    },
  };
}
