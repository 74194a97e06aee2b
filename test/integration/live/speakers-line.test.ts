import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createFeed } from '../../../gateway/src/audio/feed.ts';
import { createInputWatch } from '../../../gateway/src/audio/input-watch.ts';
import type { Broadcast, ChangeEvents, Role } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createLiveVoices } from '../../../gateway/src/live/live-service.ts';
import { until } from '../../support/gateway-process.ts';
import { broadcast, personWith } from '../../support/fake-services.ts';
import { createTestServer } from '../../support/http-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { frame, openSpeaker, toneOf } from '../../support/speaker.ts';

const clock = createSystemClock();

/** The real server and real live voices; only the broadcasts are made up. The head has asked to speak, as `v1`. */
async function village() {
  const closings: string[] = [];
  const audited: string[] = [];
  const changes = createChanges<ChangeEvents>();
  const asked = (id: string): Broadcast => ({ ...broadcast, id, live: true, state: 'warming', startedAt: null });
  const liveVoices = createLiveVoices({
    ports: {
      broadcasts: {
        startedBefore: async () => null,
        airNow: ({ id }) => asked(id),
        closeVoice: (_id, how) => {
          const cause = 'gently' in how ? how.gently : how.atOnce;
          closings.push(cause?.kind === 'closed' ? cause.reason.code : (cause?.kind ?? 'finished'));
        },
      },
      chimes: { cue: async () => ({ opening: null, closing: null }) },
      openFeed: () => createFeed(5),
      openWatch: createInputWatch,
      settings: { get: async () => null, set: async () => undefined },
      audit: async ({ who, action, result }) => void audited.push(`${who} ${action} ${result}`),
    },
    changes,
    clock,
    log: quietLog,
  });
  const server = createTestServer({ clock, replaced: { liveVoices: liveVoices.commands } });
  await liveVoices.start();
  const { port } = await server.http.start();
  onTestFinished(async () => {
    liveVoices.stop();
    await server.http.stop();
  });
  const input = { id: 'v1', title: 'Nói', zoneIds: ['dau-thon'], priority: 'priority' };
  await liveVoices.commands.start({ ...input, priority: 'priority' }, personWith('head'));
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ closings, audited, changes, url, server },
    turn: () => changes.emit('broadcast.changed', { ...asked('v1'), startedAt: broadcast.startedAt }),
    speaker: () => openSpeaker(url, 'loa_thon_session=head', 'v1'),
    /** What an upgrade is answered with: 101, or the refusal. */
    async knock(who: Role | null, { id = 'v1', origin = url } = {}): Promise<[number, string]> {
      const headers = { origin, ...(who && { cookie: `loa_thon_session=${who}` }) };
      const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live-voices/${id}/sound`, { headers });
      socket.on('error', () => undefined);
      const opened = once(socket, 'open').then((): [number, string] => [101, '']);
      const refused = once(socket, 'unexpected-response').then(async ([, answer]): Promise<[number, string]> => {
        const { statusCode, setEncoding } = answer as import('node:http').IncomingMessage;
        setEncoding.call(answer, 'utf8');
        let body = '';
        for await (const piece of answer as AsyncIterable<string>) body += piece;
        return [statusCode ?? 0, (JSON.parse(body) as { code: string }).code];
      });
      const answer = await Promise.race([opened, refused]);
      socket.terminate();
      return answer;
    },
  };
}

test('only who may broadcast, from our own page, comes to a voice; and only to their own', async () => {
  const { knock, server } = await village();
  expect(await knock(null)).toEqual([401, 'identity.sign-in-needed']);
  for (const role of ['approver', 'technician', 'security', 'viewer'] as const) {
    expect(await knock(role)).toEqual([403, 'identity.not-allowed']);
  }
  expect(await knock('announcer')).toEqual([403, 'live.not-yours']);
  expect(await knock('head', { id: 'v2' })).toEqual([404, 'live.not-found']);
  expect(await knock('head', { origin: 'http://elsewhere.example' })).toEqual([403, 'http.cross-origin']);
  expect(await knock('head')).toEqual([101, '']);
  expect((await server.as('head', 'GET', '/api/live-voices/v1/sound')).statusCode).toBe(426);
  expect(server.services.auditTrail).toEqual(
    expect.arrayContaining([
      'viewer speakLiveVoice v1 identity.not-allowed',
      'announcer speakLiveVoice v1 live.not-yours',
    ]),
  );
});

test('whoever is signed out while they speak is cut off within seconds, and does not come back', async () => {
  const { speaker, knock, server } = await village();
  const head = await speaker();
  head.speak(toneOf(700));
  await server.services.identity.signOut('head');
  const closed = await until('the line is closed', head.closed, 10_000);
  expect(closed).toEqual({ code: 1_008, why: 'identity.sign-in-needed' });
  expect(await knock('head')).toEqual([401, 'identity.sign-in-needed']);
  head.leave();
});

test('whoever is signed out and does not take leave is cut off all the same', async () => {
  const { speaker, server, closings } = await village();
  const head = await speaker();
  onTestFinished(head.leave);
  // This side never answers the gateway's farewell: only the end of its connection can be seen.
  const { _socket: connection } = head.socket as unknown as { _socket: import('node:net').Socket };
  connection.removeAllListeners('data');
  connection.resume();
  const cut = once(connection, 'close');
  const signedOutAt = performance.now();
  await server.services.identity.signOut('head');
  await cut;
  // A look every five seconds and a second to say goodbye; `ws` by itself would wait for half a minute more.
  expect(performance.now() - signedOutAt).toBeLessThan(20_000);
  await until('the voice is over', () => closings.length > 0);
});

test.each<[string, (socket: WebSocket) => void, number, string, string]>([
  ['text', (socket) => socket.send('{"type":"hello"}'), 4_000, 'live.bad-frame', 'live.bad-frame'],
  [
    'a frame of 44.1 kHz',
    (socket) => socket.send(frame(0, new Int16Array(882))),
    4_000,
    'live.bad-frame',
    'live.bad-frame',
  ],
  ['ten megabytes', (socket) => socket.send(Buffer.alloc(10_000_000)), 1_009, '', 'live.bad-frame'],
  [
    'an hour of sound at once',
    (socket) => {
      for (let n = 0; n < 180_000 && socket.readyState === WebSocket.OPEN; n++) socket.send(frame(n, null));
    },
    4_000,
    'live.too-fast',
    'live.too-fast',
  ],
])('%s closes the line with its code, and the voice is over', async (_what, send, code, why, closing) => {
  const { speaker, closings, turn } = await village();
  const { socket, told, closed, leave } = await speaker();
  onTestFinished(leave);
  await told('prepare');
  turn();
  await told('on-air');
  const before = process.memoryUsage().arrayBuffers;
  send(socket);
  await until('the line is closed', () => closed());
  // Cut off at once, the phone may not come to hear why.
  if (closed()?.code !== 1_006) expect(closed()).toEqual({ code, why });
  expect(closings).toEqual([closing]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
});

test('who goes on sending after the line was closed is cut off', async () => {
  const { speaker } = await village();
  const { socket, leave } = await speaker();
  onTestFinished(leave);
  // This side never answers the gateway's farewell.
  socket.pause();
  socket.send('text');
  const pour = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame(0, toneOf(500)(0)));
  }, 5);
  onTestFinished(() => clearInterval(pour));
  await until('it is cut off', () => {
    socket.resume();
    return socket.readyState === WebSocket.CLOSED;
  });
});

test('the second socket of the speaker replaces the first', async () => {
  const { speaker, turn, closings } = await village();
  const [first, second] = [await speaker(), await speaker()];
  onTestFinished(first.leave);
  onTestFinished(second.leave);
  await until('the first is let go', () => first.closed());
  expect(first.closed()).toEqual({ code: 4_000, why: 'live.replaced' });
  second.speak(toneOf(500));
  turn();
  await second.told('on-air');
  await second.told('level');
  expect(closings).toEqual([]);
});

test('the gateway’s end is the end of every line', async () => {
  const { speaker, server } = await village();
  const one = await speaker();
  onTestFinished(one.leave);
  await server.http.stop();
  await until('the line is closed', () => one.closed());
});
