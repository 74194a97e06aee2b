import type { Reason } from '../../contract/index.ts';
import { toLocal } from '../../core/village-time.ts';

/** A text with its facts; one that is missing leaves nothing behind. */
export function fill(text: string, facts: Reason['params']): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(facts[name] ?? ''));
}

/** An alert as a headline; of a code that has none, the code: somebody should still see that there is one. */
export function headline({ code, params }: Reason, alerts: Readonly<Record<string, string>>, timeZone: string): string {
  const { at } = params;
  const facts = typeof at === 'string' ? { ...params, at: toLocal(Date.parse(at), timeZone).time } : params;
  return fill(alerts[code] ?? code, facts);
}
