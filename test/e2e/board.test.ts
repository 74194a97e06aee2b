import { expect, it, onTestFinished } from 'vitest';
import type { Relay } from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createGenericRelay } from '../../gateway/src/simulator/relays/generic.ts';
import { jsonBoard } from '../support/board-templates.ts';
import { expectAccessible, gone, openPanel, phone, seen } from '../support/browser.ts';
import { until } from '../support/gateway-process.ts';
import { furnishedVillage, signIn } from './village.ts';

it('a technician writes down what a bought module says, sees how it is understood, and tries it', async () => {
  const { gateway, api } = await furnishedVillage({ seconds: 1 });
  const page = await openPanel(gateway.url, phone, '/more/relays/new');
  await signIn(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = page.getByRole('dialog');

  await page.getByLabel('Tên rơ-le').fill('Mô-đun chợ');
  // A Shelly has four channels at most; so many are offered, and no more.
  await page.getByRole('radio', { name: /^Shelly/ }).check();
  for (let n = 1; n < 4; n++) await button('Thêm một kênh').click();
  expect(await button('Thêm một kênh').isDisabled()).toBe(true);
  await seen(page.getByText('Loại này có nhiều nhất 4 kênh'));
  for (let n = 4; n > 2; n--) await button('Bớt một kênh').click();

  await page.getByRole('radio', { name: /^Bo mạch tự làm/ }).check();
  await page.getByText('Nâng cao: chủ đề và nội dung MQTT').click();
  await page.getByRole('radio', { name: 'Bảng riêng của nó', exact: true }).check();
  await expectAccessible(page);
  const part = (name: string) => page.getByRole('group', { name, exact: true });
  const command = part('Lệnh bật, tắt');
  await command.getByLabel('Chủ đề').fill('+/cmd');
  await seen(command.getByText('Chủ đề “+/cmd” không dùng được'));
  await command.getByLabel('Chủ đề').fill('cmd');
  await command.getByLabel('Gửi khi bật').fill('{"relay":{index},"on":true,"for":{seconds}}');
  await command.getByLabel('Gửi khi tắt').fill('{"relay":{index},"on":false}');
  await seen(command.getByText('{"relay":1,"on":true,"for":90}'));
  const state = part('Bo mạch báo tiếp điểm');
  await state.getByLabel('Chủ đề').fill('report');
  await state.getByLabel('Trường JSON').fill('relays.{index}.on');
  await state.getByLabel('Nó nói gì khi bật').fill('true');
  await state.getByLabel('Nó nói gì khi tắt').fill('false');
  await page.getByRole('radio', { name: /^Số giây nằm trong lệnh bật/ }).check();
  await page.getByRole('checkbox', { name: /^Hỏi được trạng thái/ }).uncheck();
  await page.getByRole('checkbox', { name: /^Báo có mặt/ }).uncheck();
  await page.getByRole('checkbox', { name: /^Đo công suất/ }).uncheck();
  await expectAccessible(page);
  await button('Tạo rơ-le và lấy mật khẩu').click();
  await seen(dialog.getByText('Đang đợi Mô-đun chợ kết nối…'));
  expect(await dialog.getByRole('textbox', { name: 'topics.txt' }).inputValue()).toContain(
    'loa-thon/ngot/relay/mo-dun-cho/cmd  {"relay":<index>,"on":true,"for":90} | {"relay":<index>,"on":false}',
  );
  await dialog.getByText('Nhập từng ô').click();
  const shown = (label: string) => dialog.getByRole('textbox', { name: label }).inputValue();
  const module = createGenericRelay({
    url: `mqtt://127.0.0.1:${gateway.mqttPort}`,
    id: 'mo-dun-cho',
    village: 'ngot',
    username: await shown('Tên (User, Client)'),
    password: await shown('Mật khẩu (Password)'),
    channels: 2,
    template: { ...jsonBoard, availability: null, power: null },
    clock: createSystemClock(),
  });
  onTestFinished(() => module.stop());
  module.start();
  await seen(dialog.getByText('Mô-đun chợ đã kết nối'));
  await button('Tôi đã chép xong').click();

  // What it says, and what becomes of it.
  await page.getByText('Nghe thử bo mạch').click();
  await button('Xem bo mạch đang nói gì').click();
  module.press(2);
  await seen(page.getByText(/Kênh 1 tắt và Kênh 2 bật/));
  await until('the gateway turned it off', () => !module.isOn(2));
  await seen(page.getByText('Cổng phát gửi', { exact: true }));
  await expectAccessible(page);

  // It goes off by itself when nobody renews it.
  await page.getByRole('button', { name: 'Thử: Kênh 1' }).click();
  await button('Bật kênh 1 trong 4 giây').click();
  await seen(page.getByText(/^Tốt: bật/), 30_000);
  const relay = await api.get<Relay>('/api/relays/mo-dun-cho');
  expect(relay.channels.map(({ failSafe }) => failSafe.state)).toEqual(['proved', 'unproved']);

  // Taken away, thought better of, taken away.
  await button('Xóa rơ-le').click();
  await button('Hoàn tác').click();
  await page.getByRole('link', { name: /^Mô-đun chợ/ }).click();
  await button('Xóa rơ-le').click();
  await seen(page.getByText('Đã xóa “Mô-đun chợ”.'));
  await gone(button('Hoàn tác'), 30_000);
  await gone(page.getByRole('link', { name: /^Mô-đun chợ/ }));
  await expect(api.get('/api/relays/mo-dun-cho')).rejects.toMatchObject({ problem: { status: 404 } });
  await until('its account opens nothing any more', () => !module.connected);
});
