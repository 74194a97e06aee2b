import { describe, expect, test } from 'vitest';
import { pulseAddresses, pulseCookie } from '../../../gateway/src/audio/sinks/pulse-server.ts';
import { none, readMessages, request, samplesAt, u32 } from '../../../gateway/src/audio/sinks/pulse-wire.ts';

/** As PulseAudio 16.1 answers a question for the latency: 12.5 ms before the horn, playing, bytes written and taken. */
const latency = Buffer.from(
  [
    '4c00000002',
    '4c00000007',
    '5500000000000030d4',
    '550000000000000000',
    '31',
    '540000000000000000',
    '540000000000000000',
  ]
    .concat(['720000000000012c00', '720000000000009600', '550000000000000000', '550000000000000064'])
    .join(''),
  'hex',
);
const framed = (body: Buffer) => {
  const head = Buffer.alloc(20);
  head.writeUInt32BE(body.length, 0);
  head.writeUInt32BE(none, 4);
  return Buffer.concat([head, body]);
};

describe('what the Pulse server says', () => {
  test('is read value by value', () => {
    expect(readMessages(framed(latency)).messages).toEqual([
      { code: 2, tag: 7, values: [12_500, 0, 1, null, null, 76_800, 38_400, 0, 100] },
    ]);
  });

  test('is understood in whatever pieces it comes, and after samples that are not for us', () => {
    const both = Buffer.concat([samplesAt(3, 0, Buffer.alloc(40)), framed(latency), framed(latency)]);
    let rest: Buffer = Buffer.alloc(0);
    let count = 0;
    for (const byte of both) {
      const heard = readMessages(Buffer.concat([rest, Buffer.from([byte])]));
      rest = heard.rest;
      count += heard.messages.length;
    }
    expect(count).toBe(2);
    expect(rest).toHaveLength(0);
  });

  test('is refused when it is another protocol', () => {
    expect(() => readMessages(Buffer.from('HTTP/1.1 400 Bad Request'))).toThrow('a message of');
  });
});

describe('what is said to it', () => {
  test('is a head of 20 bytes and tagged values, in network order', () => {
    expect(request(14, 7, [u32(1)]).toString('hex')).toBe(
      '0000000f' + 'ffffffff' + '00000000'.repeat(3) + '4c0000000e' + '4c00000007' + '4c00000001',
    );
  });

  test('are samples for a byte of the stream, also beyond what 32 bits count', () => {
    const sent = samplesAt(5, 2 ** 33 + 2, Buffer.from([1, 2]));
    expect(sent.toString('hex')).toBe('00000002' + '00000005' + '00000002' + '00000002' + '00000001' + '0102');
  });
});

describe('where the server is', () => {
  test('is what the environment says, or the person’s own, or the system’s', () => {
    expect(pulseAddresses({ PULSE_SERVER: '{0a1b}unix:/tmp/native tcp:kho.local:4714 [fe80::1]' })).toEqual([
      { path: '/tmp/native' },
      { host: 'kho.local', port: 4_714 },
      { host: 'fe80::1', port: 4_713 },
    ]);
    expect(pulseAddresses({ XDG_RUNTIME_DIR: '/run/user/1000' })).toEqual([
      { path: '/run/user/1000/pulse/native' },
      { path: '/run/pulse/native' },
    ]);
  });

  test('takes zeros for a cookie where there is none', () => {
    expect(pulseCookie({ HOME: '/nowhere' })).toEqual(Buffer.alloc(256));
  });
});
