import { connect as connectSocket, type Socket } from 'node:net';
import { once } from 'node:events';
import { connect as connectSecurely, type ConnectionOptions } from 'node:tls';

/** MQTT 3.1.1 by the byte, for what a well-behaved client library would never do. */

export interface RawPacket {
  readonly type: PacketType;
  readonly flags: number;
  readonly body: Buffer;
}

export interface RawMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly packetId: number | null;
}

const packetTypes = [
  'reserved',
  'connect',
  'connack',
  'publish',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'suback',
  'unsubscribe',
  'unsuback',
  'pingreq',
  'pingresp',
  'disconnect',
] as const;
export type PacketType = (typeof packetTypes)[number];

export interface Login {
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  readonly clean?: boolean;
  readonly keepAliveSeconds?: number;
  readonly protocolVersion?: number;
  readonly will?: { topic: string; payload: string; qos?: number; retain?: boolean };
}

const text = (value: string) => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
};
const number16 = (value: number) => Buffer.from([value >> 8, value & 255]);

/** A whole packet: header byte, remaining length (§2.2.3), body. */
export function packet(type: PacketType, flags: number, ...body: Buffer[]): Buffer {
  const content = Buffer.concat(body);
  const length: number[] = [];
  for (let left = content.length; ; left >>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  return Buffer.concat([Buffer.from([(packetTypes.indexOf(type) << 4) | flags, ...length]), content]);
}

export function connectPacket(login: Login): Buffer {
  const { clientId, username, password, clean = true, keepAliveSeconds = 0, protocolVersion = 4, will } = login;
  const flags =
    (username === undefined ? 0 : 0x80) |
    (password === undefined ? 0 : 0x40) |
    (will ? 0x04 | ((will.qos ?? 0) << 3) | (will.retain ? 0x20 : 0) : 0) |
    (clean ? 0x02 : 0);
  return packet(
    'connect',
    0,
    text('MQTT'),
    Buffer.from([protocolVersion, flags]),
    number16(keepAliveSeconds),
    text(clientId),
    ...(will ? [text(will.topic), text(will.payload)] : []),
    ...(username === undefined ? [] : [text(username)]),
    ...(password === undefined ? [] : [text(password)]),
  );
}

export function publishPacket(
  topic: string,
  payload: string | Buffer,
  { qos = 0, retain = false, packetId = 1 }: { qos?: number; retain?: boolean; packetId?: number } = {},
): Buffer {
  const id = qos > 0 ? [number16(packetId)] : [];
  return packet('publish', (qos << 1) | (retain ? 1 : 0), text(topic), ...id, Buffer.from(payload));
}

export function subscribePacket(filters: readonly string[], qos = 0, packetId = 1): Buffer {
  const body = filters.flatMap((filter) => [text(filter), Buffer.from([qos])]);
  return packet('subscribe', 2, number16(packetId), ...body);
}

export function unsubscribePacket(filters: readonly string[], packetId = 1): Buffer {
  return packet('unsubscribe', 2, number16(packetId), ...filters.map(text));
}

export const acknowledge = (type: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp', packetId: number) =>
  packet(type, type === 'pubrel' ? 2 : 0, number16(packetId));

export interface RawClient {
  readonly socket: Socket;
  /** Everything that was published to us, in order. QoS 1 is acknowledged. */
  readonly heard: RawMessage[];
  readonly closed: boolean;
  send(bytes: Buffer): void;
  /** The next packet of that type that nobody asked for yet. */
  next(type: PacketType): Promise<RawPacket>;
  /** Sends a login; resolves with the CONNACK's return code. */
  login(login: Login): Promise<number>;
  /** Resolves with the return codes of the SUBACK. */
  subscribe(filters: readonly string[], qos?: number): Promise<number[]>;
  /** Resolves when the broker has read what we sent. */
  ping(): Promise<void>;
  /** Resolves when what we have heard so far fulfils the condition. */
  hears(condition: (heard: readonly RawMessage[]) => boolean): Promise<void>;
  closes(): Promise<void>;
  /** Gone without a DISCONNECT. */
  drop(): void;
}

const patienceMs = 10_000;

/** A socket to the broker that says and hears exactly what the test says. */
export async function openRaw(
  port: number,
  { from, tls }: { from?: string; tls?: ConnectionOptions } = {},
): Promise<RawClient> {
  const plain = connectSocket({ port, host: '127.0.0.1', ...(from ? { localAddress: from } : {}) });
  const socket = tls ? connectSecurely({ ...tls, socket: plain }) : plain;
  socket.setNoDelay(true);
  let closed = false;
  let unread: Buffer = Buffer.alloc(0);
  const packets: RawPacket[] = [];
  const heard: RawMessage[] = [];
  const changed = new Set<() => void>();
  const tell = () => {
    for (const check of [...changed]) check();
  };
  socket.on('error', () => undefined); // a broker that hangs up on us is part of the story
  socket.on('close', () => {
    closed = true;
    tell();
  });
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    for (let cut = cutPacket(unread); cut; cut = cutPacket(unread)) {
      unread = cut.rest;
      if (cut.packet.type === 'publish') {
        const message = readMessage(cut.packet);
        heard.push(message);
        if (message.qos === 1 && message.packetId) socket.write(acknowledge('puback', message.packetId));
      }
      packets.push(cut.packet);
    }
    tell();
  });
  await once(socket, tls ? 'secureConnect' : 'connect');

  function until(what: string, condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!condition()) return;
        clearTimeout(timer);
        changed.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        changed.delete(check);
        reject(
          new Error(
            `waited ${patienceMs} ms for ${what}; heard ${heard.length}, last ${JSON.stringify(heard.at(-1))}, closed: ${closed}`,
          ),
        );
      }, patienceMs);
      changed.add(check);
      check();
    });
  }

  const raw: RawClient = {
    socket,
    heard,
    get closed() {
      return closed;
    },
    send: (bytes) => void socket.write(bytes),
    async next(type) {
      let at = -1;
      await until(type, () => (at = packets.findIndex((one) => one.type === type)) >= 0);
      return packets.splice(at, 1)[0] as RawPacket;
    },
    async login(login) {
      raw.send(connectPacket(login));
      return (await raw.next('connack')).body[1] ?? -1;
    },
    async subscribe(filters, qos = 0) {
      raw.send(subscribePacket(filters, qos));
      return [...(await raw.next('suback')).body.subarray(2)];
    },
    async ping() {
      raw.send(packet('pingreq', 0));
      await raw.next('pingresp');
    },
    hears: (condition) => until('a message', () => condition(heard)),
    closes: () => until('the end of the connection', () => closed),
    drop: () => void socket.destroy(),
  };
  return raw;
}

function cutPacket(bytes: Buffer): { packet: RawPacket; rest: Buffer } | null {
  let length = 0;
  for (let at = 1; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    length |= (byte & 127) << (7 * (at - 1));
    if (byte > 127) continue;
    const end = at + 1 + length;
    if (bytes.length < end) return null;
    const first = bytes[0] ?? 0;
    const type = packetTypes[first >> 4] ?? 'reserved';
    return { packet: { type, flags: first & 15, body: bytes.subarray(at + 1, end) }, rest: bytes.subarray(end) };
  }
  return null;
}

function readMessage({ flags, body }: RawPacket): RawMessage {
  const topicEnd = 2 + body.readUInt16BE(0);
  const qos = (flags >> 1) & 3;
  return {
    topic: body.toString('utf8', 2, topicEnd),
    payload: body.toString('utf8', topicEnd + (qos > 0 ? 2 : 0)),
    qos,
    retain: (flags & 1) === 1,
    packetId: qos > 0 ? body.readUInt16BE(topicEnd) : null,
  };
}
