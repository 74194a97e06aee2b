import type { Socket } from 'node:net';

const icy = Buffer.from('ICY ', 'latin1');
const http = Buffer.from('HTTP/1.0 ', 'latin1');

/**
 * SHOUTcast v1, which many stations still use, answers `ICY 200 OK` where HTTP/1.0 has its version, and HTTP otherwise. Node
 * takes that for no HTTP at all, so the line is put right as it comes in.
 */
export function understandIcy(socket: Socket): Socket {
  const push = socket.push.bind(socket);
  let begun = Buffer.alloc(0);
  socket.push = (chunk: Buffer | null) => {
    begun = Buffer.concat([begun, chunk ?? Buffer.alloc(0)]);
    // It may come byte by byte.
    if (chunk && begun.length < icy.length) return true;
    socket.push = push;
    const isIcy = begun.subarray(0, icy.length).equals(icy);
    const goOn = push(isIcy ? Buffer.concat([http, begun.subarray(icy.length)]) : begun);
    return chunk ? goOn : push(null);
  };
  return socket;
}
