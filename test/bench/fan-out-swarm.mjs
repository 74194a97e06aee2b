// A village of minimal relays in a process of its own, so that they don't slow down what is measured.
// Asked by its parent: { enter: { port, prefix, names } } → 'in' · { leave: true } → 'out'.
// Each relay logs in as itself, hears `<prefix>/<name>/1/command` and repeats what it is told on `…/1/state`, QoS 0.
import { connect } from 'node:net';

/** @type {Set<import('node:net').Socket>} */
const sockets = new Set();

process.on('message', async (/** @type {any} */ message) => {
  if (message.enter) {
    const startedAt = performance.now();
    await Promise.all(message.enter.names.map((/** @type {string} */ name) => enter(message.enter, name)));
    process.send?.({ done: 'in', tookMs: performance.now() - startedAt });
  } else {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    process.send?.({ done: 'out' });
  }
});

/** @returns {Promise<void>} when its subscription is acknowledged */
function enter({ port, prefix }, name) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    sockets.add(socket);
    socket.on('error', reject);
    socket.on('connect', () => {
      const will = [text(`${prefix}/${name}/status`), text('offline')];
      const login = [Buffer.from([4, 0xc6, 0, 60]), text(name), ...will, text(name), text(`secret-of-${name}`)];
      socket.write(packet(0x10, text('MQTT'), ...login));
    });
    const state = text(`${prefix}/${name}/1/state`);
    let unread = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      unread = unread.length > 0 ? Buffer.concat([unread, chunk]) : chunk;
      while (unread.length > 1 && unread.length >= 2 + (unread[1] ?? 0)) {
        const end = 2 + (unread[1] ?? 0); // every packet here is shorter than 128 bytes
        const type = (unread[0] ?? 0) >> 4;
        const qos = ((unread[0] ?? 0) >> 1) & 3;
        if (type === 2) {
          if (unread[3] !== 0) reject(new Error(`${name} was refused: ${unread[3]}`));
          socket.write(packet(0x82, Buffer.from([0, 1]), text(`${prefix}/${name}/1/command`), Buffer.from([1])));
        } else if (type === 9) {
          resolve();
        } else if (type === 3) {
          const topicEnd = 4 + unread.readUInt16BE(2);
          const payload = unread.subarray(topicEnd + (qos > 0 ? 2 : 0), end);
          const answer = packet(0x30, state, payload);
          const acknowledge = qos > 0 ? packet(0x40, unread.subarray(topicEnd, topicEnd + 2)) : Buffer.alloc(0);
          socket.write(Buffer.concat([acknowledge, answer]));
        }
        unread = unread.subarray(end);
      }
    });
  });
}

function text(value) {
  return Buffer.concat([Buffer.from([value.length >> 8, value.length & 255]), Buffer.from(value)]);
}

function packet(header, ...body) {
  const content = Buffer.concat(body);
  if (content.length > 127)
    return Buffer.concat([Buffer.from([header, (content.length & 127) | 128, content.length >> 7]), content]);
  return Buffer.concat([Buffer.from([header, content.length]), content]);
}
