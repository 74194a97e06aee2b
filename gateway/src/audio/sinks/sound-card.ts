import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { messageOf } from '../../core/errors.ts';
import { openAlsa } from './alsa.ts';
import { openPulse } from './pulse.ts';
import { unreachable, type OpenSink, type SinkLine } from './sink.ts';

const run = promisify(execFile);
const answerMs = 2_000;

export interface SoundCard {
  readonly system: 'auto' | 'pulse' | 'alsa';
  /** As the system calls it; empty: its default. */
  readonly device: string;
}

/** This machine's own sound output. What is written before the system is known waits. */
export function openSoundCard({ system, device }: SoundCard): OpenSink {
  return (time, events) => {
    const waiting: Int16Array[] = [];
    let inner: SinkLine | null = null;
    let closed = false;

    void (async () => {
      const found = system === 'auto' ? await detect() : system;
      if (closed) return;
      if (found === null) return events.lost({ code: 'audio.no-sound-card', params: {} });
      inner = (found === 'pulse' ? openPulse(device) : openAlsa(device))(time, events);
      for (const samples of waiting.splice(0)) inner.write(samples);
    })().catch((error: unknown) => events.lost(unreachable(messageOf(error))));

    return {
      write(samples) {
        if (inner) inner.write(samples);
        else waiting.push(samples);
      },
      takeBack: (from) => inner?.takeBack(from) ?? null,
      pump: (now) => inner?.pump(now),
      close() {
        closed = true;
        inner?.close();
      },
    };
  };
}

/** Pulse when a server answers, else ALSA when the kernel knows a card that plays. */
async function detect(): Promise<'pulse' | 'alsa' | null> {
  const answered = await run('pactl', ['info'], { timeout: answerMs }).then(
    () => true,
    () => false,
  );
  if (answered) return 'pulse';
  const devices = existsSync('/dev/snd') ? readdirSync('/dev/snd') : [];
  return devices.some((name) => /^pcmC\d+D\d+p$/.test(name)) ? 'alsa' : null;
}
