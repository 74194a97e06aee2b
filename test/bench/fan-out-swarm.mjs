// A village of minimal relays in a process of its own, so that they don't slow down what is measured.
// Asked by its parent: { enter: { port, prefix, names } } → 'in' · { leave: true } → 'out' ·
// { flood: { port, prefix, name, listener, qos, count } } → 'heard': how long the listener took to hear what one relay said.
// `enter` may bring `passwords` by name, `usernames` by name, and `chatterMs`: how often each says its state unasked.
// Each relay logs in as itself, hears `<prefix>/<name>/1/command` and repeats what it is told on `…/1/state`, QoS 0.
import { connect } from 'node:net';

/** @type {Set<import('node:net').Socket>} */
const sockets = new Set();

process.on('message', async (/** @type {any} */ message) => {
  if (message.flood) {
    process.send?.({ done: 'heard', tookMs: await flood(message.flood) });
  } else if (message.enter) {
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
function enter({ port, prefix, passwords = {}, usernames = {}, chatterMs = 0 }, name) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    sockets.add(socket);
    socket.on('error', reject);
    socket.on('connect', () => {
      const will = [text(`${prefix}/${name}/status`), text('offline')];
      const user = text(usernames[name] ?? name);
      const login = [Buffer.from([4, 0xc6, 0, 60]), user, ...will, user, text(passwords[name] ?? `secret-of-${name}`)];
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
          if (chatterMs > 0) chatter(socket, state, chatterMs);
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

/** Says its state at its own moments. */
function chatter(socket, state, everyMs) {
  let count = 0;
  const say = () => void socket.write(packet(0x30, state, Buffer.from(`OFF ${++count}`)));
  const first = setTimeout(() => {
    say();
    const timer = setInterval(say, everyMs);
    socket.on('close', () => clearInterval(timer));
  }, Math.random() * everyMs);
  socket.on('close', () => clearTimeout(first));
}

/** One speaks as fast as it may, with 64 unanswered at QoS 1; the other counts. */
async function flood({ port, prefix, name, listener, qos, count }) {
  const topic = text(`${prefix}/${name}/1/state`);
  const payload = Buffer.alloc(64, 65);
  const ear = await logIn(port, listener);
  ear.send(packet(0x82, Buffer.from([0, 1]), text(`${prefix}/+/1/state`), Buffer.from([qos])));
  await ear.next(9);
  const mouth = await logIn(port, name);
  let heard = 0;
  const all = new Promise((resolve) => {
    ear.on(3, (packetId) => {
      if (qos > 0) ear.send(packet(0x40, packetId));
      if (++heard === count) resolve(undefined);
    });
  });
  let sent = 0;
  const say = () => {
    const id = (sent++ % 65_535) + 1;
    const identity = qos > 0 ? [Buffer.from([id >> 8, id & 255])] : [];
    return mouth.send(packet(0x30 | (qos << 1), topic, ...identity, payload));
  };
  const startedAt = performance.now();
  if (qos > 0) {
    mouth.on(4, () => sent < count && say());
    for (let n = 0; n < 64; n++) say();
  } else {
    while (sent < count) if (!say()) await mouth.drained();
  }
  await all;
  const tookMs = performance.now() - startedAt;
  ear.end();
  mouth.end();
  return tookMs;
}

/** A connection whose packets (each shorter than 16 KB) are told by their type. */
async function logIn(port, name) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const listeners = new Map();
  let unread = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    unread = unread.length > 0 ? Buffer.concat([unread, chunk]) : chunk;
    let at = 0;
    while (unread.length - at > 1) {
      const long = ((unread[at + 1] ?? 0) & 128) > 0;
      const bodyAt = at + (long ? 3 : 2);
      if (unread.length < bodyAt) break;
      const length = ((unread[at + 1] ?? 0) & 127) + (long ? (unread[at + 2] ?? 0) << 7 : 0);
      if (unread.length < bodyAt + length) break;
      const type = (unread[at] ?? 0) >> 4;
      const idAt = type === 3 ? bodyAt + 2 + unread.readUInt16BE(bodyAt) : bodyAt;
      listeners.get(type)?.(unread.subarray(idAt, idAt + 2));
      at = bodyAt + length;
    }
    unread = unread.subarray(at);
  });
  const client = {
    send: (bytes) => socket.write(bytes),
    on: (type, hear) => void listeners.set(type, hear),
    next: (type) => new Promise((resolve) => listeners.set(type, resolve)),
    drained: () => new Promise((resolve) => socket.once('drain', resolve)),
    end: () => socket.destroy(),
  };
  client.send(
    packet(0x10, text('MQTT'), Buffer.from([4, 0xc2, 0, 60]), text(name), text(name), text(`secret-of-${name}`)),
  );
  await client.next(2);
  return client;
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
