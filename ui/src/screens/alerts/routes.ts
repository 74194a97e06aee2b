import { withWords } from '../../lib/i18n/index.svelte.ts';
import type { Route } from '../../route.ts';

/** With the words of the place Camera, whose tabs stand above. */
const withBoth = (screen: ReturnType<Route['load']>) => withWords('alerts', withWords('cameras', screen));

const alerts: Route = { title: 'place.camera', load: () => withBoth(import('./Alerts.svelte')) };
const shift: Route = { title: 'place.camera', load: () => withBoth(import('./shift/ShiftLog.svelte')) };
const months: Route = { title: 'place.camera', load: () => withBoth(import('./months/CameraMonths.svelte')) };

const stills: Route = { title: 'place.camera', load: () => withBoth(import('./stills/DailyStills.svelte')) };

/** What calls somebody for cameras, who watches them, and how well they work. */
export const alertRoutes: readonly (readonly [pattern: string, route: Route])[] = [
  ['/camera/alerts', alerts],
  ['/camera/shift', shift],
  ['/camera/months', months],
  ['/camera/months/:month', months],
  ['/camera/:id/stills', stills],
];
