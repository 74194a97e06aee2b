import { connect } from 'node:net';
import { lost, unreachable, type OpenSink } from './sink.ts';

/** What goes before samples, and one report of the listening sink: see `simulator/listening-sink.ts` for the layout. */
const headBytes = 12;
const reportBytes = 24;

/** The simulator's "sound card" over TCP. Its reports carry the instant they are true at, so a late read costs nothing. */
export function openListening({ host, port }: { host: string; port: number }): OpenSink {
  return (time, events) => {
    const socket = connect({ host, port, noDelay: true });
    let rest: Buffer = Buffer.alloc(0);
    let underruns = 0;
    let next = 0;
    let connected = false;
    let closed = false;

    const end = (detail: string) => {
      if (closed) return;
      closed = true;
      socket.destroy();
      events.lost(connected ? lost(detail) : unreachable(detail));
    };
    socket.on('connect', () => {
      connected = true;
    });
    socket.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data]);
      for (; rest.length >= reportBytes && !closed; rest = rest.subarray(reportBytes)) {
        const dry = rest.readUInt32LE(16);
        if (dry !== underruns) events.underrun();
        underruns = dry;
        events.played(rest.readDoubleLE(0), time.monotonicAt(rest.readDoubleLE(8)));
      }
    });
    socket.on('error', (error) => end(error.message));
    socket.on('close', () => end('it hung up'));

    return {
      write(samples) {
        if (closed) return;
        const head = Buffer.alloc(headBytes);
        head.writeDoubleLE(next, 0);
        head.writeUInt32LE(samples.byteLength, 8);
        socket.write(Buffer.concat([head, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]));
        next += samples.length;
      },
      takeBack(from) {
        next = Math.min(next, from);
        return next;
      },
      pump: () => undefined,
      close() {
        closed = true;
        socket.destroy();
      },
    };
  };
}
