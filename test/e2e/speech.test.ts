import { expect, it } from 'vitest';
import { expectAccessible, openPanel, phone, seen } from '../support/browser.ts';
import { until } from '../support/gateway-process.ts';
import type { PageOf, Recording } from '../../gateway/src/contract/index.ts';
import { furnishedVillage, signIn, sounds } from './village.ts';

it('an announcer fills in a notice, reads what will be said, hears it, mends it, and airs it', async () => {
  const village = await furnishedVillage({ seconds: 5 });
  const page = await openPanel(village.gateway.url, phone);
  await signIn(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const preview = page.getByRole('region', { name: 'Sẽ đọc là' });

  // A notice with blanks.
  await page.getByRole('link', { name: 'Phát ngay' }).click();
  await button('Đọc một thông báo').click();
  await page.getByLabel('Đọc gì?').selectOption('Mời họp');
  expect(await button('Đọc để nghe thử').isDisabled()).toBe(true);
  await page.getByLabel('Mời những ai?').fill('bà con xóm Đình');
  await page.getByLabel('Họp về việc gì?').fill('làm đường');
  await page.getByLabel('Ngày nào?').fill('2026-11-24');
  await page.getByLabel('Mấy giờ?').fill('19:30');
  await page.getByLabel('Ở đâu?').fill('NVH thôn');
  await page.getByRole('checkbox', { name: /^Đọc hai lần/ }).check();
  await seen(
    preview.getByText(
      'Kính mời bà con xóm Đình đến dự buổi họp về làm đường, lúc mười chín giờ ba mươi phút, thứ Ba, ngày hai mươi tư tháng mười một, tại nhà văn hóa thôn.',
    ),
  );
  await expectAccessible(page);

  // Read aloud, and listened to.
  await button('Đọc để nghe thử').click();
  await seen(page.getByLabel('Lời đọc').getByText('tại NVH thôn.'));
  await seen(button('Nghe thử: Mời họp'), 30_000);
  await expectAccessible(page);

  // The words are still there to be mended; what was not aired does not fill the library.
  await button('Sửa lời').click();
  expect(await page.getByLabel('Ở đâu?').inputValue()).toBe('NVH thôn');
  await page.getByLabel('Ở đâu?').fill('đình làng');
  await seen(preview.getByText(/tại đình làng\./));
  await page.getByRole('checkbox', { name: /^Đọc hai lần/ }).uncheck();
  await button('Đọc để nghe thử').click();
  await seen(page.getByLabel('Lời đọc').getByText('tại đình làng.'));
  await seen(button('Nghe thử: Mời họp'), 30_000);
  const spoken = async () =>
    (await village.api.get<PageOf<Recording>>('/api/recordings')).items.filter(({ source }) => source === 'speech');
  await until('the first one is gone', async () => (await spoken()).length === 1);

  // On air, after the one question with zones and length.
  await button('Phát tới 1 cụm loa').click();
  const dialog = page.getByRole('dialog');
  await seen(dialog.getByRole('heading', { name: /^Phát tới 1 cụm loa, \d+ giây\?$/ }));
  await dialog.getByRole('button', { name: 'Phát tới 1 cụm loa' }).click();
  await seen(page.getByRole('region', { name: 'Đang phát trên loa' }));
  await until('the notice sounds', () => sounds(village.receiver));
  await page.getByRole('button', { name: 'Dừng ngay' }).click();

  // From the library: words of one's own, in English too, and refused in words when there is nothing to say.
  await page.getByRole('link', { name: 'Thêm', exact: true }).click();
  await page.getByRole('link', { name: /^Kho tiếng/ }).click();
  await page.getByRole('link', { name: 'Soạn lời đọc' }).click();
  await page.getByLabel('Lời đọc').fill('😀😀');
  await seen(page.getByRole('alert').getByText('Chưa có chữ nào để đọc.'));
  await page.getByLabel('Lời đọc').fill('Mỗi hộ đóng 50k. Hello everyone!');
  await seen(preview.getByText('Mỗi hộ đóng năm mươi nghìn đồng.'));
  await expectAccessible(page);
  await button('Đọc để nghe thử').click();
  await seen(page.getByRole('heading', { name: 'Mỗi hộ đóng 50k. Hello everyone!' }));
  await seen(button('Nghe thử'), 30_000);
  await expectAccessible(page);
});
