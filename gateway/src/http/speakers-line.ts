import type { WebSocket } from '@fastify/websocket';
import type { Seat, SpeakersLine } from '../live/ports.ts';

/** RFC 6455 §7.4.2: 4000–4999 are the application's. What is amiss is in the words beside it. */
const closedByUs = 4_000;
/** A phone that takes nothing any more is not told more: its levels are stale anyway. */
const mostWaitingBytes = 16_384;
/** On their way while we close: two seconds of sound. Who sends more has not understood, and is cut off. */
const mostAfterClosing = 100;

/** A speaker's socket: frames in, messages out. */
export function speakersLine(socket: WebSocket, attach: (line: SpeakersLine) => Seat): void {
  let afterClosing: number | null = null;
  let broken = false;
  socket.binaryType = 'nodebuffer';
  const seat = attach({
    tell(message) {
      if (message.type === 'level' && socket.bufferedAmount > mostWaitingBytes) return;
      socket.send(JSON.stringify(message));
    },
    close(why) {
      afterClosing ??= 0;
      socket.close(closedByUs, why);
    },
  });
  socket.on('message', (data, isBinary) => {
    // What still comes in while the line closes, whoever closed it, is not heard any more.
    if (afterClosing === null && socket.readyState !== socket.OPEN) return;
    if (afterClosing !== null) {
      if (++afterClosing > mostAfterClosing) socket.terminate();
    } else if (isBinary) seat.hear(data as Buffer);
    else seat.hearText();
  });
  // Of `ws`: a frame over `maxPayload`, or one that RFC 6455 does not know. The door then cuts it off (`server.ts`).
  socket.on('error', (error) => {
    broken = 'code' in error && String(error.code).startsWith('WS_ERR_');
  });
  socket.on('close', () => seat.gone(broken));
}
