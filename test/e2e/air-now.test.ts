import { expect, it } from 'vitest';
import { expectAccessible, openPanel, phone, seen } from '../support/browser.ts';
import { until } from '../support/gateway-process.ts';
import { furnishedVillage, signIn, sounds } from './village.ts';

it('somebody airs a recording now: chosen, asked once, followed zone by zone, and heard again at the end', async () => {
  const village = await furnishedVillage({ seconds: 4 });
  const page = await openPanel(village.gateway.url, phone);
  await signIn(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

  await page.getByRole('link', { name: 'Phát ngay' }).click();
  await seen(button('Đọc một thông báo'));
  await seen(button('Tải tệp lên'));
  await button(/^Lời nhắn/).click();
  await seen(button('Nghe thử: Lời nhắn'));
  await page.getByText('Chuông, phát lệch nhịp').click();
  await seen(page.getByLabel('Chuông mở đầu'));
  expect(await page.getByLabel('Chuông mở đầu').locator('option:checked').innerText()).toBe(
    'Như thường lệ: Nhạc hiệu mở đầu',
  );
  await page.getByLabel('Chuông kết thúc').selectOption('Không chuông');
  await expectAccessible(page);

  // Four seconds of words, four of the chime.
  await button('Phát tới 1 cụm loa').click();
  const dialog = page.getByRole('dialog');
  await seen(dialog.getByRole('heading', { name: 'Phát tới 1 cụm loa, 8 giây?' }));
  expect(sounds(village.receiver)).toBe(false);
  await dialog.getByRole('button', { name: 'Phát tới 1 cụm loa' }).click();

  const zone = page.getByRole('list', { name: 'Xóm Đình' });
  await seen(zone.getByText('Đã gửi'));
  await seen(page.getByRole('main').getByText('Đang có tiếng'), 20_000);
  await until('it sounds', () => sounds(village.receiver));
  await expectAccessible(page);

  const result = page.getByRole('region', { name: 'Kết quả lần phát' });
  await seen(result.getByRole('button', { name: /^Nghe lại đúng lúc phát: Lời nhắn/ }), 30_000);
  await seen(result.getByText('Đã phát', { exact: true }));
  await expectAccessible(page);
  // Opened again later, it is still there.
  await page.reload();
  await seen(page.getByRole('region', { name: 'Kết quả lần phát' }), 15_000);
});
