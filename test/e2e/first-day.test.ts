import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { expectAccessible, gone, openPanel, phone, seen } from '../support/browser.ts';
import { gatewayPlace, startGateway, until } from '../support/gateway-process.ts';
import { afternoon, loudspeaker, mp3, plugIn, sounds, soundsTheTone } from './village.ts';

it('a newcomer with a phone comes from the set-up code to a sounding horn, and silences it', async () => {
  const gateway = await startGateway(await gatewayPlace(), afternoon);
  const receiver = await loudspeaker();
  const page = await openPanel(gateway.url, phone);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const link = (name: string | RegExp) => page.getByRole('link', { name, exact: true });
  const dialog = page.getByRole('dialog');

  // The account.
  await page.getByLabel('Mã cài đặt').fill('khong-phai-ma-nay');
  await page.getByLabel('Tên thôn').fill('Thôn Ngọt');
  await page.getByLabel('Họ và tên của bạn').fill('Ông Tư');
  await page.getByLabel('Tên đăng nhập').fill('ong.tu');
  await page.getByLabel('Mật khẩu', { exact: true }).fill('mat-khau-cua-thon');
  await button('Bắt đầu dùng').click();
  await seen(page.getByRole('alert').getByText('Sai mã cài đặt'));
  await expectAccessible(page);
  await page.getByLabel('Mã cài đặt').fill(gateway.setUpCode ?? '');
  await button('Bắt đầu dùng').click();
  await seen(page.getByRole('banner').getByText('Thôn Ngọt'));
  await seen(page.getByRole('heading', { name: 'Thêm cụm loa đầu tiên' }));
  await expectAccessible(page);

  // The relay: what the sheet shows is typed into a Tasmota.
  await link('Thêm cụm loa').click();
  await seen(page.getByText('Xong 0 trên 3 bước'));
  await expectAccessible(page);
  await link('Thêm rơ-le đầu tiên').click();
  await page.getByLabel('Tên rơ-le').fill('Cột đình');
  await expectAccessible(page);
  await button('Tạo rơ-le và lấy mật khẩu').click();
  await seen(dialog.getByText('Đang đợi Cột đình kết nối…'));
  await expectAccessible(page);
  await dialog.getByText('Nhập từng ô').click();
  const shown = (label: string) => dialog.getByRole('textbox', { name: label }).inputValue();
  expect(await shown('Cổng (Port)')).toBe(String(gateway.mqttPort));
  const setUp = await shown('tasmota.txt');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Tải xuống: tasmota.txt' }).click(),
  ]);
  expect(await readFile(await file.path(), 'utf8')).toBe(`${setUp}\n`);
  // On paper there is this device alone, with its wiring.
  await page.emulateMedia({ media: 'print' });
  const sheet = page.getByRole('article');
  await seen(sheet.getByRole('heading', { name: 'Cột đình' }));
  await seen(sheet.getByRole('img', { name: 'Sơ đồ đấu dây' }));
  await gone(dialog);
  await page.emulateMedia({ media: 'screen' });
  const amplifier = plugIn(
    /\bTopic (\S+?);/.exec(setUp)?.[1] ?? '',
    { username: await shown('Tên (User, Client)'), password: await shown('Mật khẩu (Password)') },
    gateway.mqttPort,
  );
  await seen(dialog.getByText('Cột đình đã kết nối'));
  await button('Tôi đã chép xong').click();
  await seen(page.getByRole('heading', { name: 'Kênh 1' }));
  await expectAccessible(page);

  // The output: an IP loudspeaker.
  await link('Rơ-le').first().click();
  await seen(page.getByText('Xong 1 trên 3 bước'));
  await link('Thêm đường tiếng').first().click();
  await page.getByLabel('Tên đường tiếng').fill('Loa đình');
  await page.getByRole('radio', { name: /Loa IP qua mạng/ }).check();
  await page.getByRole('textbox', { name: 'Địa chỉ' }).fill('127.0.0.1');
  await page.getByLabel('Cổng', { exact: true }).fill(String(receiver.port));
  await expectAccessible(page);
  await button('Thêm đường tiếng').click();
  await seen(page.getByRole('status').getByText('Đã lưu “Loa đình”.'));

  // The zone of both, which are chosen already.
  await link('Đường tiếng').first().click();
  await seen(page.getByText('Xong 2 trên 3 bước'));
  await link('Tạo cụm loa đầu tiên').click();
  await page.getByLabel('Tên cụm loa').fill('Xóm Đình');
  expect(await page.getByRole('checkbox', { name: 'Cột đình' }).isChecked()).toBe(true);
  expect(await page.getByLabel('Đường tiếng').locator('option:checked').innerText()).toBe('Loa đình');
  await page.getByText('Âm ly', { exact: true }).click();
  await page.getByRole('slider', { name: 'Chờ rồi mới tắt' }).fill('5');
  await expectAccessible(page);
  await button('Thêm cụm loa').click();
  await seen(page.getByRole('status').getByText('Đã lưu “Xóm Đình”.'));

  // The recording.
  await link('Thêm').click();
  await link(/^Kho tiếng/).click();
  await expectAccessible(page);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Tải tiếng lên').click()]);
  await chooser.setFiles(await mp3(90));
  await seen(page.getByRole('main').getByRole('progressbar'));
  const recording = link(/^loi-nhan 1:30/);
  await seen(recording, 30_000);
  await recording.click();
  await seen(button('Nghe thử'));
  await expectAccessible(page);

  // On air: asked once, with zones and length.
  await link('Phát').click();
  await link('Phát ngay').click();
  await seen(page.getByText('Chọn bản ghi và cụm loa trước.'));
  await button(/^loi-nhan/).click();
  await expectAccessible(page);
  await button('Phát tới 1 cụm loa').click();
  await seen(dialog.getByRole('heading', { name: 'Phát tới 1 cụm loa, 1 phút 38 giây?' }));
  await seen(dialog.getByText('Xóm Đình'));
  await expectAccessible(page);
  expect(amplifier.isOn(1)).toBe(false);
  await dialog.getByRole('button', { name: 'Phát tới 1 cụm loa' }).click();
  const bar = page.getByRole('region', { name: 'Đang phát trên loa' });
  await seen(bar.getByText('Đang bật âm ly'));
  await seen(bar.getByText(/còn 1:\d\d/));
  await until('the recording sounds', () => soundsTheTone(receiver));
  expect(amplifier.isOn(1)).toBe(true);
  await seen(page.getByRole('main').getByText('Đang có tiếng'));
  await expectAccessible(page);

  // Silence, from another screen.
  await link('Lịch').click();
  await seen(page.getByRole('heading', { name: 'Lịch phát' }));
  await bar.getByRole('button', { name: 'Dừng ngay' }).click();
  await gone(bar);
  await until('the horn is silent', () => !sounds(receiver));
  await until('the amplifier is off', () => !amplifier.isOn(1));
  await link('Thêm').click();
  await link(/^Nhật ký phát/).click();
  await seen(page.getByText('Ông Tư đã cho dừng.'));
  await expectAccessible(page);
});
