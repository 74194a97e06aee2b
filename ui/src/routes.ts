import { withWords } from './lib/i18n/index.svelte.ts';
import { matchPath } from './lib/paths.ts';
import type { Route } from './route.ts';
import { alertRoutes } from './screens/alerts/routes.ts';
import { cameraRoutes } from './screens/camera/routes.ts';

const onAir: Route = { title: 'place.on-air', load: () => import('./screens/on-air/OnAir.svelte') };
const airNow: Route = { title: 'air-now.title', load: () => import('./screens/on-air/AirNow.svelte') };
const liveVoice: Route = { title: 'live.title', load: () => import('./screens/on-air/live/LiveVoice.svelte') };
const phoneRecording: Route = {
  title: 'phone.title',
  load: () => import('./screens/on-air/live/PhoneRecording.svelte'),
};
const airNowProgress: Route = {
  title: 'air-now.title',
  load: () => withWords('more', import('./screens/on-air/AirNowProgress.svelte')),
};
const agenda: Route = { title: 'place.schedule', load: () => import('./screens/schedule/Agenda.svelte') };
const week: Route = { title: 'schedule.view.week', load: () => import('./screens/schedule/Week.svelte') };
const month: Route = { title: 'schedule.view.month', load: () => import('./screens/schedule/Month.svelte') };
const programmes: Route = { title: 'programmes.title', load: () => import('./screens/schedule/Programmes.svelte') };
const programme: Route = { title: 'programme.title', load: () => import('./screens/schedule/ProgrammeForm.svelte') };
// A station's addresses are shown and tried where they are looked after, and where they are approved.
const slot: Route = {
  title: 'slot.page',
  load: () => withWords('more', import('./screens/schedule/slot/SlotPage.svelte')),
};
const overlays: Route = { title: 'overlays.title', load: () => import('./screens/schedule/overlays/Overlays.svelte') };
const approvals: Route = {
  title: 'approvals.title',
  load: () => withWords('more', import('./screens/schedule/approvals/Approvals.svelte')),
};
const preflight: Route = {
  title: 'preflight.title',
  load: () => import('./screens/schedule/preflight/Preflight.svelte'),
};
const sheet: Route = { title: 'sheet.title', load: () => import('./screens/schedule/sheet/AiredMonth.svelte') };
const library: Route = {
  title: 'place.library',
  load: () => withWords('library', import('./screens/library/Library.svelte')),
};
const speak: Route = {
  title: 'speech.title',
  load: () => import('./screens/library/Speak.svelte'),
};
const more: Route = { title: 'place.more', load: () => withWords('more', import('./screens/more/More.svelte')) };
const notFound: Route = { title: 'not-found.title', load: () => import('./shell/NotFound.svelte') };

/** Every address of the panel; the first that fits. */
const table: readonly (readonly [pattern: string, route: Route])[] = [
  ['/', onAir],
  ['/air-now', airNow],
  ['/air-now/live', liveVoice],
  ['/air-now/recording', phoneRecording],
  ['/air-now/broadcasts/:broadcastId', airNowProgress],
  ['/schedule', agenda],
  ['/schedule/week', week],
  ['/schedule/week/:date', week],
  ['/schedule/month', month],
  ['/schedule/month/:date', month],
  ['/schedule/slots/:slotId', slot],
  ['/schedule/overlays', overlays],
  ['/schedule/overlays/:overlayId', overlays],
  ['/schedule/approvals', approvals],
  ['/schedule/approvals/:programmeId', approvals],
  ['/schedule/preflight', preflight],
  ['/schedule/sheet', sheet],
  ['/schedule/sheet/:month', sheet],
  ['/schedule/programmes', programmes],
  ['/schedule/programmes/:programmeId', programme],
  ['/schedule/programmes/:programmeId/slots/:slotId', programme],
  ['/library', library],
  ['/library/speak', speak],
  ['/library/:id', library],
  ['/library/playlists/:id', library],
  ['/library/playlists/:id/edit', library],
  ...alertRoutes,
  ...cameraRoutes,
  ['/more', more],
  ['/more/:section', more],
  ['/more/:section/:id', more],
];

export function routeOf(path: string): Route {
  return table.find(([pattern]) => matchPath(pattern, path) !== null)?.[1] ?? notFound;
}
