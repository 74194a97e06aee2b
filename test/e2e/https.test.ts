import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { lanAddress } from '../../gateway/src/core/lan-address.ts';
import { makeCertificate } from '../../gateway/src/https/issue.ts';
import { setUpVillage } from '../support/api.ts';
import { chromiumHere, expectAccessible, openPanel, phone, quiet, seen, type Page } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { startGateway, type GatewayPlace } from '../support/gateway-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { quietPlace } from '../support/village-on-the-wire.ts';
import { signIn } from './village.ts';

/** In the village's network: where plain http is no secure context, unlike on the computer itself. */
const address = lanAddress();
const host = address === '127.0.0.1' ? `${hostname().split('.')[0]}.local` : address;

async function startedVillage() {
  const place = await quietPlace();
  const gateway = await startGateway(place);
  await setUpVillage(gateway.url, gateway.setUpCode);
  return { place, gateway, plain: `http://${host}:${place.httpPort}`, secure: `https://${host}:${place.securePort}` };
}

/** A phone, so to speak, on which somebody has installed this certificate authority (DER) from the panel, and it alone. */
async function phoneThatTrusts(url: string): Promise<Page> {
  const home = await tempFolder();
  const database = `sql:${join(home, '.pki/nssdb')}`;
  await mkdir(join(home, '.pki/nssdb'), { recursive: true });
  const file = join(home, 'loa-thon.crt');
  await writeFile(file, Buffer.from(await (await fetch(`${url}/loa-thon.crt`)).arrayBuffer()));
  const certutil = (...args: string[]) => promisify(execFile)('certutil', ['-d', database, ...args]);
  await certutil('-N', '--empty-password');
  await certutil('-A', '-n', 'loa-thon', '-t', 'C,,', '-i', file);
  const browser = await chromium.launchPersistentContext(join(home, 'browser'), {
    executablePath: chromiumHere(),
    args: [...quiet, `--host-resolver-rules=MAP *.local 127.0.0.1, MAP *.com.vn 127.0.0.1`],
    env: { ...process.env, HOME: home },
    viewport: phone,
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

const possible = (page: Page) =>
  page.evaluate(() => ({
    secure: isSecureContext,
    // What plain http takes away, whatever the types say.
    microphone: typeof (navigator.mediaDevices as MediaDevices | undefined)?.getUserMedia === 'function',
  }));

it('a phone that installed the village’s certificate may use its microphone, after a look at one page', async () => {
  const { plain, secure, gateway } = await startedVillage();
  const page = await phoneThatTrusts(gateway.url);
  await page.goto(`${plain}/https`);
  await seen(page.getByText('Máy này vào được bằng kết nối an toàn.'));
  expect(await possible(page)).toEqual({ secure: false, microphone: false });
  await page.getByRole('link', { name: 'Mở bảng điều khiển an toàn' }).click();
  await page.waitForURL(`${secure}/`);
  await signIn(page);
  expect(await possible(page)).toEqual({ secure: true, microphone: true });
  // Whoever signed in there may still sign in without TLS: the two cookies leave each other alone.
  await page.goto(plain);
  await signIn(page);
  await page.goto(secure);
  await seen(page.getByRole('navigation', { name: 'Các mục chính' }));
});

it('a phone that has not installed it is told how, and the plain panel is one tap away', async () => {
  const { plain } = await startedVillage();
  const page = await openPanel(plain, phone, '/https');
  await seen(page.getByText('Máy này chưa tin chứng chỉ của thôn.'));
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'iPhone, iPad' }).check();
  await seen(page.getByText('Cài đặt tin cậy chứng nhận'));
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải chứng chỉ của thôn' }).click();
  expect((await download).suggestedFilename()).toBe('loa-thon.crt');
  await page.getByRole('link', { name: 'Vào bảng điều khiển thường' }).click();
  await signIn(page);
});

it('the head finds the code for phones and the sheet for the wall behind “Thêm”', async () => {
  const { plain } = await startedVillage();
  const page = await openPanel(plain, phone, '/more');
  await signIn(page);
  await page.goto('/more');
  await page.getByRole('link', { name: /Kết nối an toàn/ }).click();
  await seen(page.getByRole('img', { name: `Mã QR tới http://${address}:${new URL(plain).port}/https` }));
  await expectAccessible(page);
  await page.emulateMedia({ media: 'print' });
  await seen(page.getByRole('heading', { name: 'Nói lên loa bằng điện thoại của bạn' }));
});

it('whoever steals the village’s authority cannot pass for a bank on a phone that trusts it', async () => {
  const { place, gateway, secure } = await startedVillage();
  const page = await phoneThatTrusts(gateway.url);
  const bank = await stolenFor('www.vietcombank.com.vn', place);
  await expect(page.goto(`https://www.vietcombank.com.vn:${bank}/`)).rejects.toThrow('ERR_CERT');
  const own = await stolenFor('khac.local', place);
  // Where the refused one was, the browser's own page about it may still come in between.
  const next = await page.context().newPage();
  expect(await (await next.goto(`https://khac.local:${own}/`))?.text()).toBe('stolen');
  expect((await next.goto(secure))?.status()).toBe(200);
});

/** A server that shows what the stolen key of the authority signed for somebody else's name. Resolves to its port. */
async function stolenFor(domain: string, { stateFolder }: GatewayPlace): Promise<number> {
  const text = await readFile(join(stateFolder, 'https/authority.pem'), 'utf8');
  const at = text.indexOf('-----BEGIN CERTIFICATE-----');
  const authority = { key: text.slice(0, at), certificate: text.slice(at) };
  const validity = { from: Date.now() - 86_400_000, to: Date.now() + 86_400_000 };
  const { key, certificate } = await makeCertificate(authority, 'x', { domains: [domain], addresses: [] }, validity);
  const port = await freePort();
  const server = createServer({ key, cert: certificate }, (_request, response) => void response.end('stolen'));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return port;
}
