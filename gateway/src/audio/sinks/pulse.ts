import { openPacat } from './pacat.ts';
import { openPulseNative } from './pulse-native.ts';
import type { PulseServer } from './pulse-server.ts';
import type { OpenSink, SinkLine } from './sink.ts';

/** So long `pacat` is used after we and the server did not understand each other. */
const distrustMs = 10 * 60_000;

/**
 * PulseAudio, or PipeWire in its place: in its own protocol, where what was written ahead can be taken back; through its own
 * program `pacat` wherever that fails, so that somebody is heard a quarter of a second later rather than not at all. `device`: a
 * sink's name, or empty for the default.
 */
export function createPulse(device: string): (server: PulseServer | null) => OpenSink {
  const openProgram = openPacat(device);
  let trustedFrom = -Infinity;

  return (server) => (time, events) => {
    if (!server?.path || time.monotonic() < trustedFrom) return openProgram(time, events);
    const { path, pipeWire } = server;
    let line: SinkLine = openPulseNative({ path, pipeWire, device }, time, {
      ...events,
      ended({ fault, strange, unsent }) {
        if (strange) trustedFrom = time.monotonic() + distrustMs;
        if (!unsent) return events.lost(fault);
        line = openProgram(time, events);
        for (const samples of unsent) line.write(samples);
      },
    });
    return {
      get leastLeadMs() {
        return line.leastLeadMs ?? 0;
      },
      write: (samples) => line.write(samples),
      takeBack: (from) => line.takeBack(from),
      pump: (now) => line.pump(now),
      close: () => line.close(),
    };
  };
}
