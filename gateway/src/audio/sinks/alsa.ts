import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPlayer } from './player.ts';
import type { OpenSink } from './sink.ts';
import { framesPerMs, sampleRate } from '../../core/wav.ts';

/** Less than the bus's lead: ALSA starts when its buffer is full. */
const bufferUs = 150_000;
const periodUs = 25_000;
/** aplay reads a whole period, and one more must be with the card. */
const leastLeadMs = 80;
const askEveryMs = 50;

/** Where a hardware stream is, as the kernel tells in `/proc/asound/card<n>/pcm<n>p/sub<n>/status`. */
export interface PcmStatus {
  readonly state: string;
  readonly ownerPid: number;
  /** Frames given to it, and of those not sounded yet, at the card's own rate. */
  readonly given: number;
  readonly delay: number;
}

/** Reads a status file; null when nobody has the stream open (`closed`). */
export function readPcmStatus(text: string): PcmStatus | null {
  const field = (name: string) => new RegExp(`^${name}\\s*: (.+)$`, 'm').exec(text)?.[1]?.trim();
  const number = (name: string) => Number(field(name) ?? NaN);
  const status = {
    state: field('state') ?? '',
    ownerPid: number('owner_pid'),
    given: number('appl_ptr'),
    delay: number('delay'),
  };
  return Number.isFinite(status.ownerPid + status.given + status.delay) ? status : null;
}

/** The card's rate out of the `hw_params` file beside it. */
export function readPcmRate(text: string): number | null {
  const rate = /^rate: (\d+)/m.exec(text)?.[1];
  return rate === undefined ? null : Number(rate);
}

/**
 * An ALSA device through `aplay`. A device that is the hardware (`hw:`, `plughw:`, a default without a mixing layer) is
 * asked where it is; any other is taken to run by the clock from the moment it was given its first buffer.
 */
export function openAlsa(device: string, asound = '/proc/asound'): OpenSink {
  return (time, events) => {
    const player = startPlayer({
      command: 'aplay',
      args: [
        ...(device === '' ? [] : ['--device', device]),
        '--file-type=raw',
        '--format=S16_LE',
        '--channels=1',
        `--rate=${sampleRate}`,
        `--buffer-time=${bufferUs}`,
        `--period-time=${periodUs}`,
        '-',
      ],
      events,
      onWords(words) {
        if (words.includes('underrun!!!')) events.underrun();
      },
    });
    let begunAt: number | null = null;
    let askedAt = -Infinity;
    let substream: string | null = null;

    return {
      leastLeadMs,
      write(samples) {
        begunAt ??= time.monotonic();
        player.write(samples);
      },
      takeBack: () => null,
      pump(now) {
        if (begunAt === null || now - askedAt < askEveryMs) return;
        askedAt = now;
        substream ??= findSubstream(asound, player.pid);
        const frames = substream === null ? (now - begunAt) * framesPerMs : soundedOf(substream);
        if (frames !== null && frames > 0) events.played(frames, now);
      },
      close: player.close,
    };
  };
}

/** The folder of the hardware stream that the process has open; null: none is its own. */
function findSubstream(asound: string, pid: number | undefined): string | null {
  for (const card of entries(asound, /^card\d+$/)) {
    for (const pcm of entries(card, /^pcm\d+p$/)) {
      for (const folder of entries(pcm, /^sub\d+$/)) {
        const status = readPcmStatus(read(join(folder, 'status')));
        if (status && status.ownerPid === pid) return folder;
      }
    }
  }
  return null;
}

/** How much of the stream has sounded, in frames at 48 kHz; null: it does not run. */
function soundedOf(folder: string): number | null {
  const status = readPcmStatus(read(join(folder, 'status')));
  if (status?.state !== 'RUNNING') return null;
  const rate = readPcmRate(read(join(folder, 'hw_params'))) ?? sampleRate;
  return ((status.given - status.delay) * sampleRate) / rate;
}

function entries(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .map((name) => join(folder, name));
  } catch {
    return []; // no sound card at all
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it was unplugged in between
  }
}
