import { expect, onTestFinished, test } from 'vitest';
import { makeReel } from '../../gateway/src/simulator/cameras/reel.ts';
import { head, setUpVillage } from '../support/api.ts';
import { laptop, openPanel, seen } from '../support/browser.ts';
import { startCamera } from '../support/cameras.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { quietPlace } from '../support/village-on-the-wire.ts';
import { signIn } from '../e2e/village.ts';

/**
 * Nine cameras through the panel alone, as a technician would: from “add cameras” to a wall of nine moving pictures. What it takes is
 * the machine's part and a key press each 80 ms; how long a person reads and thinks is not in it.
 */
const names = ['Cổng thôn', 'Đình', 'Chợ', 'Cầu', 'Nhà văn hóa', 'Trường', 'Ngã ba', 'Kênh', 'Sân bóng'];
const keyMs = 80;
const password = 'Camera-2026';

test('nine cameras from "add cameras" to a full wall', async () => {
  const reel = await makeReel(10);
  const cameras = [];
  const makes = ['hikvision', 'dahua', 'gsoap'] as const;
  for (const [n, name] of names.entries()) {
    const make = makes[n % makes.length] ?? 'hikvision';
    cameras.push(await startCamera(onTestFinished, { name, make, reel, password, host: `127.0.0.${141 + n}` }));
  }
  const gateway = await startGateway(await quietPlace(), {}, onTestFinished, 'gateway/dist/demo-gateway.js');
  await setUpVillage(gateway.url, gateway.setUpCode);
  const page = await openPanel(gateway.url, laptop, '/camera');
  await signIn(page, head);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const steps: { step: string; seconds: number }[] = [];
  let last = performance.now();
  const begun = last;
  const done = (step: string) => {
    const now = performance.now();
    steps.push({ step, seconds: Number(((now - last) / 1_000).toFixed(1)) });
    last = now;
  };

  await page.getByRole('link', { name: 'Thêm camera' }).click();
  const addresses = cameras.map(({ host, port }) => `${host}:${port}`).join(', ');
  await page
    .getByLabel('Địa chỉ camera', { exact: true })
    .pressSequentially(addresses, { delay: keyMs, timeout: 120_000 });
  await button('Thêm vào danh sách').click();
  done('nine addresses typed');
  await button('Tiếp: đăng nhập 9 camera').click();
  await page.getByLabel('Mật khẩu', { exact: true }).pressSequentially(password, { delay: keyMs, timeout: 120_000 });
  await button('Thử 9 camera').click();
  done('one login for all');
  await seen(page.getByText('9/9 camera vào được.'));
  done('nine tried, each with its picture');
  await button('Tiếp: đặt tên 9 camera').click();
  for (const [n, name] of names.entries()) {
    const field = page.getByLabel('Tên camera').nth(n);
    await field.fill('');
    await field.pressSequentially(name, { delay: keyMs, timeout: 120_000 });
  }
  done('nine names typed');
  await button('Lưu 9 camera').click();
  await seen(page.getByText('Đã thêm 9 camera'));
  done('saved');
  await page.goto('/camera/wall');
  await until('a full wall', async () => (await page.locator('[data-shown="live"]').count()) === 9);
  done('nine moving pictures');

  console.table(steps);
  console.log(`in all ${((last - begun) / 1_000).toFixed(1)} s`);
  expect(cameras.map(({ failedLogins }) => failedLogins)).toEqual(cameras.map(() => 0));
});
