import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AppError } from '../../../gateway/src/core/errors.ts';
import type { Services } from '../../../gateway/src/http/ports.ts';
import { createFakeServices, recording } from '../../support/fake-services.ts';
import { answerTo, ask } from '../../support/http-client.ts';
import { createTestServer } from '../../support/http-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

type Recordings = Services['recordings'];

async function started(recordings: Partial<Recordings> = {}) {
  const server = createTestServer({ replaced: { recordings: { ...createFakeServices().recordings, ...recordings } } });
  const { port } = await server.http.start();
  onTestFinished(() => server.http.stop());
  return { ...server, port };
}

const upload = (port: number, headers: Record<string, string | number>, as: 'head' | 'viewer' = 'head') =>
  ask({ port, method: 'POST', path: '/api/recordings?fileName=ban-tin.mp3', as, headers });

const megabyte = Buffer.alloc(1_000_000, 7);

test.each(['audio/mpeg', 'application/json', 'text/plain', 'application/octet-stream', ''])(
  'a file comes in as it is, whatever its content type says (%s)',
  async (contentType) => {
    let received = Buffer.alloc(0);
    let said: number | null = 0;
    const { port } = await started({
      async upload(_query, body, sizeBytes) {
        said = sizeBytes;
        const chunks: Buffer[] = [];
        for await (const chunk of body) chunks.push(chunk as Buffer);
        received = Buffer.concat(chunks);
        return recording;
      },
    });
    const asked = upload(port, contentType ? { 'content-type': contentType } : {});
    asked.setHeader('content-length', 11);
    asked.end('{"not json"');
    expect((await answerTo(asked)).status).toBe(201);
    expect(received.toString()).toBe('{"not json"');
    expect(said).toBe(11);
  },
);

test('a file far over the limit of other bodies comes in, in pieces, its size unknown before', async () => {
  let sizeBytes = 0;
  let said: number | null = 0;
  const { port } = await started({
    async upload(_query, body, size) {
      said = size;
      for await (const chunk of body) sizeBytes += (chunk as Buffer).length;
      return recording;
    },
  });
  const asked = upload(port, { 'content-type': 'audio/wav' });
  for (let n = 0; n < 32; n++) {
    if (!asked.write(megabyte)) await new Promise((resolve) => asked.once('drain', resolve));
  }
  asked.end();
  expect((await answerTo(asked)).status).toBe(201);
  expect(sizeBytes).toBe(32_000_000);
  expect(said).toBeNull();
});

test('nothing of a file is held in memory: when the library stops taking, the sender has to stop', async () => {
  let letGo: () => void = () => undefined;
  const holding = new Promise<void>((resolve) => (letGo = resolve));
  let sizeBytes = 0;
  const { port } = await started({
    async upload(_query, body) {
      await holding;
      for await (const chunk of body) sizeBytes += (chunk as Buffer).length;
      return recording;
    },
  });
  const asked = upload(port, { 'content-type': 'audio/wav' });
  const all = 64;
  let written = 0;
  const sending = (async () => {
    for (; written < all; written++) {
      if (!asked.write(megabyte)) await new Promise((resolve) => asked.once('drain', resolve));
    }
    asked.end();
  })();

  // The sockets between the two take some megabytes and no more; then nothing moves.
  let before = -1;
  await vi.waitFor(
    () => {
      const still = written === before;
      before = written;
      expect(still && written > 0).toBe(true);
    },
    { timeout: 10_000, interval: 300 },
  );
  expect(written).toBeLessThan(all / 2);

  letGo();
  await sending;
  expect((await answerTo(asked)).status).toBe(201);
  expect(sizeBytes).toBe(all * 1_000_000);
});

test('a file that says it is too large is refused before a byte of it is sent', async () => {
  const { port, services } = await started({
    async upload(_query, _body, sizeBytes) {
      if ((sizeBytes ?? 0) > 500_000_000) {
        throw new AppError('recording.too-large', 413, 'At most 500 MB.', { params: { megabytes: 500 } });
      }
      return recording;
    },
  });
  const asked = upload(port, { 'content-length': 600_000_000 });
  asked.flushHeaders();
  const { status, body } = await answerTo(asked);
  asked.destroy();
  expect(status).toBe(413);
  expect(JSON.parse(body)).toMatchObject({ code: 'recording.too-large', params: { megabytes: 500 } });
  expect(services.auditTrail).toEqual(['head uploadRecording - recording.too-large']);
});

test('somebody who may not upload is told so before the file is sent', async () => {
  const { port, services } = await started();
  const asked = upload(port, { 'content-length': 400_000_000 }, 'viewer');
  asked.flushHeaders();
  const { status } = await answerTo(asked);
  asked.destroy();
  expect(status).toBe(403);
  expect(services.story).toEqual([]);
});

test('an upload that breaks off is heard of by the library and written down, and the gateway goes on', async () => {
  let heard: unknown = null;
  const { port, services } = await started({
    async upload(_query, body) {
      try {
        for await (const _chunk of body);
      } catch (error) {
        heard = error;
        throw error;
      }
      return recording;
    },
  });
  const asked = upload(port, { 'content-length': 50_000_000 });
  asked.on('error', () => undefined);
  asked.write(megabyte);
  await vi.waitFor(() => expect(asked.socket?.bytesWritten).toBeGreaterThan(500_000));
  asked.destroy();
  await vi.waitFor(() => expect(heard).toBeInstanceOf(Error));
  await vi.waitFor(() => expect(services.auditTrail).toEqual(['head uploadRecording - request.broken-off']));

  const after = ask({ port, path: '/api/health' });
  after.end();
  expect((await answerTo(after)).status).toBe(200);
});

test('stopping does not wait for an upload that goes on', async () => {
  const { http, port } = await started();
  const asked = upload(port, { 'content-length': 50_000_000 });
  asked.on('error', () => undefined);
  asked.write(megabyte);
  await vi.waitFor(() => expect(asked.socket?.bytesWritten).toBeGreaterThan(500_000));
  await http.stop();
  await vi.waitFor(() => expect(asked.socket?.destroyed).toBe(true));
});

test('a recording is heard from any point: ranges are answered', async () => {
  const file = join(await tempFolder(), 'ban-tin.wav');
  await writeFile(file, 'RIFF0123456789');
  const { port } = await started({ audioFile: async () => file });
  const whole = ask({ port, path: '/api/recordings/ban-tin/audio', as: 'viewer' });
  whole.end();
  expect(await answerTo(whole)).toMatchObject({
    status: 200,
    body: 'RIFF0123456789',
    headers: { 'content-type': 'audio/wav', 'accept-ranges': 'bytes' },
  });
  const part = ask({ port, path: '/api/recordings/ban-tin/audio', as: 'viewer', headers: { range: 'bytes=4-7' } });
  part.end();
  expect(await answerTo(part)).toMatchObject({
    status: 206,
    body: '0123',
    headers: { 'content-range': 'bytes 4-7/14' },
  });
});

test('a recording whose file is gone from the disk is a plain "not found"', async () => {
  const { port } = await started({ audioFile: async () => '/nowhere/ban-tin.wav' });
  const asked = ask({ port, path: '/api/recordings/ban-tin/audio', as: 'viewer' });
  asked.end();
  const { status, body } = await answerTo(asked);
  expect(status).toBe(404);
  expect(JSON.parse(body)).toMatchObject({ code: 'http.not-found' });
});

test('two gateways on one port: the second says so', async () => {
  const { port } = await started();
  const second = createTestServer({ port });
  onTestFinished(() => second.http.stop());
  await expect(second.http.start()).rejects.toMatchObject({ code: 'http.port-in-use' });
});
