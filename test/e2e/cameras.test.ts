import { expect, it, onTestFinished } from 'vitest';
import type { Camera, PageOf, VillageMap, Zone } from '../../gateway/src/contract/index.ts';
import { makeReel } from '../../gateway/src/simulator/cameras/reel.ts';
import type { SimulatedCamera } from '../../gateway/src/simulator/cameras/simulated-camera.ts';
import { setUpVillage } from '../support/api.ts';
import { expectAccessible, gone, laptop, openPanel, phone, seen } from '../support/browser.ts';
import { startCamera } from '../support/cameras.ts';
import { gatewayPlace, startGateway, until } from '../support/gateway-process.ts';
import { plainPicture, plainPng } from '../support/pictures.ts';
import { afternoon, signIn } from './village.ts';

const technician = { login: 'ky.thuat', name: 'Anh Nam', password: 'mat-khau-ky-thuat' };

/** A village with its technician, whose cameras may be on this very machine; nothing that a village can set. */
async function villageWithoutCameras() {
  const gateway = await startGateway(await gatewayPlace(), afternoon, onTestFinished, 'gateway/dist/demo-gateway.js');
  const api = await setUpVillage(gateway.url, gateway.setUpCode);
  await api.post('/api/users', { ...technician, roles: ['technician'] });
  return { gateway, api };
}

const addressOf = ({ host, port }: SimulatedCamera) => `${host}:${port}`;

it('a technician types addresses, tries them with one login, mends the one that refuses, and sees three cameras work', async () => {
  const reel = await makeReel(4);
  const start = (host: string, more: Partial<Parameters<typeof startCamera>[1]> = {}) =>
    startCamera(onTestFinished, { host, reel, ...more });
  const gate = await start('127.0.0.81');
  const hall = await start('127.0.0.82', { ptz: true });
  const market = await start('127.0.0.83', { password: 'mat-khau-cho' });
  const { gateway, api } = await villageWithoutCameras();
  const page = await openPanel(gateway.url, laptop, '/camera');
  await signIn(page, technician);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const link = (name: string | RegExp) => page.getByRole('link', { name, exact: true });

  // The empty list teaches, and leads to the first step.
  await seen(page.getByText('Chưa có camera nào'));
  await expectAccessible(page);
  await link('Thêm camera').click();
  // Whatever else answers on this machine is none of the village's.
  await seen(button('Tìm lại'), 40_000);
  const chosen = page.getByRole('main').getByRole('checkbox', { checked: true });
  while ((await chosen.count()) > 0) await chosen.first().click();
  const address = page.getByLabel('Địa chỉ camera', { exact: true });
  await address.fill(`${addressOf(gate)}, http://admin@10.0.0.1`);
  await button('Thêm vào danh sách').click();
  await seen(page.getByText(/^Không hiểu “http:\/\/admin@10\.0\.0\.1”/));
  await address.fill(`127.0.0.89:9 ${addressOf(market)}`);
  await button('Thêm vào danh sách').click();
  await expectAccessible(page);
  await button('Tiếp: đăng nhập 3 camera').click();

  // One login for all; the market has another, and is asked once.
  await seen(page.getByText(/^Mỗi mật khẩu chỉ được thử một lần/));
  await page.getByLabel('Mật khẩu', { exact: true }).fill(gate.password);
  await expectAccessible(page);
  await button('Thử 3 camera').click();
  await seen(page.getByText('1/3 camera vào được.'));
  await seen(page.getByRole('img', { name: 'Hình từ Camera 81' }));
  await seen(page.getByText(/không nhận tên hoặc mật khẩu này/));
  expect(market.failedLogins).toBe(1);
  await expectAccessible(page);
  // A slip in an address is put right where it shows; the one at the other address is not asked for it.
  await page.getByLabel('Địa chỉ của Camera 89').fill(addressOf(gate));
  await button('Thử lại Camera 89').click();
  await seen(page.getByText('“Camera 81” đã ở địa chỉ này.'));
  await page.getByLabel('Địa chỉ của Camera 89').fill(addressOf(hall));
  await button('Thử lại Camera 89').click();
  await seen(page.getByText('2/3 camera vào được.'));
  // A password that was refused goes nowhere again, also when somebody looks at the address and leaves it as it is.
  await button('Sửa địa chỉ').last().click();
  await seen(page.getByLabel('Địa chỉ của Camera 83').and(page.locator(':focus')));
  await button('Thử lại Camera 83').click();
  await page.getByLabel('Mật khẩu của Camera 83').fill(market.password);
  await button('Thử lại Camera 83').click();
  await seen(page.getByRole('heading', { name: 'Camera 83' }).and(page.locator(':focus')));
  await seen(page.getByText('3/3 camera vào được.'));
  expect(market.failedLogins).toBe(1);
  await button('Tiếp: đặt tên 3 camera').click();

  // What was typed is still there when the page is loaded again; passwords are not.
  await page.getByLabel('Tên camera').nth(0).fill('Cổng thôn');
  await page.reload();
  await seen(page.getByRole('heading', { name: 'Tên và mật khẩu chung' }));
  await page.getByLabel('Mật khẩu', { exact: true }).first().fill(gate.password);
  await page.getByLabel('Mật khẩu', { exact: true }).nth(1).fill(market.password);
  await button('Thử 3 camera').click();
  await button('Tiếp: đặt tên 3 camera').click();
  expect(await page.getByLabel('Tên camera').nth(0).inputValue()).toBe('Cổng thôn');
  await page.getByLabel('Tên camera').nth(1).fill('Nhà văn hóa');
  await page.getByLabel('Tên camera').nth(2).fill('Chợ');
  await page.getByLabel('Các camera này đấu vào tủ nào?').fill('Tủ điện khu A');
  await expectAccessible(page);
  await button('Lưu 3 camera').click();
  await seen(page.getByText('Đã thêm 3 camera'));
  await expectAccessible(page);
  await link('Xem danh sách').click();
  await seen(page.getByText('Cả 3 camera hoạt động tốt.'), 40_000);
  await expectAccessible(page);
  const { items } = await api.get<PageOf<Camera>>('/api/cameras');
  expect(items.map(({ name, cabinet }) => `${name}, ${cabinet}`).sort()).toEqual([
    'Chợ, Tủ điện khu A',
    'Cổng thôn, Tủ điện khu A',
    'Nhà văn hóa, Tủ điện khu A',
  ]);

  // What one day brought is not said of the day before, for as long as that is on its way.
  await page.goto('/camera/events');
  const kinds = page.getByRole('radio', { name: /^Tất cả/ });
  await seen(kinds);
  let arrive = () => {};
  const late = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/\/api\/camera-events\?/, async (route) => (await late, route.continue()), { times: 1 });
  await link('Ngày trước').click();
  await gone(kinds);
  arrive();
  await seen(kinds);
  await page.goto('/camera');

  // It turns while the button is held, and not a moment longer.
  await link(/^Nhà văn hóa/).click();
  await seen(page.getByRole('list', { name: 'Từ mạng tới hình' }));
  await page.getByRole('button', { name: 'Quay trái' }).hover();
  await page.mouse.down();
  await until('the camera turns', () => hall.moves.length === 1);
  await page.mouse.up();
  await until('the camera stops', () => hall.moves.length === 2);
  await expectAccessible(page);

  // Away, and with the way back.
  await button('Bỏ camera này').click();
  await gone(link(/^Nhà văn hóa/));
  await page.getByRole('link', { name: 'Lịch', exact: true }).click();
  await page.getByRole('status').getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByRole('link', { name: 'Camera', exact: true }).click();
  await seen(link(/^Nhà văn hóa/));
});

it('a village’s list is pasted by phone, row by row with what is wrong; others see names, and no picture', async () => {
  const hall = await startCamera(onTestFinished, { host: '127.0.0.84' });
  const { gateway, api } = await villageWithoutCameras();
  await api.post('/api/users', { login: 'xem', name: 'Cô Ba', password: 'mat-khau-cua-toi', roles: ['viewer'] });
  const page = await openPanel(gateway.url, phone, '/camera/add/table');
  await signIn(page, technician);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

  await page
    .getByLabel('Dán bảng vào đây')
    .fill(
      [
        'Tên\tĐịa chỉ\tCổng\tTài khoản\tMật khẩu\tTủ',
        `Nhà văn hóa\t${hall.host}\t${hall.port}\tadmin\t${hall.password}\tTủ A`,
        'Chợ\thttp://10.0.0.1\t\tadmin\tx\t',
      ].join('\n'),
    );
  await seen(page.getByText('Đọc được 2 dòng'));
  await seen(page.getByText(/^Địa chỉ không đúng\./));
  await expectAccessible(page);
  await button('Dùng 1 dòng hợp lệ').click();
  await seen(page.getByText('1/1 camera vào được.'));
  await button('Tiếp: đặt tên 1 camera').click();
  await page.getByText('Cụm loa, tủ, chỗ trên bản đồ').click();
  await button('Đặt Nhà văn hóa lên bản đồ').click();
  await expectAccessible(page);
  await button('Lưu 1 camera').click();
  await seen(page.getByText('Đã thêm 1 camera'));

  // On the map it is carried by a finger, or by keys.
  await page.goto('/camera/map');
  await button('Sắp xếp').click();
  await page.getByRole('button', { name: /^Nhà văn hóa: 50% từ trái/ }).press('Shift+ArrowRight');
  await seen(page.getByRole('button', { name: 'Nhà văn hóa: 60% từ trái, 50% từ trên' }));
  await until('its place is kept', async () => {
    const { place } = await api.get<Camera>('/api/cameras/nha-van-hoa');
    return place?.x === 0.6;
  });
  await expectAccessible(page);

  // Its login is changed without telling the old one.
  await page.goto('/camera/nha-van-hoa/edit');
  await page.getByLabel('Tên camera').fill('Nhà văn hóa thôn');
  await expectAccessible(page);
  await button('Lưu').click();
  await seen(page.getByRole('heading', { name: 'Nhà văn hóa thôn', level: 1 }));
  expect((await api.get<Camera>('/api/cameras/nha-van-hoa')).hasPassword).toBe(true);
  await page.getByRole('checkbox', { name: /^Đang sửa camera này/ }).check();
  await seen(page.getByText('Nhà văn hóa thôn: đang sửa, không báo động.'));
  await expectAccessible(page);

  const viewers = await openPanel(gateway.url, phone, '/camera');
  await signIn(viewers, { login: 'xem', password: 'mat-khau-cua-toi' });
  await seen(viewers.getByText('Nhà văn hóa thôn'));
  await seen(viewers.getByText(/^Chỉ tổ an ninh/));
  await gone(viewers.getByRole('figure'));
  await expectAccessible(viewers);
  // Nor by an address that somebody sent them.
  for (const address of ['/camera/nha-van-hoa/live', '/camera/events', '/camera/wall']) {
    await viewers.goto(address);
    await seen(viewers.getByText('Bạn chưa được xem hình camera'));
    await gone(viewers.getByRole('figure'));
  }
  await expectAccessible(viewers);
});

it('a photo of the village lies under the map by phone, horns and cameras are put on it, and everybody sees what is where', async () => {
  const { gateway, api } = await villageWithoutCameras();
  await api.post('/api/users', { login: 'xem', name: 'Cô Ba', password: 'mat-khau-cua-toi', roles: ['viewer'] });
  const zone = await api.post<Zone>('/api/zones', { name: 'Xóm Đình', channels: [], outputId: null });
  const place = { x: 0.3, y: 0.4 };
  await api.post('/api/cameras', { name: 'Xóm Đình', host: '127.0.0.85', zoneIds: [zone.id], place });
  const picture = async () => (await api.get<VillageMap>('/api/village-map')).picture;
  const page = await openPanel(gateway.url, phone, '/camera/map');
  await signIn(page, technician);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const choose = (name: string, mimeType: string, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
  const ground = page.getByRole('group', { name: 'Bản đồ thôn' });

  // Bare ground invites. A phone's twelve megapixels are made light before they are sent.
  await seen(page.getByText(/^Dưới bản đồ chưa có ảnh thôn/));
  await expectAccessible(page);
  const large = await plainPicture('mjpeg', 4000, 3000);
  await choose('IMG_2026.jpg', 'image/jpeg', large);
  await seen(ground.locator('img'));
  const photo = await picture();
  expect(photo).toMatchObject({ kind: 'jpeg', width: 2400, height: 1800, by: technician.name });

  // A horn is put somewhere, then where the map is touched.
  await button('Sắp xếp').click();
  await button('Đặt cụm loa Xóm Đình lên bản đồ').click();
  await seen(button(/^cụm loa Xóm Đình: 50% từ trái/));
  const { width = 0, height = 0 } = (await ground.boundingBox()) ?? {};
  expect(width / height).toBeCloseTo(4 / 3, 1);
  await ground.tap({ position: { x: width * 0.7, y: height * 0.25 } });
  await seen(button('cụm loa Xóm Đình: 70% từ trái, 25% từ trên'));
  await until(
    'its place is kept',
    async () => Math.abs(((await api.get<Zone>(`/api/zones/${zone.id}`)).place?.x ?? 0) - 0.7) < 0.005,
  );
  // A hand that shakes moves nothing; carried by its edge it goes as far as the hand, and no further.
  const horn = await button(/^cụm loa Xóm Đình:/).boundingBox();
  const [x, y] = [(horn?.x ?? 0) + 40, (horn?.y ?? 0) + 24];
  const drag = async (dots: number) => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - dots, y, { steps: 3 });
    await page.mouse.up();
  };
  await drag(2);
  await drag(width * 0.1);
  await seen(button(/^cụm loa Xóm Đình: 60% từ trái, 2[56]% từ trên/));
  // The line to the camera that looks where it is heard.
  await seen(ground.locator('line'));
  await expectAccessible(page);

  // What is no picture changes nothing; another one, and taking it away, can be taken back.
  await choose('thon.png', 'image/png', Buffer.from('<!doctype html><title>thôn</title>'));
  await seen(page.getByText(/^Ảnh bị hỏng/));
  expect(await picture()).toEqual(photo);
  await choose('ve-tay.png', 'image/png', plainPng(800, 400));
  await until('the drawing is there', async () => (await picture())?.kind === 'png');
  const undo = page.getByRole('status').getByRole('button', { name: 'Hoàn tác' });
  await undo.click();
  await until('the photo is back', async () => (await picture())?.id === photo?.id);
  await button('Gỡ ảnh thôn').click();
  await gone(ground.locator('img'));
  await undo.click();
  await seen(ground.locator('img'));
  // The very same photo, put where it was just taken away, stays.
  await button('Gỡ ảnh thôn').click();
  await gone(ground.locator('img'));
  await choose('IMG_2026.jpg', 'image/jpeg', large);
  await seen(ground.locator('img'));
  await button('Phóng to bản đồ').click();
  await expectAccessible(page);

  const viewers = await openPanel(gateway.url, laptop, '/camera/map');
  await signIn(viewers, { login: 'xem', password: 'mat-khau-cua-toi' });
  await seen(viewers.getByRole('group', { name: 'Bản đồ thôn' }).locator('img'));
  await gone(viewers.getByRole('button', { name: 'Sắp xếp' }));
  await expectAccessible(viewers);
  await viewers.getByRole('link', { name: /^cụm loa Xóm Đình/ }).click();
  await seen(viewers.getByRole('heading', { name: 'Xóm Đình', level: 2 }));
});
