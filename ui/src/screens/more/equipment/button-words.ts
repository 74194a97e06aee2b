import type { ButtonPress, EmergencyButton } from '#contract';
import type { Tone } from '../../../components/tone.ts';
import { t } from '../../../lib/i18n/index.svelte.ts';

/** A test lasts so long, and the press that was shown in it began no earlier. */
const testMs = 60_000;

/** "giữ nút", "bấm đúp nút 2" */
export function sayPress({ gesture, key }: Pick<ButtonPress, 'gesture' | 'key'>): string {
  return key === 1 ? t(`button.press.${gesture}`) : t('button.press.key', { press: t(`button.press.${gesture}`), key });
}

/** What was received during the test that is on; null: nothing yet. */
export function receivedSince({ testingUntil, lastPress }: EmergencyButton): string | null {
  if (testingUntil === null || lastPress?.did !== 'tested') return null;
  return Date.parse(lastPress.at) >= Date.parse(testingUntil) - testMs ? sayPress(lastPress) : null;
}

/** What a press of it does, in one sentence. */
export function sayDeed(
  button: Pick<EmergencyButton, 'gesture' | 'holdSeconds' | 'title' | 'drill'>,
  zones: string,
): string {
  const how = t(`button.does.${button.gesture}`, { seconds: button.holdSeconds });
  return t(button.drill ? 'button.does.drill' : 'button.does', { how, title: button.title, zones });
}

export const pressTones: Readonly<Record<ButtonPress['did'], Tone>> = {
  started: 'on-air',
  'all-clear': 'well',
  tested: 'well',
  refused: 'trouble',
  ignored: 'idle',
};
