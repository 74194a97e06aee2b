import { describe, expect, it } from 'vitest';
import { fill, headline } from '../../../gateway/src/home-assistant/words/say.ts';
import { words } from '../../../gateway/src/home-assistant/words/words.ts';
import { codes } from '../../../ui/src/lib/i18n/vi/codes.ts';

const timeZone = 'Asia/Ho_Chi_Minh';
/** What the panel answers a person rather than shows as a light, and how it says one in a narrow line. */
const isAlert = (code: string) =>
  code.startsWith('village.') && !code.endsWith('.short') && code !== 'village.not-found';

describe('the words for Home Assistant', () => {
  it('know every alert that the panel knows, in both languages', () => {
    const alerts = Object.keys(codes).filter(isAlert);
    for (const { alerts: known } of Object.values(words)) expect(Object.keys(known).sort()).toEqual(alerts.sort());
  });

  it('ask for the same facts in both languages', () => {
    const factsOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, fact]) => fact).sort();
    for (const [code, text] of Object.entries(words.vi.alerts)) {
      expect([code, factsOf(words.en.alerts[code] ?? '')]).toEqual([code, factsOf(text)]);
    }
  });

  it('say an alert too new for them by its code', () => {
    expect(headline({ code: 'village.flooded', params: {} }, words.vi.alerts, timeZone)).toBe('village.flooded');
  });

  it('leave no hole where a fact is missing', () => {
    expect(fill('Kênh {channel}', {})).toBe('Kênh ');
  });
});
