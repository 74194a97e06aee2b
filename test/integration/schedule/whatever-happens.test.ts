import { describe, expect, it } from 'vitest';
import { liveAtRandom } from '../../support/random-life.ts';
import { foundVillage } from '../../support/scheduled-village.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** `LOA_THON_SEEDS=7,8` lives other lives, `LOA_THON_DAYS=1000` longer ones. */
const seeds = (process.env.LOA_THON_SEEDS ?? '1,2,3,4,5,6,7,8').split(',').map(Number);
const days = Number(process.env.LOA_THON_DAYS ?? 100);

describe('whatever happens', () => {
  it.each(seeds)('each slot has one outcome and sounds once (seed %i)', { timeout: 3_600_000 }, async (seed) => {
    const village = await foundVillage(await tempFolder(), Date.parse('2026-11-23T13:00:00Z'));
    const { problems, tally } = await liveAtRandom(village, seed, days);
    await village.stop();
    await village.database.close();
    console.info(`seed ${seed}: ${JSON.stringify(tally)}`);
    if (problems.length > 0) console.info(village.story.slice(-400).join('\n'));
    expect(problems, `seed ${seed}`).toEqual([]);
    expect(tally.sounds).toBeGreaterThan(0);
  });
});
