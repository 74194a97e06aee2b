import type { Permission } from '#contract';
import type { PlainKey } from '../../lib/i18n/index.svelte.ts';

/** The neighbouring screens of the place Camera, in the order of its tabs: on a phone the first are in sight. */
export interface CameraTab {
  readonly href: string;
  readonly name: PlainKey;
  /** Who sees it; null: everybody. */
  readonly needs: Permission | null;
}

export const cameraTabs: readonly CameraTab[] = [
  { href: '/camera', name: 'camera.tab.list', needs: null },
  { href: '/camera/wall', name: 'camera.tab.wall', needs: 'watch' },
  { href: '/camera/events', name: 'camera.tab.events', needs: 'watch' },
  { href: '/camera/alerts', name: 'camera.tab.alerts', needs: null },
  { href: '/camera/map', name: 'camera.tab.map', needs: null },
  { href: '/camera/shift', name: 'camera.tab.shift', needs: 'watch' },
  { href: '/camera/months', name: 'camera.tab.months', needs: null },
];
