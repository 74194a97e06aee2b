import { expect, test } from 'vitest';
import { createSoundSettings } from '../../../gateway/src/audio/sound-settings.ts';

const standard = { bedUnderDb: 14, silence: { seconds: 8, belowDb: 50 } };
const usual = { belowDb: -50, forMs: 8_000 };

/** A village's memory for settings. */
function memory() {
  const kept = new Map<string, string>();
  return {
    get: async (key: string) => kept.get(key) ?? null,
    set: async (key: string, value: string) => void kept.set(key, value),
  };
}

test('until somebody chooses, sound is treated as usual, and as the settings file says of silence', async () => {
  const sound = createSoundSettings({ settings: memory(), silence: usual });
  await sound.start();
  expect(sound.commands.state()).toEqual({ ...standard, standard });
  expect(sound.treatment()).toEqual({ silence: usual, bedLevels: { underDb: -14, pauseDb: -5 } });
  const unguarded = createSoundSettings({ settings: memory(), silence: null });
  expect(unguarded.commands.state()).toEqual({ bedUnderDb: 14, silence: null, standard });
});

test('what is chosen holds for what begins from now on, also after a restart; the rest stays as it is', async () => {
  const settings = memory();
  const before = createSoundSettings({ settings, silence: usual });
  await before.commands.change({ bedUnderDb: 20 });
  await before.commands.change({ silence: { seconds: 20, belowDb: 60 } });
  expect(before.treatment()).toEqual({
    silence: { belowDb: -60, forMs: 20_000 },
    bedLevels: { underDb: -20, pauseDb: -5 },
  });
  const after = createSoundSettings({ settings, silence: null });
  await after.start();
  expect(after.treatment()).toEqual(before.treatment());
  await after.commands.change({ silence: null });
  expect(after.silence()).toBeNull();
});

test('what nobody chose stays as the settings file says, also after something else was', async () => {
  const settings = memory();
  const before = createSoundSettings({ settings, silence: usual });
  await before.commands.change({ bedUnderDb: 20 });
  const after = createSoundSettings({ settings, silence: { belowDb: -40, forMs: 30_000 } });
  await after.start();
  expect(after.commands.state()).toEqual({ bedUnderDb: 20, silence: { seconds: 30, belowDb: 40 }, standard });
});
