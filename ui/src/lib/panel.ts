import type { Permission } from '#contract';
import { createContext } from 'svelte';
import { createApi, problemOf, type Api } from './api.ts';
import { VillageClock } from './clock.svelte.ts';
import { Live } from './live.svelte.ts';
import { PairingDesk } from './pairing-desk.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Router } from './router.svelte.ts';
import { Removals } from './removals.svelte.ts';
import { createSay, type Reason } from './say.ts';
import { PanelSession } from './session.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { uploadRecording } from './upload.ts';
import { Uploads } from './uploads.svelte.ts';

/** Everything a screen works with. */
export interface Panel {
  readonly api: Api;
  readonly clock: VillageClock;
  readonly live: Live;
  readonly pairing: PairingDesk;
  readonly preferences: Preferences;
  readonly removals: Removals;
  readonly router: Router;
  readonly session: PanelSession;
  readonly toasts: Toasts;
  readonly uploads: Uploads;
  /** True when the person who is signed in may do it; the gateway decides, this only spares a vain tap. */
  readonly may: (permission: Permission) => boolean;
  /** A reason of the gateway in words. */
  readonly say: (reason: Reason, fallback?: string) => string;
  /** Whatever was thrown, in words. */
  readonly sayProblem: (thrown: unknown) => string;
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
  const say = createSay({
    timeZone: () => live.village?.timeZone ?? 'Asia/Ho_Chi_Minh',
    relayName: (id) => live.relay(id)?.name,
  });
  const sayProblem = (thrown: unknown) => {
    const problem = problemOf(thrown);
    return say(problem, problem.message);
  };
  const toasts = new Toasts();
  return {
    api,
    clock,
    live,
    pairing: new PairingDesk(live),
    preferences: new Preferences(),
    removals: new Removals(toasts, sayProblem),
    router: new Router(),
    session,
    toasts,
    uploads: new Uploads(uploadRecording),
    may: (permission) => session.permissions.includes(permission),
    say,
    sayProblem,
  };
}
