import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createSpokenWords } from '../../../gateway/src/emergency/spoken-words.ts';
import { prepare } from '../../../gateway/src/library/prepare.ts';
import { createMedia } from '../../../gateway/src/media/media.ts';
import { createEspeak } from '../../../gateway/src/speech/engines/espeak.ts';
import { createVoices } from '../../../gateway/src/speech/voices.ts';
import { until } from '../../support/gateway-process.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const shipped = join(import.meta.dirname, '../../../playlists/emergency');
const clock = createSystemClock();
const media = createMedia({ clock, log: quietLog });
const voices = createVoices({ engines: [createEspeak({ clock })], log: quietLog });

async function speak(text: string, target: string, signal: AbortSignal): Promise<void> {
  await voices.speak({ text, speed: 1, twice: false }, `${target}.spoken.wav`, { signal, onProgress: () => undefined });
  await prepare(media, `${target}.spoken.wav`, target, { signal, onStep: () => undefined });
}
const deaf = () => Promise.reject(new Error('no voice here'));

test('a drill and an all-clear have words that nobody recorded, spoken once and kept', async () => {
  const folder = join(await tempFolder(), 'alarms');
  const words = createSpokenWords({ folder, textsFolder: shipped, speak, log: quietLog });
  expect(words.words('drill')).toBeNull();
  words.start();
  await until('both are spoken', () => words.words('drill') && words.words('all-clear'));
  await words.stop();
  for (const purpose of ['drill', 'all-clear'] as const) {
    const { title, durationMs } = words.words(purpose)!;
    expect(title).toBe(`${purpose}-words`);
    expect(durationMs).toBeGreaterThan(2_000);
    expect(durationMs).toBeLessThan(20_000);
  }
  // Another start speaks nothing: also where the voice is gone by now.
  const again = createSpokenWords({ folder, textsFolder: shipped, speak: deaf, log: quietLog });
  again.start();
  await again.settled();
  expect(again.words('all-clear')).toEqual(words.words('all-clear'));
}, 60_000);

test('other words are spoken anew and the old ones go; an emptied text, a missing one or no voice leave the chime alone', async () => {
  const home = await tempFolder();
  const [folder, textsFolder] = [join(home, 'alarms'), join(home, 'emergency')];
  await mkdir(textsFolder);
  await writeFile(join(textsFolder, 'all-clear.txt'), '  \n');
  const once = async (text: string, voice = speak) => {
    await writeFile(join(textsFolder, 'drill.txt'), text);
    const words = createSpokenWords({ folder, textsFolder, speak: voice, log: quietLog });
    words.start();
    await words.settled();
    await words.stop();
    return [words.words('drill')?.path ?? null, words.words('all-clear')] as const;
  };
  const [first, allClear] = await once('Diễn tập.');
  expect(allClear).toBeNull();
  const [second] = await once('Đây là diễn tập của thôn.');
  expect(second).not.toBe(first);
  expect((await readdir(folder)).filter((file) => file.startsWith('drill-words'))).toHaveLength(1);
  expect(await once('Lại lời khác nữa.', deaf)).toEqual([null, null]);
}, 60_000);
