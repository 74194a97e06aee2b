import { expect, it, onTestFinished } from 'vitest';
import type { AirLogEntry, Broadcast, Output, PageOf, Zone } from '../../gateway/src/contract/index.ts';
import { setUpVillage } from '../support/api.ts';
import { expectAccessible, openPanel, phone, seen } from '../support/browser.ts';
import { gatewayPlace, startGateway, until } from '../support/gateway-process.ts';
import { badStation, byPath, liveFrom, openStation, toneFile } from '../support/stations.ts';
import { afternoon, loudspeaker, signIn, sounds } from './village.ts';

it('a station is added by phone: a page that is none is named, the right address heard, aired now, and stands in the air log', async () => {
  const station = await openStation(
    byPath({ ...(await badStation()), '/vov1.mp3': liveFrom(await toneFile(440, 120)) }),
  );
  onTestFinished(() => station.stop());
  // Nothing a village can set: that a station may be on this very machine.
  const gateway = await startGateway(await gatewayPlace(), afternoon, onTestFinished, 'gateway/dist/demo-gateway.js');
  const api = await setUpVillage(gateway.url, gateway.setUpCode);
  const receiver = await loudspeaker();
  const output = await api.post<Output>('/api/outputs', {
    name: 'Loa đình',
    sink: { kind: 'rtp', host: '127.0.0.1', port: receiver.port, codec: 'L16', ttl: 1 },
  });
  await api.post<Zone>('/api/zones', { name: 'Xóm Đình', channels: [], outputId: output.id });
  const page = await openPanel(gateway.url, phone, '/more/upstreams');
  await signIn(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

  // The empty list teaches, and leads to the form.
  await seen(page.getByText('Chưa có đài nguồn nào'));
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Thêm đài nguồn' }).click();
  await page.getByLabel('Tên đài').fill('VOV1');
  const address = page.getByLabel('Địa chỉ 1 (chính)', { exact: true });
  await address.fill(`${station.url}/html`);
  await button('Nghe thử: Địa chỉ 1 (chính)').click();
  await seen(page.getByText('Chưa nghe được'));
  await seen(page.getByText(/^Đây là một trang web, không phải tiếng của đài/));
  await address.fill(`${station.url}/vov1.mp3`);
  await button('Nghe thử: Địa chỉ 1 (chính)').click();
  await seen(page.getByText('Nghe được', { exact: true }));
  await seen(button('Nghe thử: Đoạn vừa nghe của Địa chỉ 1 (chính)'));
  expect(sounds(receiver)).toBe(false);
  await button('Thêm địa chỉ dự phòng').click();
  await page.getByLabel('Địa chỉ 2', { exact: true }).fill(`${station.url}/404`);
  await expectAccessible(page);
  await button('Thêm đài nguồn').click();
  await seen(page.getByRole('heading', { name: 'VOV1' }));
  await seen(page.getByText('Đang không phát').last());
  await seen(page.getByText(/^Chưa chương trình nào tiếp âm đài này/));
  await expectAccessible(page);

  // Aired now, for a minute; asked once, with zones and minutes.
  await page.goto('/air-now');
  await page.getByRole('radio', { name: 'Tiếp âm' }).check();
  await button(/^VOV1/).click();
  await page.getByLabel('Hoặc gõ số phút').fill('400');
  await seen(page.getByText('Gõ số phút từ 1 đến 360.'));
  await page.getByLabel('Hoặc gõ số phút').fill('1');
  await expectAccessible(page);
  await button('Phát tới 1 cụm loa').click();
  const dialog = page.getByRole('dialog');
  await seen(dialog.getByRole('heading', { name: 'Tiếp âm tới 1 cụm loa, 1 phút?' }));
  await seen(dialog.getByText('Mất đài thì im lặng, chờ đài có lại.'));
  await dialog.getByRole('button', { name: 'Phát tới 1 cụm loa' }).click();
  await until('it sounds', () => sounds(receiver));

  // The station's own page says which source is on the horns.
  await page.goto('/more/upstreams/vov1');
  await seen(page.getByText('Đang tiếp âm', { exact: true }).last());
  await seen(page.getByText(`Địa chỉ 1: ${station.url}/vov1.mp3`));
  await expectAccessible(page);

  // And the air log which was heard when, once there is something to tell.
  await until('two seconds of it are heard', async () => {
    const { items } = await api.get<PageOf<Broadcast>>('/api/broadcasts');
    return items.some(({ startedAt }) => startedAt !== null && Date.now() - Date.parse(startedAt) > 2_000);
  });
  await button('Dừng ngay').click();
  await until('it is silent', () => !sounds(receiver));
  await until('it is written', async () => (await api.get<PageOf<AirLogEntry>>('/api/air-log')).items.length > 0);
  await page.goto('/more/air-log');
  await seen(page.getByRole('img', { name: 'Nguồn tiếng từ đầu đến cuối' }), 20_000);
  await page.getByText('1 đoạn tiếp âm').click();
  await seen(page.getByText(/^VOV1 \(127\.0\.0\.1:\d+\)$/));
  await expectAccessible(page);
}, 180_000);
