import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createTestServer, problemIn } from '../../support/http-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function withPanel() {
  const panelFolder = await tempFolder();
  await mkdir(join(panelFolder, 'assets'));
  await writeFile(join(panelFolder, 'index.html'), '<title>Loa Thôn</title>');
  await writeFile(join(panelFolder, 'assets/app-Ab12Cd34.js'), 'plain');
  await writeFile(join(panelFolder, 'assets/app-Ab12Cd34.js.gz'), gzipSync('packed'));
  const server = createTestServer({ panelFolder });
  onTestFinished(() => server.http.stop());
  return server;
}

test('every address of the panel gives its page, which is asked for anew each time', async () => {
  const { as } = await withPanel();
  for (const url of ['/', '/lich', '/cum-loa/dau-thon?xem=1']) {
    const response = await as(null, 'GET', url);
    expect(response.statusCode, url).toBe(200);
    expect(response.payload).toBe('<title>Loa Thôn</title>');
    expect(response.headers['content-type']).toContain('text/html');
    expect(response.headers['cache-control']).toBe('no-cache');
  }
});

test('files with a hash in their name are kept for ever, and come packed to who understands it', async () => {
  const { as, http } = await withPanel();
  const plain = await as(null, 'GET', '/assets/app-Ab12Cd34.js');
  expect(plain.payload).toBe('plain');
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const packed = await http.inject({ url: '/assets/app-Ab12Cd34.js', headers: { 'accept-encoding': 'gzip' } });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.headers['content-type']).toContain('javascript');
});

test('a file that is not there is not the page', async () => {
  const { as } = await withPanel();
  for (const url of ['/assets/app-old.js', '/favicon.ico', '/..%2f..%2fetc/passwd.txt']) {
    expect((await as(null, 'GET', url)).statusCode, url).toBeGreaterThanOrEqual(400);
  }
  expect(problemIn(await as(null, 'GET', '/assets/app-old.js')).code).toBe('http.not-found');
});

test('a panel that was not built is a plain 404, and the API works', async () => {
  const server = createTestServer({ panelFolder: await tempFolder() });
  onTestFinished(() => server.http.stop());
  for (const url of ['/', '/lich']) {
    expect((await server.as(null, 'GET', url)).statusCode, url).toBe(404);
  }
  expect((await server.as(null, 'GET', '/api/health')).statusCode).toBe(200);
});

test('nothing outside the panel folder is given away', async () => {
  const { http } = await withPanel();
  for (const url of ['/../../../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%5c..%5cetc/passwd']) {
    const response = await http.inject({ url });
    expect(response.payload, url).not.toContain('root:');
  }
});

test('the page may load from its own origin only, and nothing asks for https', async () => {
  const { as } = await withPanel();
  const { headers } = await as(null, 'GET', '/');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/https?:|upgrade-insecure-requests|unsafe-eval|script-src/);
  expect(headers['strict-transport-security']).toBeUndefined();
  expect(headers['x-content-type-options']).toBe('nosniff');
});
