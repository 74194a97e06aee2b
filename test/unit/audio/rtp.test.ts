import { describe, expect, test } from 'vitest';
import { createDecimator, decimationDelayFrames } from '../../../gateway/src/audio/decimate.ts';
import { toMuLaw } from '../../../gateway/src/audio/g711.ts';
import { fromMuLaw } from '../../support/sound.ts';
import { isMulticast, rtpCodecs, rtpPacket, sessionDescription } from '../../../gateway/src/audio/rtp.ts';
import { tone } from '../../support/sound.ts';

describe('µ-law (G.711)', () => {
  test('has the codes of the recommendation at its ends and at zero', () => {
    expect([toMuLaw(0), toMuLaw(32_767), toMuLaw(-32_768), toMuLaw(-1)]).toEqual([0xff, 0x80, 0x00, 0x7f]);
  });

  test('every code survives the way back and forth', () => {
    for (let code = 0; code < 256; code++) {
      if (code === 0x7f) continue; // minus zero
      expect(toMuLaw(fromMuLaw(code))).toBe(code);
    }
  });

  test('is never further off than half a step of its segment', () => {
    for (let sample = -32_000; sample <= 32_000; sample += 7) {
      const error = Math.abs(fromMuLaw(toMuLaw(sample)) - sample);
      expect(error).toBeLessThanOrEqual(Math.max(4, (Math.abs(sample) + 132) / 32));
    }
  });
});

describe('48 kHz to 8 kHz', () => {
  const loudness = (samples: Int16Array) =>
    20 *
    Math.log10(
      Math.max(1e-9, Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length)) / (12_000 / Math.SQRT2),
    );
  const through = (hz: number) => createDecimator()(tone(500, hz)).slice(100);

  test('keeps speech', () => {
    for (const hz of [200, 1_000, 2_500, 3_000]) expect(loudness(through(hz))).toBeCloseTo(0, 0);
  });

  test('lets nothing fold back into it', () => {
    for (const hz of [4_500, 5_000, 7_000, 9_000, 15_000]) expect(loudness(through(hz))).toBeLessThan(-45);
  });

  test('is the same in pieces as in one', () => {
    const sound = tone(100, 700);
    const decimate = createDecimator();
    const pieces = [0, 1, 2, 3, 4].flatMap((i) => [...decimate(sound.slice(i * 960, (i + 1) * 960))]);
    expect(Int16Array.from(pieces)).toEqual(createDecimator()(sound));
  });

  test('is late by exactly the delay it owns up to', () => {
    const click = new Int16Array(4_800);
    click[1_200] = 32_000;
    const out = createDecimator()(click);
    const loudest = out.indexOf(Math.max(...out));
    expect(loudest * 6).toBe(1_200 + decimationDelayFrames);
  });
});

describe('an RTP packet (RFC 3550)', () => {
  test('has its twelve bytes of header in network order', () => {
    const packet = rtpPacket(
      { payloadType: 96, marker: true, sequence: 0x1_0203, timestamp: 0x1_0405_0607, ssrc: 0x08090a0b },
      Uint8Array.of(1, 2),
    );
    expect(packet.toString('hex')).toBe('80e00203040506070' + '8090a0b' + '0102');
  });

  test('of L16 is big-endian, of PCMU a byte a sample, and neither is fragmented on Ethernet', () => {
    const l16 = rtpCodecs.L16.createEncoder()(Int16Array.of(0x0102, -2));
    expect([...l16]).toEqual([1, 2, 0xff, 0xfe]);
    for (const codec of [rtpCodecs.L16, rtpCodecs.PCMU]) {
      const payload = codec.createEncoder()(new Int16Array(codec.packetMs * 48));
      expect(payload.length).toBe((codec.packetMs * codec.clockRate * (codec.payloadType === 0 ? 1 : 2)) / 1000);
      expect(payload.length + 12).toBeLessThanOrEqual(1_472);
    }
  });
});

test('a receiver is told where the sound is, in a session description', () => {
  const text = sessionDescription({ name: 'Dau thon\r\na=x', address: '239.1.2.3', port: 5004, codec: 'L16', ttl: 4 });
  expect(text.split('\r\n')).toEqual([
    'v=0',
    'o=- 0 0 IN IP4 239.1.2.3',
    's=Dau thon a=x',
    'c=IN IP4 239.1.2.3/4',
    't=0 0',
    'm=audio 5004 RTP/AVP 96',
    'a=rtpmap:96 L16/48000/1',
    'a=ptime:10',
    'a=recvonly',
    '',
  ]);
  expect(sessionDescription({ name: 'x', address: '192.168.1.9', port: 5004, codec: 'PCMU', ttl: 4 })).toContain(
    'c=IN IP4 192.168.1.9\r\n',
  );
});

test('groups are told from single addresses', () => {
  expect(['224.0.0.1', '239.255.1.1', 'ff15::1'].every(isMulticast)).toBe(true);
  expect(['192.168.1.1', '10.0.0.240', 'fe80::1', '::1'].some(isMulticast)).toBe(false);
});
