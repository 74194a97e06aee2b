import { withWords } from '../../lib/i18n/index.svelte.ts';
import type { Route } from '../../route.ts';

const list: Route = { title: 'place.camera', load: () => withWords('cameras', import('./CameraList.svelte')) };
const watchAll: Route = { title: 'wall.title', load: () => withWords('cameras', import('./WatchAll.svelte')) };
const watchOne: Route = { title: 'wall.title', load: () => withWords('cameras', import('./WatchOne.svelte')) };
const add: Route = { title: 'add-camera.title', load: () => withWords('cameras', import('./add/CameraAdd.svelte')) };
const map: Route = { title: 'map.title', load: () => withWords('cameras', import('./map/CameraMap.svelte')) };
const camera: Route = { title: 'place.camera', load: () => withWords('cameras', import('./CameraPage.svelte')) };
const edit: Route = { title: 'camera.settings', load: () => withWords('cameras', import('./CameraEdit.svelte')) };
const events: Route = {
  title: 'camera-events.title',
  load: () => withWords('cameras', import('../camera-events/CameraEvents.svelte')),
};
const eventSettings: Route = {
  title: 'camera-events.settings',
  load: () => withWords('cameras', import('../camera-events/EventSettings.svelte')),
};

/** Every address of the place Camera; the first that fits, so that names stand before `:id`. */
export const cameraRoutes: readonly (readonly [pattern: string, route: Route])[] = [
  ['/camera', list],
  ['/camera/wall', watchAll],
  ['/camera/events', events],
  ['/camera/events/settings', eventSettings],
  ['/camera/events/day/:date', events],
  ['/camera/events/:eventId', events],
  ['/camera/:id/live', watchOne],
  ['/camera/add', add],
  ['/camera/add/:step', add],
  ['/camera/map', map],
  ['/camera/:id', camera],
  ['/camera/:id/edit', edit],
];
