import { expect, it } from 'vitest';
import { expectAccessible, gone, openPanel, phone, seen } from '../support/browser.ts';
import { until } from '../support/gateway-process.ts';
import { furnishedVillage, signIn, sounds } from './village.ts';

it('the head with a phone sounds an emergency from any screen, gives the all-clear, and holds a drill', async () => {
  const { api, gateway, amplifier, receiver, recording } = await furnishedVillage({ seconds: 4 });
  const page = await openPanel(gateway.url, phone);
  const dialog = page.getByRole('dialog');
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const inSheet = (name: string | RegExp) => dialog.getByRole('button', { name, exact: true });
  await signIn(page);

  // A message is prepared in the library.
  await page.getByRole('link', { name: 'Thêm', exact: true }).click();
  await page.getByRole('link', { name: /^Kho tiếng/ }).click();
  await page.getByRole('link', { name: /^Lời nhắn/ }).click();
  await page.getByText('Để dành cho khẩn cấp').click();
  await page.getByRole('radio', { name: /^Tin khẩn cấp/ }).check();
  await seen(page.getByRole('status').getByText('Đã để dành làm tin khẩn cấp.'));
  await expectAccessible(page);

  // One press from here, with the keyboard; it makes no sound yet, and Escape takes it back.
  await button('Khẩn cấp').focus();
  await page.keyboard.press('Enter');
  await seen(dialog.getByRole('heading', { name: 'Khẩn cấp' }));
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await gone(dialog);
  expect(amplifier.isOn(1)).toBe(false);

  // All zones are chosen; one confirm says what will happen.
  await button('Khẩn cấp').click();
  await dialog.getByRole('radio', { name: 'Còi rồi tin' }).check();
  await seen(dialog.getByRole('radio', { name: new RegExp(`^${recording.title}`) }));
  await dialog.getByRole('radio', { name: 'Lũ' }).check();
  await expectAccessible(page);
  await inSheet('Phát khẩn cấp tới 1 cụm loa, lặp tới khi dừng').click();
  await seen(dialog.getByRole('heading', { name: 'Khẩn cấp: Lũ' }));
  await until('the siren sounds', () => sounds(receiver));
  expect(amplifier.isOn(1)).toBe(true);
  await seen(dialog.getByText('Đang có tiếng', { exact: true }));
  await seen(inSheet('Dừng ngay'));
  await expectAccessible(page);

  // All clear.
  await inSheet('Báo yên tới 1 cụm loa, còi dừng').click();
  await gone(dialog);
  await until('all is silent', () => !sounds(receiver), 30_000);
  await until('the amplifier is off', () => !amplifier.isOn(1));

  // A drill, which says so wherever it is shown, and is stopped.
  await button('Khẩn cấp').click();
  await dialog.getByRole('checkbox', { name: /^Đây là diễn tập/ }).check();
  await inSheet('Phát diễn tập tới 1 cụm loa, lặp tới khi dừng').click();
  await until('the drill sounds', () => sounds(receiver));
  await seen(dialog.getByRole('heading', { name: /^DIỄN TẬP/ }));
  await expectAccessible(page);
  await inSheet('Dừng ngay').click();
  await until('all is silent', () => !sounds(receiver));
  await gone(dialog);
  await page.getByRole('link', { name: 'Thêm', exact: true }).click();
  await page.getByRole('link', { name: /^Nhật ký phát/ }).click();
  await seen(page.getByRole('heading', { name: /^DIỄN TẬP/ }));
  await seen(page.getByText(/đã báo yên sau/));
  await expectAccessible(page);
  expect((await api.get<{ items: unknown[] }>('/api/air-log')).items).toHaveLength(3);
});
