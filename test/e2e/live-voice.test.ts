import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { AirLogEntry, PageOf } from '../../gateway/src/contract/index.ts';
import {
  expectAccessible,
  gone,
  laptop,
  microphoneHearing,
  openPanel,
  phone,
  seen,
  type Page,
} from '../support/browser.ts';
import { matches } from '../support/envelope.ts';
import { until } from '../support/gateway-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { furnishedVillage, mp3, signIn, sounds, soundsTheTone, type Village } from './village.ts';

const run = promisify(execFile);

/** What the microphone hears, over and over: a woman with something to say. */
async function voice(): Promise<string> {
  const folder = await tempFolder();
  const [raw, file] = [join(folder, 'raw.wav'), join(folder, 'voice.wav')];
  const words = 'Kính thưa bà con. Tối nay bảy giờ rưỡi, mời bà con ra nhà văn hóa họp thôn, bàn việc làm đường.';
  await run('espeak-ng', ['-v', 'vi', '-w', raw, words]);
  await run('ffmpeg', [
    '-v',
    'error',
    '-i',
    raw,
    '-ar',
    '48000',
    '-ac',
    '1',
    '-af',
    'volume=-6dB,apad=pad_dur=0.7',
    file,
  ]);
  return file;
}

const samplesOf = async (file: string) => {
  const bytes = await readFile(file);
  return new Int16Array(
    bytes.buffer.slice(bytes.byteOffset + 78, bytes.byteOffset + bytes.length - (bytes.length % 2)),
  );
};

async function openHorns(page: Page) {
  await page.getByRole('link', { name: 'Phát ngay' }).click();
  await page.getByRole('link', { name: 'Nói trực tiếp' }).click();
  await seen(page.getByText(/Trình duyệt sẽ hỏi/));
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Mở micrô' }).click();
  await seen(page.getByText('Nói thử vài câu.'));
  const meter = page.getByRole('meter', { name: 'Mức tiếng của micrô' });
  await until('the meter follows the voice', async () => Number(await meter.getAttribute('aria-valuenow')) > -40);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Mở loa để nói tới 1 cụm loa' }).click();
  const dialog = page.getByRole('dialog');
  await seen(dialog.getByRole('heading', { name: 'Nói trực tiếp tới 1 cụm loa?' }));
  await dialog.getByRole('button', { name: 'Mở loa để nói tới 1 cụm loa' }).click();
  await seen(page.getByText('Chuẩn bị…'));
  await expectAccessible(page);
  await seen(page.getByText('Đang nghỉ, loa im'));
}

/** Everything that left the loudspeaker since it had received so many packets. */
function heardSince({ receiver }: Village, from: number): Int16Array {
  return Int16Array.from(receiver.packets.slice(from).flatMap((packet) => [...packet.samples]));
}

it('the head with a phone speaks live: what the microphone hears is heard from the horn while the button is held', async () => {
  const file = await voice();
  const village = await furnishedVillage({ seconds: 2 });
  const page = await openPanel(village.gateway.url, phone, '/', microphoneHearing(file));
  await signIn(page);
  await openHorns(page);
  expect(village.amplifier.isOn(1)).toBe(true);
  await until('the chime is over', () => !sounds(village.receiver));

  const talk = page.getByRole('button', { name: 'Giữ nút này và nói' });
  const box = await talk.boundingBox();
  const from = village.receiver.packets.length;
  await page.mouse.move(box!.x + 50, box!.y + 50);
  await page.mouse.down();
  await seen(page.getByText('ĐANG NÓI', { exact: true }));
  await until('the voice is heard', () => sounds(village.receiver));
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await page.mouse.up();
  const heard = heardSince(village, from);
  await seen(page.getByText('Đang nghỉ, loa im'));
  await expectAccessible(page);
  await until('the horn is silent while nobody speaks', () => !sounds(village.receiver));
  // On a busy machine the page may let a frame fall: looked at a second and a half at a time.
  const alike = matches(await samplesOf(file), heard, 1_500).sort((a, b) => a - b);
  expect(alike[alike.length >> 1]).toBeGreaterThan(0.85);

  // A tap on another place asks before it cuts anybody off.
  await page.getByRole('link', { name: 'Lịch', exact: true }).click();
  await seen(page.getByRole('heading', { name: 'Đang nói trực tiếp. Rời trang này?' }));
  await page.getByRole('button', { name: 'Ở lại nói tiếp' }).last().click();

  await page.getByRole('button', { name: 'Nói xong' }).click();
  await seen(page.getByText('Đã phát đủ trên mọi cụm loa.'));
  await expectAccessible(page);
  await until('the amplifier is off', () => !village.amplifier.isOn(1));
  const { items } = await village.api.get<PageOf<AirLogEntry>>('/api/air-log');
  expect(items[0]).toMatchObject({ outcome: { kind: 'aired' }, priority: 'priority' });
});

it('on a laptop one taps to speak and to rest, with the keyboard too; "stop now" ends it', async () => {
  const village = await furnishedVillage({ seconds: 2 });
  const page = await openPanel(village.gateway.url, laptop, '/', microphoneHearing(await voice()));
  await signIn(page);
  await openHorns(page);
  await page.getByRole('radio', { name: 'Bấm nói, bấm nghỉ' }).check({ force: true });
  await page.getByRole('button', { name: 'Bấm để nói' }).focus();
  await page.keyboard.press('Space');
  await seen(page.getByText('ĐANG NÓI', { exact: true }));
  await until('the voice is heard', () => sounds(village.receiver));
  await page.getByRole('button', { name: 'Dừng ngay' }).click();
  await seen(page.getByText('Ông Tư đã cho dừng.'));
  await gone(page.getByRole('button', { name: 'Dừng ngay' }));
  await until('the amplifier is off', () => !village.amplifier.isOn(1));
});

it('over plain http one records with the phone, listens, and airs it', async () => {
  const village = await furnishedVillage({ seconds: 2 });
  const { port } = new URL(village.gateway.url);
  // Another name of this machine, of which no browser thinks that it is safe.
  const flags = ['--host-resolver-rules=MAP loa-thon.test 127.0.0.1'];
  const page = await openPanel(`http://loa-thon.test:${port}`, phone, '/', flags);
  await signIn(page);
  await page.getByRole('link', { name: 'Phát ngay' }).click();
  await page.getByRole('link', { name: 'Muốn nói trực tiếp từ máy này?' }).click();
  await seen(page.getByText('Trang này chưa dùng được micrô'));
  await seen(page.getByRole('link', { name: 'Cài kết nối an toàn' }));
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Ghi âm bằng điện thoại' }).click();
  await expectAccessible(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Mở máy ghi âm' }).click();
  await (await chooser).setFiles(await mp3(3));
  await seen(page.getByRole('button', { name: 'Ghi lại' }));
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Phát tới 1 cụm loa' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Phát tới 1 cụm loa' }).click();
  await until('it is heard', () => soundsTheTone(village.receiver));
});
