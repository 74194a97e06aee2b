import { expect, it } from 'vitest';
import type { Broadcast } from '../../gateway/src/contract/index.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { addDays, toLocal } from '../../gateway/src/core/village-time.ts';
import { head, type Api } from '../support/api.ts';
import { expectAccessible, gone, laptop, openPanel, phone, seen, type Locator, type Page } from '../support/browser.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { afternoon, addProgramme, furnishedVillage, signIn, timeZone, type Village } from './village.ts';

const viewer = { login: 'co.lan', name: 'Cô Lan', password: 'chi-xem-thoi' };

/** Every screen that a person can walk to, by its address. */
async function addressesOf({ api, zone, recording }: Village): Promise<string[]> {
  const { items: relays } = await api.get<{ items: { id: string }[] }>('/api/relays');
  const { items: programmes } = await api.get<{ items: { id: string }[] }>('/api/programmes');
  const day = addDays(toLocal(Date.now(), timeZone).date, 1);
  const { items: slots } = await api.get<{ items: { id: string }[] }>(`/api/slots?from=${day}&to=${day}`);
  return [
    '/',
    '/schedule',
    '/schedule/week',
    '/schedule/month',
    `/schedule/slots/${slots[0]?.id}`,
    '/schedule/overlays',
    '/schedule/approvals',
    '/schedule/preflight',
    '/schedule/sheet',
    '/schedule/programmes',
    `/schedule/programmes/${programmes[0]?.id}`,
    '/library',
    `/library/${recording.id}`,
    '/library/playlists',
    '/camera',
    '/camera/map',
    '/more',
    '/more/zones',
    `/more/zones/${zone.id}`,
    '/more/relays',
    `/more/relays/${relays[0]?.id}`,
    `/more/outputs/${zone.outputId}`,
    '/more/air-log',
    '/more/settings',
  ];
}

/** Opens a screen by its address and waits until it is there. */
async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await seen(
    page
      .getByRole('main')
      .getByRole('heading', { level: 1 })
      .or(page.getByRole('heading', { level: 2 })),
  );
  // The shapes of what is still on its way.
  await gone(page.locator('.skeleton'));
}

function bulletin(): { title: string; repeat: 'daily'; date: string; time: string } {
  return { title: 'Bản tin chiều', repeat: 'daily', date: toLocal(Date.now(), timeZone).date, time: '17:30' };
}

function air({ api, recording, zone }: Village): Promise<Broadcast> {
  return api.post<Broadcast>('/api/broadcasts', {
    id: newId(),
    content: { kind: 'recording', recordingId: recording.id },
    zoneIds: [zone.id],
    priority: 'priority',
  });
}

it('a viewer sees every screen, and on none a button that would be refused', async () => {
  // On air for as long as the walk takes, on a busy machine too.
  const village = await furnishedVillage({ seconds: 120 });
  await addProgramme(village, bulletin());
  await village.api.post('/api/users', { ...viewer, roles: ['viewer'] });
  const page = await openPanel(village.gateway.url, laptop);
  await page.getByLabel('Tên đăng nhập').fill(viewer.login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill('khong-phai-mat-khau');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await seen(page.getByRole('alert').getByText('Sai tên đăng nhập hoặc mật khẩu.'));
  await expectAccessible(page);
  await signIn(page, viewer);
  await air(village);
  const bar = page.getByRole('region', { name: 'Đang phát trên loa' });

  const refused =
    /^(Phát ngay|Phát tới|Dừng|Thêm .|Tạo|Tải tiếng lên|Quét lại|Lưu|Sửa|Đổi|Chọn|Xóa|Bỏ|Thử|Giờ đúng rồi|Nói trực tiếp|Đọc|Soạn)/;
  for (const address of await addressesOf(village)) {
    await visit(page, address);
    await seen(bar);
    const offered = page.getByRole('button', { name: refused }).or(page.getByRole('link', { name: refused }));
    expect(await offered.allInnerTexts(), address).toEqual([]);
    await expectAccessible(page);
  }
});

it('in English no word is left in Vietnamese but the names that people gave', async () => {
  const village = await furnishedVillage({ seconds: 2 });
  await addProgramme(village, bulletin());
  const page = await openPanel(village.gateway.url, phone);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByLabel('Login name').fill(head.login);
  await page.getByLabel('Password', { exact: true }).fill(head.password);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await seen(page.getByRole('navigation', { name: 'Main places' }));

  const names = await namesIn(village.api);
  for (const address of [
    ...(await addressesOf(village)),
    '/air-now',
    '/library/speak',
    '/schedule/programmes/new',
    '/schedule/overlays/new',
    '/camera/add',
    '/camera/add/table',
    '/more/calendar',
    '/more/people',
    '/more/people/new',
    '/more/observers',
    '/more/home-assistant',
    '/more/audit-log',
    '/more/pairing',
    '/more/relays/new',
    '/more/outputs/new',
    '/more/zones/new',
  ]) {
    await visit(page, address);
    expect(vietnameseIn(await page.locator('body').innerText(), names), address).toEqual([]);
    await expectAccessible(page);
  }
});

/** What people typed, and what English keeps as it is. */
async function namesIn(api: Api): Promise<string[]> {
  const named = await Promise.all(
    ['zones', 'relays', 'outputs', 'recordings', 'playlists', 'programmes', 'users', 'speech/notices'].map((resource) =>
      api.get<{ items: { name?: string; title?: string }[] }>(`/api/${resource}`),
    ),
  );
  const given = named.flatMap(({ items }) => items.map(({ name, title }) => name ?? title ?? ''));
  return [...given, 'Thôn Ngọt', 'Loa Thôn', 'Tiếng Việt'].sort((a, b) => b.length - a.length);
}

function vietnameseIn(text: string, names: readonly string[]): string[] {
  const rest = names.reduce((left, name) => left.replaceAll(name, ''), text);
  return rest
    .split('\n')
    .filter((line) => /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i.test(line));
}

it('without a mouse somebody signs in, comes to the question before a broadcast, and leaves it again', async () => {
  const { gateway } = await furnishedVillage({ seconds: 2 });
  const page = await openPanel(gateway.url, laptop);
  const press = (key: string) => page.keyboard.press(key);

  await tabTo(page, page.getByLabel('Tên đăng nhập'));
  await page.keyboard.type(head.login);
  await tabTo(page, page.getByLabel('Mật khẩu', { exact: true }));
  await page.keyboard.type(head.password);
  await press('Enter');
  await seen(page.getByRole('navigation', { name: 'Các mục chính' }));
  await tabTo(page, page.getByRole('link', { name: 'Phát ngay' }));
  await press('Enter');
  await seen(page.getByRole('heading', { name: 'Phát ngay' }));
  await tabTo(page, page.getByRole('button', { name: /^Lời nhắn/ }));
  await press('Enter');
  const go = page.getByRole('button', { name: 'Phát tới 1 cụm loa' });
  await tabTo(page, go);
  await press('Enter');
  const question = page.getByRole('dialog', { name: 'Phát tới 1 cụm loa, 10 giây?' });
  await seen(question);
  await tabTo(page, question.getByRole('button', { name: 'Phát tới 1 cụm loa' }));
  await press('Escape');
  await gone(question);
  await until('the focus is back where it was', () => hasFocus(go));
});

/** Goes on with Tab until the focus is there. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  await seen(goal);
  for (let stops = 0; stops < 40; stops++) {
    await page.keyboard.press('Tab');
    if (await hasFocus(goal)) return;
  }
  throw new Error(`the Tab key never came to ${goal.toString()}`);
}

function hasFocus(locator: Locator): Promise<boolean> {
  return locator.and(locator.page().locator(':focus')).isVisible();
}

it('every screen has an address that a reload keeps, and back leads to the screen before', async () => {
  const village = await furnishedVillage({ seconds: 2 });
  const page = await openPanel(village.gateway.url, phone, '/more/zones');
  await signIn(page);
  const heading = (name: string) => seen(page.getByRole('heading', { name, exact: true }));
  const link = (name: string | RegExp) => page.getByRole('link', { name, exact: true });

  await heading('Cụm loa & rơ-le');
  await link(/^Xóm Đình/).click();
  await heading('Xóm Đình');
  expect(new URL(page.url()).pathname).toBe(`/more/zones/${village.zone.id}`);
  await page.reload();
  await heading('Xóm Đình');
  await link('Lịch').click();
  await heading('Lịch phát');
  await link('Thêm').click();
  await link(/^Kho tiếng/).click();
  await link(/^Lời nhắn/).click();
  await heading('Lời nhắn');
  await page.goBack();
  await heading('Kho tiếng');
  await page.goBack();
  await heading('Thêm');
  await page.goBack();
  await heading('Lịch phát');
  await page.goBack();
  await heading('Xóm Đình');
  await page.goForward();
  await heading('Lịch phát');
  await page.goto('/khong-co-trang-nay');
  await heading('Không có trang này');
  await expectAccessible(page);
});

it('when the gateway is gone the panel says so and since when, shows nothing as live, and recovers by itself', async () => {
  const village = await furnishedVillage({ seconds: 60 });
  const page = await openPanel(village.gateway.url, phone);
  await signIn(page);
  await air(village);
  const bar = page.getByRole('region', { name: 'Đang phát trên loa' });
  const lost = page.getByRole('banner').getByText(/^Mất liên lạc với cổng phát từ \d\d:\d\d/);
  await seen(bar.getByText(/còn 0:\d\d/));
  await seen(page.getByText('Đang có tiếng'));

  await village.gateway.end('SIGKILL');
  await seen(lost);
  await gone(bar);
  await gone(page.getByText('Đang có tiếng'));
  await gone(page.getByText('Đang phát', { exact: true }));
  await expectAccessible(page);

  await startGateway(village.place, afternoon);
  await gone(lost, 30_000);
  await village.api.patch('/api/village', { name: 'Thôn Ngọt Hạ' });
  await seen(page.getByRole('banner').getByText('Thôn Ngọt Hạ'));
  expect(await bar.count()).toBe(0);
  await page.getByRole('link', { name: 'Thêm', exact: true }).click();
  await page.getByRole('link', { name: /^Nhật ký phát/ }).click();
  await seen(page.getByText(/^Đã phát .* thì cổng phát bị tắt hoặc mất điện\.$/));
});
