// Receives RTP in a thread of its own, before everything else on the machine where that is allowed: when a packet came then
// tells of the sound, and not of how busy the test is.
import { createSocket } from 'node:dgram';
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

try {
  setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), -18);
} catch {
  // Then at ordinary priority.
}
const socket = createSocket('udp4');
socket.on('message', (packet) =>
  parentPort?.postMessage({ at: performance.timeOrigin + performance.now(), packet: Uint8Array.from(packet) }),
);
socket.bind(0, '127.0.0.1', () => parentPort?.postMessage({ port: socket.address().port }));
