import { describe, expect, test } from 'vitest';
import { createRtspConversation } from '../../../../gateway/src/cameras/stream/rtsp-conversation.ts';
import { createSigner } from '../../../../gateway/src/cameras/stream/rtsp-login.ts';
import { createRtspReader, type RtspMessage } from '../../../../gateway/src/cameras/stream/rtsp-wire.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const playerUri = 'rtsp://127.0.0.1:4242/secret';
const cameraUri = 'rtsp://192.168.1.64:554/Streaming/Channels/102?profile=1';
const digest = 'Digest realm="IP Camera", nonce="a1", algorithm=MD5';

function message(first: string, headers: RtspMessage['headers'] = [], body = ''): RtspMessage {
  return { first, headers, body: Buffer.from(body) };
}

function conversation(sign = createSigner(createFakeClock(), { username: 'admin', password: 'thôn "ngọt"' })) {
  const talk = createRtspConversation({ playerUri, cameraUri, sign });
  const ask = (method: string, uri = playerUri) =>
    String(talk.request(message(`${method} ${uri} RTSP/1.0`, [['CSeq', '7']])));
  const numberIn = (request: string) => /CSeq: (\d+)/.exec(request)![1]!;
  const answer = (request: string, status: string, headers: RtspMessage['headers'] = [], body = '') => {
    const said = talk.reply(message(`RTSP/1.0 ${status}`, [['CSeq', numberIn(request)], ...headers], body));
    return said && { to: said.to, text: String(said.bytes) };
  };
  return { talk, ask, answer };
}

describe('a player that knows no password, and a camera', () => {
  test('is heard with the camera’s own address, and answered with the player’s own number', () => {
    const { ask, answer } = conversation();
    expect(ask('OPTIONS')).toBe(`OPTIONS ${cameraUri} RTSP/1.0\r\nCSeq: 1\r\n\r\n`);
    const track = ask('SETUP', `${playerUri}/trackID=0`);
    expect(track).toMatch(`SETUP ${cameraUri}/trackID=0 RTSP/1.0`);
    expect(answer(track, '200 OK')).toEqual({ to: 'player', text: 'RTSP/1.0 200 OK\r\nCSeq: 7\r\n\r\n' });
    expect(ask('SETUP', 'rtsp://10.0.0.9/as-it-names-it')).toMatch('SETUP rtsp://10.0.0.9/as-it-names-it RTSP/1.0');
  });

  test('is signed when the camera asks who it is, and from then on', () => {
    const { ask, answer } = conversation();
    const describe = ask('DESCRIBE');
    const again = answer(describe, '401 Unauthorized', [['WWW-Authenticate', digest]])!;
    expect(again.to).toBe('camera');
    expect(again.text).toMatch(
      /^DESCRIBE .*\r\nCSeq: 2\r\nAuthorization: Digest username="admin",.*response="[0-9a-f]{32}"/,
    );
    expect(again.text).not.toContain('ngọt');
    expect(answer(again.text, '200 OK')).toMatchObject({ to: 'player' });
    expect(ask('SETUP')).toContain('Authorization: Digest');
  });

  test('is not heard a second time with a password that was refused', () => {
    const { ask, answer } = conversation();
    const again = answer(ask('DESCRIBE'), '401 Unauthorized', [['WWW-Authenticate', digest]])!;
    expect(() => answer(again.text, '401 Unauthorized', [['WWW-Authenticate', digest]])).toThrow(/wrong-password/);
  });

  test('is signed anew when only the nonce was old', () => {
    const { ask, answer } = conversation();
    const first = answer(ask('DESCRIBE'), '401 Unauthorized', [['WWW-Authenticate', digest]])!;
    const stale = answer(first.text, '401 Unauthorized', [['WWW-Authenticate', `${digest}, stale=true`]])!;
    expect(stale.to).toBe('camera');
    answer(stale.text, '200 OK');
    // Some give each request a nonce of its own, and call none stale.
    const later = answer(ask('SETUP'), '401 Unauthorized', [['WWW-Authenticate', digest]])!;
    expect(later.to).toBe('camera');
    expect(() => answer(later.text, '401 Unauthorized', [['WWW-Authenticate', digest]])).toThrow(/wrong-password/);
  });

  test('is signed once, with a nonce of now, when it keeps the line open and the password may be another by now', () => {
    const challenge = [['WWW-Authenticate', digest]] as const;
    const plays = (may = { sign: true }) => {
      const login = { username: 'admin', password: 'thon-ngot-2026' };
      const talk = conversation(createSigner(createFakeClock(), login, () => may.sign));
      talk.answer(talk.answer(talk.ask('DESCRIBE'), '401 Unauthorized', challenge)!.text, '200 OK');
      talk.answer(talk.ask('SETUP'), '200 OK', [['Session', '1234']]);
      expect(talk.ask('PLAY')).toContain('Authorization');
      talk.answer(talk.ask('PLAY'), '200 OK');
      return { ...talk, may };
    };
    const { talk, ask, answer } = plays();
    const alive = ask('GET_PARAMETER');
    expect(alive).not.toContain('Authorization');
    const signed = answer(alive, '401 Unauthorized', challenge)!;
    expect(signed).toMatchObject({ to: 'camera', text: expect.stringContaining('Authorization') as string });
    expect(() => answer(signed.text, '401 Unauthorized', challenge)).toThrow(/wrong-password/);
    expect(String(talk.goodbye())).not.toContain('Authorization');

    // Refused over another line: it flows on for as long as the camera lets it, and nothing is signed any more.
    const other = plays();
    other.may.sign = false;
    expect(other.answer(other.ask('GET_PARAMETER'), '401 Unauthorized', challenge)).toMatchObject({ to: 'player' });
    expect(String(other.talk.goodbye())).not.toContain('Authorization');
  });

  test('that is forbidden to look is not heard again: its address is locked out, or its account', () => {
    const { ask, answer } = conversation();
    const signed = answer(ask('DESCRIBE'), '401 Unauthorized', [['WWW-Authenticate', digest]])!;
    expect(() => answer(signed.text, '403 Forbidden')).toThrow(/locked/);
    const unsigned = conversation();
    expect(() => unsigned.answer(unsigned.ask('DESCRIBE'), '403 Forbidden')).toThrow(/denied/);
  });

  test('says its password openly only where nothing else is asked for', () => {
    const plain = conversation();
    const basic = ['WWW-Authenticate', 'Basic realm="camera"'] as const;
    expect(plain.answer(plain.ask('DESCRIBE'), '401 Unauthorized', [basic])!.text).toContain('Authorization: Basic ');
    const both = conversation();
    const offered = [basic, ['WWW-Authenticate', digest] as const];
    expect(both.answer(both.ask('DESCRIBE'), '401 Unauthorized', offered)!.text).toContain('Authorization: Digest ');
  });

  test.each([
    ['453 Not Enough Bandwidth', /busy/],
    ['503 Service Unavailable', /busy/],
    ['423 Locked', /locked/],
    ['404 Not Found', /denied/],
    ['302 Moved', /elsewhere/],
  ])('ends at %s', (status, why) => {
    const { ask, answer } = conversation();
    expect(() => answer(ask('DESCRIBE'), status, [['Location', 'rtsp://203.0.113.9/']])).toThrow(why);
  });

  test('gives its session back', () => {
    const { talk, ask, answer } = conversation();
    expect(talk.goodbye()).toBeNull();
    answer(ask('SETUP'), '200 OK', [['Session', '1234;timeout=60']]);
    answer(ask('PLAY'), '200 OK');
    expect(talk).toMatchObject({ playing: true, waiting: false });
    expect(String(talk.goodbye())).toBe(`TEARDOWN ${cameraUri} RTSP/1.0\r\nCSeq: 3\r\nSession: 1234\r\n\r\n`);
  });

  test('is understood also where the camera forgets the number, or never answers what keeps the line open', () => {
    const { talk, ask, answer } = conversation();
    ask('DESCRIBE');
    expect(talk.reply(message('RTSP/1.0 200 OK'))).toMatchObject({ to: 'player' });
    for (let n = 0; n < 100; n++) ask('GET_PARAMETER');
    expect(answer(ask('PLAY'), '200 OK')).toMatchObject({ to: 'player' });
    expect(talk.reply(message('RTSP/1.0 200 OK'))).toBeNull();
    expect(talk.reply(message('OPTIONS rtsp://127.0.0.1/ RTSP/1.0', [['CSeq', '1']]))).toBeNull();
  });

  test('learns what the video is encoded with', () => {
    const { talk, ask, answer } = conversation();
    const sdp =
      'v=0\r\nm=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\n';
    answer(ask('DESCRIBE'), '200 OK', [], sdp);
    expect(talk.encoding).toBe('H265');
  });
});

describe('RTSP as it comes', () => {
  const packet = (length: number, fill: number) =>
    Buffer.concat([Buffer.from([0x24, 0, 0, length]), Buffer.alloc(length, fill)]);
  const reply = Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 3\r\n\r\nv=0');
  const all = Buffer.concat([reply, packet(5, 1), packet(7, 0x24), Buffer.from('\r\n'), reply, packet(2, 0x52)]);

  test('is the same in whatever pieces', () => {
    for (let size = 1; size <= all.length; size++) {
      const messages: string[] = [];
      const packets: Buffer[] = [];
      const read = createRtspReader({
        onMessage: ({ first, body }) => messages.push(`${first} ${String(body)}`),
        onPackets: (bytes) => packets.push(Buffer.from(bytes)),
      });
      for (let at = 0; at < all.length; at += size) read(all.subarray(at, at + size));
      expect(messages).toEqual(['RTSP/1.0 200 OK v=0', 'RTSP/1.0 200 OK v=0']);
      expect(Buffer.concat(packets)).toEqual(Buffer.concat([packet(5, 1), packet(7, 0x24), packet(2, 0x52)]));
    }
  });

  test('is found again behind what is none', () => {
    const messages: string[] = [];
    const packets: Buffer[] = [];
    const read = createRtspReader({
      onMessage: ({ first }) => messages.push(first),
      onPackets: (bytes) => packets.push(Buffer.from(bytes)),
    });
    read(Buffer.concat([Buffer.from('<html><BODY>\0\0'), packet(5, 1), Buffer.from('\0\0junk Xx'), reply]));
    expect(messages).toEqual(['RTSP/1.0 200 OK']);
    expect(packets).toEqual([packet(5, 1)]);
  });

  test.each([
    ['a head without end', Buffer.from(`RTSP/1.0 200 OK\r\n${'A'.repeat(20_000)}`)],
    ['a body without end', Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: 999999999\r\n\r\n')],
  ])('is refused when it is %s', (_what, bytes) => {
    const read = createRtspReader({ onMessage: () => undefined, onPackets: () => undefined });
    expect(() => read(bytes)).toThrow(/unreadable/);
  });
});
