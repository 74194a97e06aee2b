import type { WebSocket } from '@fastify/websocket';
import type { LiveViewer } from '../cameras/ports.ts';

/** RFC 6455 §7.4.1: going away. */
const goingAway = 1_001;

/** A viewer's socket: pictures and messages out; whatever comes in is not listened to. */
export function viewersLine(socket: WebSocket, look: (viewer: LiveViewer) => () => void): void {
  const isOpen = () => socket.readyState === socket.OPEN;
  const lookAway = look({
    say: (text) => {
      if (isOpen()) socket.send(text);
    },
    show: (bytes) => {
      if (isOpen()) socket.send(bytes);
    },
    waiting: () => socket.bufferedAmount,
    close: () => socket.close(goingAway),
  });
  socket.on('error', () => undefined); // its end is told by `close`
  socket.on('close', lookAway);
}
