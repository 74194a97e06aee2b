import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Slot, Village as VillageState } from '../../gateway/src/contract/index.ts';
import { addDays, toLocal } from '../../gateway/src/core/village-time.ts';
import { createApi } from '../support/api.ts';
import { expectAccessible, gone, laptop, openPanel, phone, seen } from '../support/browser.ts';
import { until } from '../support/gateway-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { addProgramme, furnishedVillage, signIn, timeZone, type Village } from './village.ts';

const announcer = { login: 'co.lan', name: 'Cô Lan', password: 'co-lan-phat-thanh', roles: ['announcer'] };
const approver = { login: 'ong.nam', name: 'Ông Năm', password: 'ong-nam-duyet-tin', roles: ['approver'] };

const today = () => toLocal(Date.now(), timeZone).date;
const tomorrow = () => addDays(today(), 1);

async function villageWithTrustedClock(): Promise<Village> {
  const village = await furnishedVillage({ seconds: 5 });
  await until('the clock is trusted', async () => {
    return (await village.api.get<VillageState>('/api/village')).light.colour === 'green';
  });
  return village;
}

/** The slot of tomorrow that is called so. */
function slotOfTomorrow({ api }: Village, title: string): Promise<Slot> {
  return until(`${title} is planned`, async () => {
    const { items } = await api.get<{ items: Slot[] }>(`/api/slots?from=${tomorrow()}&to=${tomorrow()}`);
    return items.find((slot) => slot.title === title);
  });
}

it('one slot is skipped, put off, moved near quiet hours and silenced by a funeral, and each time its page says why', async () => {
  const village = await villageWithTrustedClock();
  await addProgramme(village, { title: 'Bản tin chiều', repeat: 'daily', date: tomorrow(), time: '17:30' });
  await village.api.post('/api/programmes', {
    title: 'Ca nhạc dân ca',
    kind: 'music',
    content: { kind: 'recording', recordingId: village.recording.id },
    zoneIds: [village.zone.id],
    priority: 'normal',
    rule: { repeat: 'daily', date: tomorrow(), times: ['19:00'] },
  });
  const bulletin = await slotOfTomorrow(village, 'Bản tin chiều');
  const music = await slotOfTomorrow(village, 'Ca nhạc dân ca');
  const page = await openPanel(village.gateway.url, phone, `/schedule/slots/${bulletin.id}`);
  await signIn(page);
  const main = page.getByRole('main');
  const button = (name: string | RegExp) => main.getByRole('button', { name, exact: true });
  const dialog = page.getByRole('dialog');
  const told = page.getByRole('status');

  // As the rule says.
  await seen(main.getByRole('heading', { name: 'Vì sao sẽ phát?' }));
  await seen(main.getByText('Không ai đổi gì ở lượt này.'));
  await expectAccessible(page);

  // Skipped, and taken back.
  await button('Bỏ lượt này').click();
  await seen(main.getByRole('heading', { name: 'Vì sao sẽ không phát?' }));
  await seen(main.getByText('Ông Tư đã cho bỏ lượt này.'));
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await seen(told.getByText('“Bản tin chiều” lúc 17:30 lại như trước.'));
  await seen(main.getByRole('heading', { name: 'Vì sao sẽ phát?' }));

  // Put off by half an hour.
  await button('Hoãn 30 phút').click();
  await seen(told.getByText('Đã dời “Bản tin chiều” từ 17:30 sang 18:00.'));
  await seen(main.getByText(/^Ông Tư đã dời lượt này; theo lịch là 17:30/));

  // Moved: into quiet hours never, near them after a second question.
  await button('Dời giờ').click();
  await dialog.getByLabel('Lúc').fill('23:00');
  await dialog.getByRole('button', { name: /^Dời sang 23:00/ }).click();
  await seen(dialog.getByRole('alert').getByText('Xóm Đình giữ yên tĩnh từ 22:00 đến 05:00. Chọn giờ khác.'));
  await expectAccessible(page);
  await dialog.getByLabel('Lúc').fill('21:45');
  await dialog.getByRole('button', { name: /^Dời sang 21:45/ }).click();
  const question = page.getByRole('dialog', { name: 'Gần giờ yên tĩnh. Vẫn dời?' });
  await seen(question);
  await question.getByRole('button', { name: 'Vẫn phát lúc 21:45' }).click();
  await gone(dialog);
  await seen(told.getByText('Đã dời “Bản tin chiều” từ 18:00 sang 21:45.'));
  await button('Phát như lịch').click();
  await seen(told.getByText('“Bản tin chiều” lúc 17:30 sẽ phát như lịch.'));
  await seen(main.getByText('Không ai đổi gì ở lượt này.'));

  // A funeral: three days without music.
  await page.goto('/schedule/overlays');
  await seen(main.getByText('Chưa có chế độ nào'));
  await expectAccessible(page);
  await main.getByRole('link', { name: 'Đặt chế độ' }).click();
  await main.getByLabel('Tên (không bắt buộc)').fill('cụ Sáu');
  await seen(main.getByText('Sẽ im 2 lượt trong 2 ngày'));
  await expectAccessible(page);
  await button('Đặt chế độ này').click();
  await seen(told.getByText('Đã đặt: Tang lễ cụ Sáu.'));
  await expectAccessible(page);
  await page.goto(`/schedule/slots/${music.id}`);
  await seen(main.getByRole('heading', { name: 'Vì sao sẽ không phát?' }));
  await seen(main.getByText(/^Đang có tang lễ “cụ Sáu” đến hết/));
  await expectAccessible(page);
  await main.getByRole('link', { name: 'Xem chế độ này' }).click();
  await button('Bỏ ngay chế độ này').click();
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.goto('/');
  await seen(main.getByRole('navigation', { name: 'Chế độ đang có hiệu lực' }).getByText(/Tang lễ cụ Sáu/));
  await expectAccessible(page);
});

it('what an announcer submits is heard, sent back with a word, and approved, and pre-flight knows the difference', async () => {
  const village = await villageWithTrustedClock();
  for (const person of [announcer, approver]) await village.api.post('/api/users', person);
  const lan = createApi(village.gateway.url);
  await lan.post('/api/session', { login: announcer.login, password: announcer.password });
  const input = {
    title: 'Mời họp thôn',
    kind: 'bulletin',
    content: { kind: 'recording', recordingId: village.recording.id },
    text: 'Kính mời bà con đến nhà văn hóa lúc 19 giờ.',
    zoneIds: [village.zone.id],
    priority: 'normal',
    rule: { repeat: 'daily', date: tomorrow(), times: ['06:30'] },
    approval: 'submitted',
  };
  const { programme } = await lan.post<{ programme: { id: string } }>('/api/programmes', input);
  await village.api.post('/api/preflight');
  const page = await openPanel(village.gateway.url, laptop);
  await signIn(page, approver);
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');

  // Heard and read, and not good enough.
  await page.getByRole('link', { name: 'Lịch 1 việc chờ duyệt' }).click();
  await main.getByRole('link', { name: '1 việc chờ duyệt' }).click();
  await expectAccessible(page);
  await main.getByRole('link', { name: /^Mời họp thôn/ }).click();
  await seen(main.getByRole('button', { name: 'Nghe thử: Lời nhắn' }));
  await seen(main.getByText('Kính mời bà con đến nhà văn hóa lúc 19 giờ.'));
  await expectAccessible(page);
  await main.getByRole('button', { name: 'Trả lại' }).click();
  await dialog.getByLabel('Cần sửa gì?').fill('Phải là 19 giờ 30.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Trả lại kèm lời nhắn' }).click();
  await seen(main.getByText('Ông Năm: “Phải là 19 giờ 30.”'));
  await gone(page.getByRole('link', { name: 'Lịch 1 việc chờ duyệt' }));

  // Pre-flight has seen it; the slot says the same.
  await page.goto('/schedule/preflight');
  await seen(main.getByText(/^Cần sửa 1 việc trước 06:30/));
  await expectAccessible(page);
  const slot = await slotOfTomorrow(village, 'Mời họp thôn');
  await page.goto(`/schedule/slots/${slot.id}`);
  await seen(main.getByText('Chưa được duyệt (còn là nháp) nên không phát.'));
  await seen(main.getByText('Nhờ trưởng thôn hoặc người duyệt xem giúp.'));

  // Mended and approved.
  await lan.put(`/api/programmes/${programme.id}`, { ...input, text: 'Kính mời bà con lúc 19 giờ 30.' });
  await main.getByRole('link', { name: 'Nghe và duyệt' }).click();
  await seen(main.getByText('Kính mời bà con lúc 19 giờ 30.'));

  // Changed under the approver's eyes: it is looked at again first.
  await lan.put(`/api/programmes/${programme.id}`, { ...input, text: 'Kính mời bà con lúc 20 giờ.' });
  await seen(main.getByText('Chương trình vừa được sửa trong lúc đang xem. Nghe và đọc lại rồi hãy duyệt.'));
  await gone(main.getByRole('button', { name: 'Duyệt, cho lên lịch' }));
  await expectAccessible(page);
  await main.getByRole('button', { name: 'Xem bản mới' }).click();
  await seen(main.getByText('Kính mời bà con lúc 20 giờ.'));
  await main.getByRole('button', { name: 'Duyệt, cho lên lịch' }).click();
  await seen(page.getByRole('status').getByText('Đã duyệt “Mời họp thôn”.'));
  await seen(main.getByText('Không có gì chờ duyệt'));
  await village.api.post('/api/preflight');
  await page.goto('/schedule/preflight');
  await seen(main.getByText('Sáng mai: 1 lượt, mọi thứ sẵn sàng.'));
  await expectAccessible(page);
});

it('a calendar file becomes drafts after a look at it, and the month has a sheet to print', async () => {
  const village = await villageWithTrustedClock();
  const page = await openPanel(village.gateway.url, phone, '/more/calendar');
  await signIn(page);
  const main = page.getByRole('main');

  // Out: an address that answers, until it is closed.
  await main.getByRole('button', { name: 'Tạo địa chỉ lịch' }).click();
  const address = await main.getByRole('textbox', { name: 'Địa chỉ lịch' }).inputValue();
  expect(await (await fetch(address)).text()).toMatch(/^BEGIN:VCALENDAR/);
  await expectAccessible(page);
  await main.getByRole('button', { name: 'Thôi chia sẻ' }).click();
  await seen(main.getByText('Chưa chia sẻ lịch với ai.'));
  expect((await fetch(address)).status).toBe(404);

  // In: what is no calendar, then one of which a part is not understood.
  const [first] = await Promise.all([
    page.waitForEvent('filechooser'),
    main.getByRole('button', { name: 'Chọn tệp lịch (.ics)' }).click(),
  ]);
  await first.setFiles(await fileCalled('hoa-don.pdf', '%PDF-1.7'));
  await seen(main.getByRole('alert').getByText('Tệp “hoa-don.pdf” không phải tệp lịch (.ics). Chọn tệp khác.'));
  const [second] = await Promise.all([
    page.waitForEvent('filechooser'),
    main.getByRole('button', { name: 'Chọn tệp lịch (.ics)' }).click(),
  ]);
  await second.setFiles(await fileCalled('lich-hop.ics', calendar()));
  await seen(main.getByText('Trong “lich-hop.ics” có 2 việc, lấy được 1.'));
  await seen(main.getByText('Việc cả ngày, không có giờ phát.'));
  expect(await main.getByRole('checkbox', { name: /^Họp chi bộ/ }).isChecked()).toBe(true);
  await main.getByRole('button', { name: /^Lời nhắn/ }).click();
  await expectAccessible(page);
  await main.getByRole('button', { name: 'Lấy 1 chương trình nháp' }).click();
  await seen(page.getByRole('status').getByText('Đã tạo 1 chương trình nháp.'));
  await seen(main.getByRole('link', { name: /^Họp chi bộ/ }).getByText('Bản nháp'));

  // The sheet.
  await page.goto('/schedule/sheet');
  await seen(main.getByRole('heading', { name: /^Bảng phát thanh tháng/ }));
  await seen(main.getByText('Tháng này chưa có gì'));
  await expectAccessible(page);
  // A month that was turned over before it was here stays away from the one that is looked at.
  let arrive = () => {};
  const late = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/\/api\/reports\//, async (route) => (await late, route.continue()), { times: 1 });
  await main.getByRole('link', { name: 'Tháng trước' }).click();
  await page.goBack();
  await seen(main.getByText('Tháng này chưa có gì'));
  const came = page.waitForResponse(/\/api\/reports\//);
  arrive();
  await (await came).finished();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  await seen(main.getByText('Tháng này chưa có gì'));
  await page.emulateMedia({ media: 'print' });
  await gone(page.getByRole('banner'));
  await gone(main.getByRole('button', { name: 'In ra giấy' }));
});

async function fileCalled(name: string, text: string): Promise<string> {
  const file = join(await tempFolder(), name);
  await writeFile(file, text);
  return file;
}

/** A meeting each week, and a holiday that lasts all day. */
function calendar(): string {
  const day = tomorrow().replaceAll('-', '');
  const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//thon//ngot//VI',
    ...event('UID:hop', 'SUMMARY:Họp chi bộ', `DTSTART:${day}T080000`, 'RRULE:FREQ=WEEKLY'),
    ...event('UID:nghi', 'SUMMARY:Nghỉ lễ', `DTSTART;VALUE=DATE:${day}`),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
