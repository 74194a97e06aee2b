import type { UpstreamTestResult } from '#contract';
import { t } from './i18n/index.svelte.ts';
import { secondMs } from './time.ts';

/** "luồng liên tục, có tiếng sau 1,2 giây; to −18 LUFS…": of an address that was heard. */
export function sayHeard(
  { kind, firstSoundMs, lufs }: Pick<UpstreamTestResult, 'kind' | 'firstSoundMs' | 'lufs'>,
  language: string,
): string {
  const number = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1 });
  const facts = t('upstream.heard.facts', {
    kind: t(`upstream.kind.${kind ?? 'stream'}`),
    seconds: number((firstSoundMs ?? 0) / secondMs),
  });
  return lufs === null ? facts : `${facts}; ${t('upstream.heard.level', { lufs: number(lufs) })}`;
}
