import { existsSync, readdirSync } from 'node:fs';
import { messageOf } from '../../core/errors.ts';
import { openAlsa } from './alsa.ts';
import { findPulseServer } from './pulse-server.ts';
import { createPulse } from './pulse.ts';
import { unreachable, type OpenSink, type SinkLine } from './sink.ts';

export interface SoundCard {
  readonly system: 'auto' | 'pulse' | 'alsa';
  /** As the system calls it; empty: its default. */
  readonly device: string;
}

/** This machine's own sound output. What is written before the system is known waits. */
export function openSoundCard({ system, device }: SoundCard): OpenSink {
  const openPulse = createPulse(device);

  /** Pulse when a server answers, else ALSA when the kernel knows a card that plays. */
  async function choose(): Promise<OpenSink | null> {
    const server = system === 'alsa' ? null : await findPulseServer();
    if (server || system === 'pulse') return openPulse(server);
    return system === 'alsa' || hasCard() ? openAlsa(device) : null;
  }

  return (time, events) => {
    const waiting: Int16Array[] = [];
    let inner: SinkLine | null = null;
    let closed = false;

    void (async () => {
      const open = await choose();
      if (closed) return;
      if (open === null) return events.lost({ code: 'audio.no-sound-card', params: {} });
      inner = open(time, events);
      for (const samples of waiting.splice(0)) inner.write(samples);
    })().catch((error: unknown) => events.lost(unreachable(messageOf(error))));

    return {
      get leastLeadMs() {
        return inner?.leastLeadMs ?? 0;
      },
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

function hasCard(): boolean {
  const devices = existsSync('/dev/snd') ? readdirSync('/dev/snd') : [];
  return devices.some((name) => /^pcmC\d+D\d+p$/.test(name));
}
