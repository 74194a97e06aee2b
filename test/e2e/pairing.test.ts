import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import type { Relay } from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import type { FreshDevice, FreshDeviceParts } from '../../gateway/src/simulator/relays/fresh-device.ts';
import { createFreshTasmota } from '../../gateway/src/simulator/relays/fresh-tasmota.ts';
import { expectAccessible, gone, laptop, openPanel, phone, seen } from '../support/browser.ts';
import { bareVillage, signIn } from './village.ts';

/** Plugs a new device in, with what somebody typed into its page. */
function plugIn(
  create: (parts: FreshDeviceParts) => FreshDevice,
  mqttPort: number,
  typed: { username: string; password: string },
): FreshDevice {
  const device = create({
    url: `mqtt://127.0.0.1:${mqttPort}`,
    ...typed,
    mac: 'A8032A12AB34',
    channels: 1,
    clock: createSystemClock(),
    watts: 90,
    announceMs: 1_000,
    restartMs: 1_000,
    retryMs: 500,
  });
  device.start();
  onTestFinished(() => device.stop());
  return device;
}

/** Somebody signs out, and another signs in, without the page being loaded again. */
async function handOver(page: Page, next?: { login: string; password: string }): Promise<void> {
  const goTo = (path: string) =>
    page.evaluate((to) => {
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
  await goTo('/more/settings');
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await signIn(page, next);
  await goTo('/more/pairing');
}

it('a technician with a phone adds a Tasmota out of its box, and sees it switch and fall off by itself', async () => {
  const { gateway, api } = await bareVillage();
  const technician = { login: 'ky.thuat', name: 'Anh Nam', password: 'mat-khau-ky-thuat' };
  await api.post('/api/users', { ...technician, roles: ['technician'] });
  const page = await openPanel(gateway.url, phone, '/more/relays/new');
  await signIn(page, technician);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const link = (name: string | RegExp) => page.getByRole('link', { name });
  const field = (label: string) => page.getByRole('textbox', { name: label, exact: true }).inputValue();

  await link(/Ghép thiết bị/).click();
  await seen(page.getByText('Đang đóng: không thiết bị lạ nào vào được.'));
  await expectAccessible(page);

  // It has an account from another house: the gateway says why it is not let in.
  const lost = plugIn(createFreshTasmota, gateway.mqttPort, { username: 'DVES_USER', password: 'DVES_PASS' });
  await seen(page.getByText('DVES_12AB34 ở 127.0.0.1'));
  await seen(page.getByText('Tài khoản “DVES_USER” không có ở đây. Xem lại ô User.'));
  await lost.stop();

  await button('Mở ghép trong 10 phút').click();
  await seen(page.getByText(/Đang mở ghép, còn (10:00|9:\d\d)/));
  await seen(page.getByText('Chưa thấy thiết bị nào'));
  await expectAccessible(page);
  expect(await field('Port (cổng)')).toBe(String(gateway.mqttPort));
  const typed = { username: await field('User (tên)'), password: await field('Password (mật khẩu)') };
  // What was shown is still there after a look elsewhere.
  await link('Rơ-le').first().click();
  await link(/Ghép thiết bị/)
    .first()
    .click();
  expect(await field('Password (mật khẩu)')).toBe(typed.password);

  // Nor does a phone lose it that comes back from the device's own page and loads this one again.
  await page.reload();
  await seen(page.getByText(/^Đang mở ghép, còn/));
  expect(await field('Password (mật khẩu)')).toBe(typed.password);

  const device = plugIn(createFreshTasmota, gateway.mqttPort, typed);
  await seen(page.getByText('Vừa vào, đang đợi nó tự giới thiệu…'));
  await seen(page.getByText('Tasmota · Sonoff Pow R2 · 1 kênh · phần mềm 14.2.0(simulated)'));
  await seen(page.getByText('127.0.0.1 · MAC A8:03:2A:12:AB:34'));
  await seen(page.getByText('Đã thấy 1 thiết bị, xem bên dưới'));
  await gone(page.getByText('DVES_12AB34 ở 127.0.0.1'));
  await expectAccessible(page);
  await button('Thêm Tasmota').click();
  await page.getByLabel('Tên rơ-le').fill('Cột đình');
  await expectAccessible(page);
  await button('Tạo rơ-le và gửi cấu hình').click();
  const steps = page.getByRole('list', { name: 'Tiến độ của Cột đình' });
  await seen(steps.getByText('đang làm'));
  await seen(page.getByText('Cột đình đã thành rơ-le của thôn.'), 30_000);
  await expectAccessible(page);
  expect(device.settings.get('Topic')).toBe('cot-dinh');
  // Its own page has a password now, which somebody must know.
  expect(await field('Trang web của thiết bị: tên admin, mật khẩu')).toBe(device.settings.get('WebPassword'));

  await link('Mở rơ-le để thử').click();
  await seen(page.getByRole('heading', { name: 'Kênh 1' }));
  await button(/^Thử/).click();
  await button('Bật kênh 1 trong 4 giây').click();
  await seen(page.getByText(/^Tốt: bật .*, rồi tự tắt đúng hẹn\.$/), 20_000);
  expect(device.relay?.story.map(({ state, by }) => `${state} ${by}`).slice(0, 2)).toEqual(['on order', 'off timer']);

  // Closed, the password is worth nothing.
  await link('Rơ-le').first().click();
  await link(/Ghép thiết bị/)
    .first()
    .click();
  await button('Đóng ghép').click();
  await seen(page.getByText('Đang đóng: không thiết bị lạ nào vào được.'));
  await device.stop();
  plugIn(createFreshTasmota, gateway.mqttPort, typed);
  await seen(page.getByText(/^Tới sau khi ghép đã đóng\./));
  expect((await api.get<Relay>('/api/relays/cot-dinh')).driver).toBe('tasmota');

  // Nor does anybody see the device's own, who sits down there next.
  const own = page.getByRole('textbox', { name: 'Trang web của thiết bị: tên admin, mật khẩu', exact: true });
  await seen(own);
  await api.post('/api/users', { login: 'xem', name: 'Cô Ba', password: 'mat-khau-cua-toi', roles: ['viewer'] });
  await handOver(page, { login: 'xem', password: 'mat-khau-cua-toi' });
  await seen(page.getByText('Cột đình đã thành rơ-le của thôn.'));
  await gone(own);
});

it('whoever did not open pairing sees that it is open, not its password; a viewer sees the list alone', async () => {
  const { gateway, api } = await bareVillage();
  await api.post('/api/users', { login: 'xem', name: 'Cô Ba', password: 'mat-khau-cua-toi', roles: ['viewer'] });
  await api.post('/api/provisioning/pairing');
  const page = await openPanel(gateway.url, laptop, '/more/pairing');
  await signIn(page);
  await seen(page.getByText('Người mở: Ông Tư'));
  await seen(page.getByText(/^Mật khẩu ghép chỉ hiện ở máy của người mở\./));
  await page.getByRole('button', { name: 'Tạo mật khẩu ghép mới' }).click();
  await seen(page.getByRole('textbox', { name: 'Password (mật khẩu)' }));
  await expectAccessible(page);

  // Whoever sits down there after a sign-out is not shown it either.
  await handOver(page);
  await seen(page.getByText(/^Mật khẩu ghép chỉ hiện ở máy của người mở\./));
  await gone(page.getByRole('textbox', { name: 'Password (mật khẩu)' }));
  await page.reload();
  await seen(page.getByText(/^Mật khẩu ghép chỉ hiện ở máy của người mở\./));
  await gone(page.getByRole('textbox', { name: 'Password (mật khẩu)' }));

  const viewers = await openPanel(gateway.url, phone, '/more/pairing');
  await signIn(viewers, { login: 'xem', password: 'mat-khau-cua-toi' });
  await seen(viewers.getByText('Chưa thấy thiết bị nào'));
  await gone(viewers.getByRole('button', { name: /ghép/ }));
});
