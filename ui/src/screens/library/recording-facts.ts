import type { Recording } from '#contract';
import { t } from '../../lib/i18n/index.svelte.ts';
import { sayDuration } from '../../lib/say.ts';
import { sayMoment } from '../../lib/say-moment.ts';
import { sayDecimal, saySize } from '../../lib/say-number.ts';

/** What is known about a recording, for those who look closely. */
export function factsOf(recording: Recording, now: number, timeZone: string): { name: string; value: string }[] {
  const { createdAt, createdBy, durationMs, fileName, format, loudness, sizeBytes } = recording;
  const when = sayMoment(createdAt, now, timeZone);
  const facts: [name: string, value: string | null][] = [
    [t('fact.length'), durationMs === null ? null : sayDuration(durationMs)],
    [t('fact.added'), createdBy === null ? when : t('fact.added.by', { when, who: createdBy })],
    [t('fact.file'), fileName || null],
    [t('fact.format'), format],
    [t('fact.size'), sizeBytes > 0 ? saySize(sizeBytes) : null],
    [t('fact.original'), loudness && sayLoudness(loudness.inputLufs, loudness.inputTruePeakDb)],
    [t('fact.aired'), loudness && sayLoudness(loudness.outputLufs, loudness.outputTruePeakDb)],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

function sayLoudness(lufs: number, peak: number): string {
  return t('fact.lufs', { lufs: sayDecimal(lufs), peak: sayDecimal(peak) });
}
