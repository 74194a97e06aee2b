import { noFaults, type CameraFaults } from '../faults.ts';
import type { SimulatedCamera } from '../simulated-camera.ts';
import { villageCameras, type Cabinet } from './nine.ts';

/** What somebody who tries the demo wants of its cameras. */
export interface TypedOrder {
  /** Which of the nine, from 0. */
  readonly cameras: readonly number[];
  readonly act: (camera: SimulatedCamera) => void | Promise<void>;
}

const powerless: Partial<CameraFaults> = { web: 'refusing', rtsp: 'dead', discovery: 'silent' };
const suffering = (faults: Partial<CameraFaults>) => (camera: SimulatedCamera) => camera.suffer(faults);
const recovering = (camera: SimulatedCamera) => camera.recover();
const sevenHours = 7 * 3_600_000;

const acts: Readonly<Record<string, TypedOrder['act']>> = {
  well: recovering,
  dead: suffering(powerless),
  mute: suffering({ web: 'mute', rtsp: 'mute' }),
  page: suffering({ web: 'page' }),
  frozen: suffering({ picture: 'frozen' }),
  black: suffering({ picture: 'black' }),
  stall: suffering({ rtsp: 'stalled' }),
  slow: suffering({ rtsp: 'slow' }),
  busy: suffering({ rtspSessions: 0 }),
  clock: suffering({ clockOffsetMs: sevenHours }),
  motion: (camera) => camera.motion(true),
  still: (camera) => camera.motion(false),
  tamper: (camera) => camera.tamper(true),
  line: (camera) => camera.crossLine(),
};

export const typedHelp = [
  `Cameras 1–9: type c 3 and one of ${Object.keys(acts).join(', ')}.`,
  'Their power: c a off, c b off (all of that cabinet), c a on.',
  'What is dead or without power reads as "refused" here: its address is this machine, which says that nobody is there.',
];

/** `c 3 mute`, `c a off`; null: meant for somebody else, a text: what is wrong with it. */
export function readTyped(line: string): TypedOrder | string | null {
  const [head, whom = '', what = ''] = line.trim().toLowerCase().split(/\s+/);
  if (head !== 'c') return null;
  const cabinet = /^[ab]$/.test(whom) ? (whom.toUpperCase() as Cabinet) : null;
  if (cabinet) {
    const cameras = villageCameras.flatMap((camera, n) => (camera.cabinet === cabinet ? [n] : []));
    if (what === 'off') return { cameras, act: suffering(powerless) };
    if (what === 'on') return { cameras, act: suffering(pick(noFaults(), powerless)) };
    return typedHelp.join('\n');
  }
  const act = Object.hasOwn(acts, what) ? acts[what] : undefined;
  const camera = Number(whom) - 1;
  return act && villageCameras[camera] ? { cameras: [camera], act } : typedHelp.join('\n');
}

/** What the power took away, as it is when all is well; frozen pictures and wrong clocks stay. */
function pick(from: CameraFaults, like: Partial<CameraFaults>): Partial<CameraFaults> {
  return Object.fromEntries(Object.keys(like).map((key) => [key, from[key as keyof CameraFaults]]));
}
