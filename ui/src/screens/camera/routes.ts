import { withWords } from '../../lib/i18n/index.svelte.ts';
import type { Route } from '../../route.ts';

const list: Route = { title: 'place.camera', load: () => withWords('cameras', import('./CameraList.svelte')) };
const watchAll: Route = { title: 'wall.title', load: () => withWords('cameras', import('./WatchAll.svelte')) };
const watchOne: Route = { title: 'wall.title', load: () => withWords('cameras', import('./WatchOne.svelte')) };

/** Every address of the place Camera; the first that fits, so that names stand before `:id`. */
export const cameraRoutes: readonly (readonly [pattern: string, route: Route])[] = [
  ['/camera', list],
  ['/camera/wall', watchAll],
  ['/camera/:id/live', watchOne],
];
