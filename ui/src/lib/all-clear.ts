import type { Broadcast } from '#contract';
import { t } from './i18n/index.svelte.ts';
import type { Panel } from './panel.ts';

/** Ends an emergency and says so on its horns. `id`: one for each emergency, so that a second tap says nothing twice. */
export async function giveAllClear({ api, toasts }: Pick<Panel, 'api' | 'toasts'>, emergency: Broadcast, id: string) {
  const { startedAt } = emergency;
  const answer = await api.emergencies.allClear(emergency.id, { id, title: t('emergency.all-clear.title') });
  if (answer.id === id) return toasts.well(t('emergency.all-clear.done'));
  // Where it could not be heard the emergency was only stopped.
  toasts.well(t(startedAt === null ? 'emergency.all-clear.unheard' : 'emergency.all-clear.behind'));
}
