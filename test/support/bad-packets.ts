import { connectPacket, packet, publishPacket, subscribePacket, unsubscribePacket } from './mqtt.ts';

/** What no client should ever send: name → bytes. Always the same, so that what fails once fails again. */
export interface BadPacket {
  readonly name: string;
  readonly bytes: Buffer;
}

const topic = 'loa-thon/ngot/relay/loa-01/state';
const text = (bytes: Buffer) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
const login = { clientId: 'a', username: 'a', password: 'a' };
const good = {
  connect: connectPacket({ ...login, will: { topic, payload: 'x' } }),
  publish: publishPacket(topic, 'ON', { qos: 1, packetId: 9 }),
  subscribe: subscribePacket([`${topic}/#`]),
  unsubscribe: unsubscribePacket([topic]),
};

const withByte = (bytes: Buffer, at: number, value: number) => {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
};

const truncated = Object.entries(good).flatMap(([name, bytes]) =>
  [1, 2, 3, Math.floor(bytes.length / 2), bytes.length - 1].map((length) => ({
    name: `${name}, its first ${length} bytes`,
    bytes: bytes.subarray(0, length),
  })),
);
const wrongLength = Object.entries(good).flatMap(([name, bytes]) => [
  { name: `${name} of length 0`, bytes: withByte(bytes, 1, 0) },
  { name: `${name}, one byte too short a length`, bytes: withByte(bytes, 1, (bytes[1] ?? 1) - 1) },
  { name: `${name}, ten bytes too long a length`, bytes: withByte(bytes, 1, (bytes[1] ?? 1) + 10) },
]);
// Every nibble of flags, MQTT 3.1.1 §2.2.2: most are forbidden.
const badFlags = Object.entries(good).flatMap(([name, bytes]) =>
  [1, 6, 15].map((flags) => ({
    name: `${name} with the flags ${flags}`,
    bytes: withByte(bytes, 0, ((bytes[0] ?? 0) & 0xf0) | flags),
  })),
);

const single: BadPacket[] = [
  { name: 'the reserved type 0', bytes: Buffer.from([0x00, 0]) },
  { name: 'the reserved type 15', bytes: Buffer.from([0xf0, 0]) },
  { name: 'a CONNACK from a client', bytes: packet('connack', 0, Buffer.from([0, 0])) },
  { name: 'a SUBACK from a client', bytes: packet('suback', 0, Buffer.from([0, 1, 0])) },
  { name: 'a PINGRESP from a client', bytes: packet('pingresp', 0) },
  { name: 'a length of five bytes', bytes: Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x7f]) },
  { name: 'a promise of 256 MB', bytes: Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0]) },
  { name: 'a topic of no letters', bytes: publishPacket('', 'ON') },
  { name: 'a topic longer than its packet', bytes: packet('publish', 0, Buffer.from([0xff, 0xff, 0x61])) },
  { name: 'a topic with a wildcard', bytes: publishPacket(`${topic}/+/#`, 'ON') },
  { name: 'a topic with a zero in it', bytes: publishPacket(`${topic}/\u0000`, 'ON') },
  { name: 'a topic that is no UTF-8', bytes: packet('publish', 0, text(Buffer.from([0xc3, 0x28, 0xff]))) },
  { name: 'a topic of half a surrogate', bytes: packet('publish', 0, text(Buffer.from([0xed, 0xa0, 0x80]))) },
  { name: 'QoS 3', bytes: publishPacket(topic, 'ON', { qos: 3 }) },
  { name: 'QoS 1 with the packet id 0', bytes: publishPacket(topic, 'ON', { qos: 1, packetId: 0 }) },
  { name: 'a SUBSCRIBE to nothing', bytes: subscribePacket([]) },
  { name: 'a SUBSCRIBE to an empty filter', bytes: subscribePacket(['']) },
  { name: 'a SUBSCRIBE to a#', bytes: subscribePacket([`${topic}#`]) },
  { name: 'a SUBSCRIBE with QoS 7', bytes: subscribePacket([topic], 7) },
  { name: 'an UNSUBSCRIBE from nothing', bytes: unsubscribePacket([]) },
  { name: 'a PUBREL nobody waits for', bytes: packet('pubrel', 2, Buffer.from([0, 77])) },
  { name: 'a PUBREC nobody waits for', bytes: packet('pubrec', 0, Buffer.from([0, 77])) },
  { name: 'a PUBACK of one byte', bytes: packet('puback', 0, Buffer.from([7])) },
  {
    name: 'one QoS 2 message fifty times over, its PUBRELs between',
    bytes: Buffer.concat(
      Array.from({ length: 50 }, (_, n) =>
        n % 3 === 2
          ? packet('pubrel', 2, Buffer.from([0, 7]))
          : withByte(publishPacket(topic, 'ON', { qos: 2, packetId: 7 }), 0, 0x3c),
      ),
    ),
  },
  { name: 'a CONNECT of the protocol MQXX', bytes: withByte(withByte(good.connect, 6, 0x58), 7, 0x58) },
  { name: 'a CONNECT of the protocol 255', bytes: connectPacket({ ...login, protocolVersion: 255 }) },
  { name: 'a CONNECT with a will of QoS 3', bytes: connectPacket({ ...login, will: { topic, payload: '', qos: 3 } }) },
  { name: 'a CONNECT with its reserved flag', bytes: withByte(good.connect, 9, (good.connect[9] ?? 0) | 1) },
  { name: 'a client id of 60,000 letters', bytes: connectPacket({ ...login, clientId: 'a'.repeat(60_000) }) },
  { name: 'two thousand PINGREQs at once', bytes: Buffer.alloc(4_000, Buffer.from([0xc0, 0])) },
];

/** Good packets of which a few bytes became others: the same 150 each time (a linear congruential generator). */
function mutated(): BadPacket[] {
  let seed = 20_261_126;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const whole = Object.entries(good);
  return Array.from({ length: 150 }, (_, n) => {
    const [name, bytes] = whole[next(whole.length)] ?? ['publish', good.publish];
    const copy = Buffer.from(bytes);
    for (let left = 1 + next(4); left > 0; left--) copy[next(copy.length)] = next(256);
    return { name: `${name}, mutation ${n}`, bytes: copy };
  });
}

export const badPackets: readonly BadPacket[] = [...truncated, ...wrongLength, ...badFlags, ...single, ...mutated()];
