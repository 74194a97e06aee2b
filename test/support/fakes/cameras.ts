import type { Camera, CameraTestResult } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

export const camera: Camera = {
  ...{ id: 'cong-thon', name: 'Cổng thôn', host: '192.168.1.64', port: 80, path: null, username: 'admin' },
  ...{
    monitorProfile: null,
    viewProfile: null,
    place: { x: 0.25, y: 0.5 },
    zoneIds: ['xom-dinh'],
    cabinet: 'Tủ điện khu A',
  },
  ...{ maintenance: false, hasPassword: true, turns: true },
  facts: {
    manufacturer: 'HIKVISION',
    model: 'DS-2CD1023G0-IUF',
    firmware: '5.20',
    serial: '0123456789',
    hardware: '88',
  },
  profiles: [],
  ...{ status: 'online', cause: null, live: true, since: '2026-11-24T22:00:00.000Z', events: 'heard', driftMs: 120 },
  pictureAt: '2026-11-24T22:09:58.000Z',
  stream: { codec: 'avc1.64001e', width: 640, height: 360, fps: 15, kbps: 480, gopSeconds: 2 },
  warnings: [],
};

const tried: CameraTestResult = {
  ...{ problem: null, facts: camera.facts, profiles: [], turns: true, driftMs: 0, warnings: [], picture: null },
  chosen: { monitorProfile: null, viewProfile: null },
};

export const fakeCameras: Fake<'cameras'> = ({ the, tell }) => {
  const its = (id: string) => the('camera', camera, id);
  return {
    list: async () => [camera],
    get: async (id) => its(id),
    create: async ({ name }) => tell(`camera ${name}`, { ...camera, name }),
    change: async (id, { name }) => tell(`camera ${id}`, { ...its(id), ...(name === undefined ? {} : { name }) }),
    remove: async (id) => tell(`no camera ${its(id).id}`, undefined),
    search: async () => [],
    test: async ({ host }) => tell(`ask ${host}`, tried),
    check: async (id) => tell(`check ${id}`, its(id)),
    setClock: async (id) => tell(`clock of ${id}`, its(id)),
    move: async (id, { x, y }) => tell(`turn ${its(id).id} by ${x} ${y}`, undefined),
    presets: async (id) => tell(`presets of ${its(id).id}`, []),
    goTo: async (id, preset) => tell(`${its(id).id} looks at ${preset}`, undefined),
    still: async (id) => tell(`still of ${its(id).id}`, { jpeg: Buffer.from([0xff, 0xd8]), takenAt: 0 }),
    admit: (id) => void its(id),
    look: (id) => tell(`look through ${id}`, () => undefined),
  };
};
