import { describe, expect, test } from 'vitest';
import { faultOfCard, pulseCookie, readPulseInfo } from '../../../gateway/src/audio/sinks/pulse-server.ts';
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
    const both = Buffer.concat([samplesAt(3, 0, [Buffer.alloc(40)]), framed(latency), framed(latency)]);
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
    const sent = samplesAt(5, 2 ** 33 + 2, [Buffer.from([1]), Buffer.from([2])]);
    expect(sent.toString('hex')).toBe('00000002' + '00000005' + '00000002' + '00000002' + '00000001' + '0102');
  });
});

describe('the server', () => {
  const info = (server: string, name: string) =>
    `Server String: ${server}\nLibrary Protocol Version: 35\nIs Local: yes\nServer Name: ${name}\nDefault Sink: horn\n`;

  test('is where its own programs find it', () => {
    expect(readPulseInfo(info('/run/user/1000/pulse/native', 'pulseaudio'))).toEqual({
      path: '/run/user/1000/pulse/native',
      pipeWire: false,
    });
    expect(readPulseInfo(info('unix:/tmp/socket', 'PulseAudio (on PipeWire 0.3.65)'))).toEqual({
      path: '/tmp/socket',
      pipeWire: true,
    });
  });

  test('is left to its own programs where it is on another machine, or not understood', () => {
    expect(readPulseInfo(info('tcp:kho.local:4713', 'pulseaudio')).path).toBeNull();
    expect(readPulseInfo('').path).toBeNull();
  });

  test('gets zeros for a cookie where there is none', () => {
    expect(pulseCookie({ HOME: '/nowhere' })).toEqual(Buffer.alloc(256));
  });

  test('that sends the sound to another card than was asked for, or to none, is a fault', () => {
    expect(faultOfCard('horn', null, 'horn')).toBeNull();
    expect(faultOfCard('', 'horn', 'speaker')).toBeNull();
    expect(faultOfCard('@DEFAULT_SINK@', null, 'speaker')).toBeNull();
    expect(faultOfCard('horn', null, 'speaker')?.code).toBe('audio.sink-unreachable');
    expect(faultOfCard('horn', 'horn', 'speaker')?.code).toBe('audio.sink-lost');
    expect(faultOfCard('', 'horn', 'auto_null')?.code).toBe('audio.no-sound-card');
  });
});
