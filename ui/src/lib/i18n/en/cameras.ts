import type { cameras as vi } from '../vi/cameras.ts';
import { pictures } from './pictures.ts';
import { wall } from './wall.ts';

export const cameras: Record<keyof typeof vi, string> = {
  ...pictures,
  ...wall,

  'camera.tabs': 'Pages about cameras',
  'camera.tab.list': 'Cameras',

  'camera.add': 'Add cameras',
  'camera.none': 'No cameras yet',
  'camera.none.text':
    'Plug a camera into the village’s network and add it here: the gateway finds it, or you type its address. Several at once are fine.',
  'camera.none.others': 'A technician or the village head adds cameras here.',

  'camera.status.online': 'Works well',
  'camera.status.degraded': 'Not as it should be',
  'camera.status.offline': 'Connection lost',
  'camera.status.locked': 'Locked',
  'camera.status.unknown': 'Not known yet',
  'camera.maintenance': 'Being repaired',
};
