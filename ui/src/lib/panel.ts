import { createContext } from 'svelte';
import { createApi, type Api } from './api.ts';
import { VillageClock } from './clock.svelte.ts';
import { Live } from './live.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Router } from './router.svelte.ts';
import { PanelSession } from './session.svelte.ts';
import { Toasts } from './toasts.svelte.ts';

/** Everything a screen works with. */
export interface Panel {
  readonly api: Api;
  readonly clock: VillageClock;
  readonly live: Live;
  readonly preferences: Preferences;
  readonly router: Router;
  readonly session: PanelSession;
  readonly toasts: Toasts;
}

/** `const { live, api } = usePanel();` in any component below `App`. */
export const [usePanel, providePanel] = createContext<Panel>();

/** Builds the panel's parts and joins them; nothing moves before `start`. */
export function createPanel(): Panel {
  const session: PanelSession = new PanelSession(() => api.session);
  const api: Api = createApi(
    (...args) => fetch(...args),
    () => session.ended(),
  );
  const clock = new VillageClock();
  const live = new Live({ onTime: (now) => clock.heard(now), ask: () => api.village.get() });
  return { api, clock, live, preferences: new Preferences(), router: new Router(), session, toasts: new Toasts() };
}
