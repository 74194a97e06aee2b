import { expect, it } from 'vitest';
import type { Programme, Village as VillageState } from '../../gateway/src/contract/index.ts';
import { addDays, toLocal } from '../../gateway/src/core/village-time.ts';
import { expectAccessible, gone, laptop, openPanel, phone, seen } from '../support/browser.ts';
import { until } from '../support/gateway-process.ts';
import { addProgramme, furnishedVillage, signIn, soundsTheTone, timeZone } from './village.ts';

/** The next minute that leaves time to save the form. */
function nextFreeMinute(): { date: string; time: string } {
  return toLocal(Math.ceil((Date.now() + 12_000) / 60_000) * 60_000, timeZone);
}

it('a programme is refused in words where it may not be, airs in the next free minute, and its outcome is told', async () => {
  const village = await furnishedVillage({ seconds: 5 });
  await until('the clock is trusted', async () => {
    return (await village.api.get<VillageState>('/api/village')).light.colour === 'green';
  });
  const { date } = toLocal(Date.now(), timeZone);
  await addProgramme(village, { title: 'Bản tin chiều', repeat: 'daily', date, time: '17:30' });
  const page = await openPanel(village.gateway.url, laptop, '/schedule');
  await signIn(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const refusal = page.getByRole('alert');
  const dialog = page.getByRole('dialog');
  const today = page.getByRole('region', { name: /^Hôm nay/ });

  // The form, and three times that may not be: said while it is typed, and again when it is saved.
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Thêm chương trình' }).click();
  await seen(page.getByRole('heading', { name: 'Thêm chương trình' }));
  await button('Lưu và duyệt').click();
  await seen(page.getByText('Đặt tên cho chương trình.'));
  await page.getByLabel('Tên chương trình').fill('Mời họp');
  await button(/^Lời nhắn/).click();
  await page.getByRole('radio', { name: 'Một lần' }).check();
  await page.getByLabel('Ngày', { exact: true }).fill(date);
  await page.getByLabel('Giờ phát').fill('23:00');
  await seen(page.getByText('Xóm Đình giữ yên tĩnh từ 22:00 đến 05:00. Chọn giờ khác.'));
  await expectAccessible(page);
  await button('Lưu và duyệt').click();
  await seen(refusal.getByText('Xóm Đình giữ yên tĩnh từ 22:00 đến 05:00. Chọn giờ khác.'));
  await expectAccessible(page);
  await page.getByLabel('Giờ phát').fill('21:45');
  await button('Lưu và duyệt').click();
  await seen(dialog.getByRole('heading', { name: 'Gần giờ yên tĩnh. Vẫn phát?' }));
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Chọn giờ khác' }).last().click();
  await page.getByLabel('Giờ phát').fill('17:30');
  await seen(page.getByText(/^Trùng với “Bản tin chiều” lúc 17:30 /));
  await button('Lưu và duyệt').click();
  await seen(refusal.getByText(/^Trùng với “Bản tin chiều” lúc 17:30 .*, cùng mức ưu tiên\./));

  // The next free minute: in the agenda and on the day strip.
  const next = nextFreeMinute();
  await page.getByLabel('Ngày', { exact: true }).fill(next.date);
  await page.getByLabel('Giờ phát').fill(next.time);
  await seen(page.getByText(new RegExp(`Một lần, .* lúc ${next.time}, tới 1 cụm loa, dài 13 giây`)));
  await button('Lưu và duyệt').click();
  await seen(page.getByRole('status').getByText('Đã lưu và duyệt “Mời họp”.'));
  const slot = today.getByRole('link', { name: new RegExp(`^${next.time} Mời họp`) });
  await seen(slot);
  await seen(today.getByRole('img', { name: new RegExp(`có 2 lượt phát: ${next.time} Mời họp, Chờ phát`) }));

  // Tomorrow's bulletin is left out and taken back.
  const tomorrow = page.getByRole('region', { name: /^Ngày mai/ }).getByRole('link', { name: /^17:30 Bản tin chiều/ });
  await tomorrow.click();
  await seen(page.getByRole('heading', { name: 'Vì sao sẽ phát?' }));
  await button('Bỏ lượt này').click();
  await seen(page.getByRole('status').getByText('Đã bỏ “Bản tin chiều” lúc 17:30.'));
  await page.goBack();
  await seen(tomorrow.getByText('Đã bỏ lượt này'));
  await expectAccessible(page);
  await button('Hoàn tác').click();
  await gone(tomorrow.getByText('Đã bỏ lượt này'));

  // It airs.
  const bar = page.getByRole('region', { name: 'Đang phát trên loa' });
  await seen(bar.getByText('Mời họp'), 90_000);
  await until('the recording sounds', () => soundsTheTone(village.receiver));
  await seen(slot.getByText('Đang phát'));
  await gone(bar);
  await seen(slot.getByText('Đã phát'));
  await until('the amplifier is off', () => !village.amplifier.isOn(1));
  await slot.click();
  await seen(page.getByRole('heading', { name: 'Vì sao đã phát?' }));
  await seen(page.getByText('Đã phát đủ trên mọi cụm loa.'));
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Lịch', exact: true }).click();

  // The week and the month show it too, in both calendars.
  await page.getByRole('link', { name: 'Tuần', exact: true }).click();
  const aired = new RegExp(`^${next.time} Mời họp, .*, Đã phát$`);
  await seen(page.getByRole('row', { name: /Mời họp/ }).getByRole('link', { name: aired }));
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Tháng', exact: true }).click();
  await seen(page.getByRole('link', { name: /^(thứ|Chủ).* \(.+\), 2 lượt phát$/ }));
  // Pale while the days beyond the live ones are on their way.
  await gone(page.locator('.waiting'));
  await expectAccessible(page);

  // The home screen counts it.
  await page.getByRole('link', { name: 'Phát', exact: true }).click();
  await seen(page.getByText('Hôm nay đã phát đủ 1 lượt. Còn 1 lượt nữa.'));
  await seen(page.getByRole('heading', { name: 'Tiếp theo' }));
  await expectAccessible(page);
  expect(village.amplifier.story.map(({ state }) => state)).toEqual(['on', 'off']);
});

it('an announcer’s rule of the moon takes a few taps on a phone, waits for approval, and is seen months ahead', async () => {
  const village = await furnishedVillage({ seconds: 5 });
  const announcer = { login: 'phat-thanh', password: 'sau-chu-tro-len' };
  await village.api.post('/api/users', { ...announcer, name: 'Cô Lan', roles: ['announcer'] });
  const page = await openPanel(village.gateway.url, phone, '/schedule/programmes/new');
  await signIn(page, announcer);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

  await page.getByLabel('Tên chương trình').fill('Nhắc lễ chùa');
  await button(/^Lời nhắn/).click();
  await page.getByRole('radio', { name: 'Mùng 1, rằm' }).check();
  await page.getByLabel('Giờ phát').fill('17:00');
  await seen(page.getByText('Mùng 1 và rằm hằng tháng âm lịch lúc 17:00', { exact: true }));
  await seen(page.getByRole('listitem').filter({ hasText: /\((mùng 1|rằm) tháng / }));
  await expectAccessible(page);
  await button('Lưu và gửi duyệt').click();
  await seen(page.getByRole('status').getByText('Đã lưu “Nhắc lễ chùa”, đang chờ duyệt.'));

  // Two months ahead, further than the panel is told of by itself.
  await page.goto(`/schedule/month/${addDays(toLocal(Date.now(), timeZone).date, 62)}`);
  await page
    .getByRole('link', { name: /\((mùng 1|rằm) .*\), 1 lượt phát$/ })
    .first()
    .click();
  const slot = page.getByRole('link', { name: /^17:00 Nhắc lễ chùa/ });
  await seen(slot.getByText('Sẽ không phát: chương trình chưa được duyệt'));
  await expectAccessible(page);

  // Somebody approves it: what is shown follows, without a tap.
  const { items } = await village.api.get<{ items: Programme[] }>('/api/programmes');
  const [waiting] = items;
  await village.api.post(`/api/programmes/${waiting?.id}/approve`, { at: waiting?.approval.at });
  await gone(slot.getByText('Sẽ không phát: chương trình chưa được duyệt'));
  await seen(slot);
});
