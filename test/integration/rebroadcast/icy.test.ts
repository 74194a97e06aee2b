import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { villageRule } from '../../../gateway/src/core/addresses.ts';
import { createFetch } from '../../../gateway/src/rebroadcast/fetch.ts';

const clock = createSystemClock();
const forever = new AbortController().signal;
const sound = Buffer.from([0xff, 0xfb, 0x90, 0, ...Array<number>(2_000).fill(7)]);
const head = 'ICY 200 OK\r\nicy-notice1:<BR>SHOUTcast<BR>\r\nicy-name:Đài xã\r\ncontent-type:audio/mpeg\r\n\r\n';

/** A server that says these pieces one after the other and hangs up. */
async function serve(pieces: readonly (string | Buffer)[]): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    asked++;
    socket.on('error', () => undefined);
    socket.once('data', () => {
      void (async () => {
        for (const piece of pieces) {
          socket.write(piece);
          await pause(20);
        }
        socket.end();
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/;`, asked: () => asked };
}

const fetch = createFetch({ clock, mayReach: () => true });

async function heardFrom(pieces: readonly (string | Buffer)[]) {
  const { contentType, body } = await fetch((await serve(pieces)).url, false, forever);
  const heard: Buffer[] = [];
  for await (const piece of body as AsyncIterable<Buffer>) heard.push(piece);
  return { contentType, heard: Buffer.concat(heard) };
}

it.each([
  ['at once', [Buffer.concat([Buffer.from(head), sound])]],
  ['in pieces', ['I', 'CY', ' ', head.slice(4), sound.subarray(0, 700), sound.subarray(700)]],
  ['as HTTP', [head.replace('ICY', 'HTTP/1.0'), sound]],
] as const)('a SHOUTcast station is heard to its last byte: it answers %s', async (_how, pieces) => {
  expect(await heardFrom(pieces)).toEqual({ contentType: 'audio/mpeg', heard: sound });
});

it.each([
  ['ICY 401 Service Unavailable\r\n\r\n', 'upstream.refused'],
  ['ICY sound\r\n\r\n', 'upstream.bad-answer'],
  ['IC', 'upstream.unreachable'],
  ['', 'upstream.unreachable'],
])('one that answers "%s" is not a station', async (words, code) => {
  await expect(heardFrom([words])).rejects.toMatchObject({ code });
});

it('by the village’s own rule nobody on this machine is asked, by number or by name', async () => {
  const { url, asked } = await serve([head, sound]);
  const guarded = createFetch({ clock, mayReach: villageRule(() => []) });
  for (const host of ['127.0.0.1', 'localhost']) {
    const there = url.replace('127.0.0.1', host);
    await expect(guarded(there, false, forever)).rejects.toMatchObject({ code: 'upstream.forbidden-address' });
  }
  expect(asked()).toBe(0);
});
