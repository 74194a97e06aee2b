import type { Newcomer } from '#contract';
import { t } from '../../../lib/i18n/index.svelte.ts';
import type { Mark } from '../equipment/tones.ts';

export function newcomerMark({ family, obstacle, configurable, there }: Newcomer): Mark {
  if (!there) return { tone: 'idle', word: t('pairing.left') };
  if (family === null) return { tone: 'waiting', word: t('pairing.unknown') };
  if (obstacle) return { tone: 'attention', word: t('pairing.cannot') };
  return { tone: 'well', word: t(configurable ? 'pairing.ready' : 'pairing.by-file') };
}

/** What is known of it in two short lines, without what it has not said: what it is, and where. */
export function newcomerLines({ family, model, mac, address, firmware, channels }: Newcomer): [string, string] {
  const what = [
    family && t(`relay.driver.${family}`),
    model,
    channels === null ? null : t('pairing.channels', { count: channels }),
    firmware && t('pairing.firmware', { version: firmware }),
  ];
  const where = [address, mac && t('pairing.mac', { mac })];
  const line = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(' · ');
  return [line(what), line(where)];
}
