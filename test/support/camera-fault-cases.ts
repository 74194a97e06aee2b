import type { Camera } from '../../gateway/src/contract/index.ts';
import type { CameraFaults } from '../../gateway/src/simulator/cameras/faults.ts';
import type { SimulatedCamera, SimulatedCameraParts } from '../../gateway/src/simulator/cameras/simulated-camera.ts';

/** What can be wrong with a camera, and what people are to be told of it. */
export interface FaultCase {
  readonly fault: string;
  readonly parts?: Partial<SimulatedCameraParts>;
  /** It is so from before it is registered. */
  readonly before?: Partial<CameraFaults>;
  /** It happens while all is well. */
  readonly suffers?: Partial<CameraFaults>;
  /** What happens beside, or instead. */
  readonly happens?: (camera: SimulatedCamera) => void | Promise<void>;
  /** A login that it refuses was tried once, over whatever. */
  readonly oneTry?: true;
  /** As a technician typed it. */
  readonly typedPassword?: string;
  readonly status: Camera['status'];
  /** Any of these; null: nothing is wrong. */
  readonly causes: readonly Camera['cause'][];
  readonly events?: Camera['events'];
  /** Seconds from when it is so until people are told. */
  readonly withinS: number;
  /** What puts it right: the fault's end alone, a person who says so, the clock given anew, the right password. */
  readonly mended: 'by-itself' | 'checked' | 'clock-given' | 'retyped';
}

/** Two questions are 15 s apart and each is waited for 8 s. */
const answersS = 60;
export const anyS = 100;
const broken = (fault: string, web: CameraFaults['web'], ...causes: Camera['cause'][]): FaultCase => ({
  ...{ fault, suffers: { web }, status: 'degraded', causes, withinS: answersS, mended: 'by-itself' },
});
const harmless = (fault: string, faults: Partial<CameraFaults>, events: Camera['events'] = 'heard'): FaultCase => ({
  ...{ fault, before: faults, status: 'online', causes: [null], events, withinS: anyS, mended: 'by-itself' },
});

/** Ends all that comes of its lines, as a switch that is gone does. */
const breakLines = (camera: SimulatedCamera) => camera.hangUp();

export const faultCases: readonly FaultCase[] = [
  // Gone.
  {
    ...{ fault: 'dead: nobody at its ports', suffers: { web: 'refusing', rtsp: 'dead' }, status: 'offline' },
    ...{ causes: ['refused', 'unreachable'], withinS: answersS, mended: 'by-itself' },
  },
  {
    ...{ fault: 'it is reached, and says nothing', suffers: { web: 'mute', rtsp: 'mute' }, happens: breakLines },
    ...{ status: 'offline', causes: ['timed-out'], withinS: answersS, mended: 'by-itself' },
  },
  {
    ...{ fault: 'no profiles', before: { profiles: 'none' }, status: 'offline', causes: ['no-profiles'] },
    ...{ withinS: anyS, mended: 'by-itself' },
  },
  // The picture comes, and its web server is ill.
  broken('mute', 'mute', 'timed-out'),
  broken('dripping a byte every 2 s', 'dripping', 'timed-out'),
  broken('refusing', 'refusing', 'refused'),
  broken('an HTML page', 'page', 'not-onvif'),
  broken('truncated replies', 'truncated', 'broken-reply'),
  broken('a reply without end', 'huge', 'broken-reply', 'timed-out'),
  broken('an XML bomb', 'bomb', 'broken-reply'),
  broken('elements a million deep', 'deep', 'broken-reply'),
  broken('no HTTP', 'garbage', 'not-onvif'),
  broken('resetting', 'resetting', 'unreachable', 'broken-reply'),
  { ...broken('a bare 401', 'bare-401', 'wrong-password'), status: 'locked', mended: 'checked' },
  // Its login.
  {
    ...{ fault: 'wrong password', typedPassword: 'sai-mat-khau', status: 'locked', causes: ['wrong-password'] },
    ...{ withinS: 15, mended: 'retyped', oneTry: true },
  },
  {
    ...{ fault: 'another password by now, and all lines break', status: 'locked', causes: ['wrong-password'] },
    ...{ happens: (camera) => (camera.changePassword('doi-2026'), camera.hangUp()), oneTry: true },
    ...{ withinS: answersS, mended: 'retyped' },
  },
  {
    ...{ fault: 'another password by now, and who looks may go on', status: 'locked', causes: ['wrong-password'] },
    ...{ happens: (camera) => camera.changePassword('doi-2026'), oneTry: true, withinS: answersS, mended: 'retyped' },
  },
  {
    ...{ fault: 'somebody else locked it', parts: { locksAfter: 1, lockMs: 45_000 }, happens: lockItByAnother },
    // Its RTSP server may be the first that is asked, and has no word for it.
    ...{ status: 'locked', causes: ['locked', 'wrong-password'], withinS: answersS, mended: 'checked' },
  },
  // Its clock.
  {
    ...{ fault: 'clock 7 h off', suffers: { clockOffsetMs: -7 * 3_600_000 }, status: 'degraded' },
    ...{ causes: ['clock-off'], withinS: answersS, mended: 'clock-given' },
  },
  {
    ...{ fault: 'power cut: the year 2000', happens: (camera) => camera.reboot(), status: 'degraded' },
    ...{ causes: ['clock-off'], withinS: answersS, mended: 'clock-given' },
  },
  // Its stream.
  {
    ...{ fault: 'rtsp dead', suffers: { rtsp: 'dead' }, status: 'degraded', causes: ['stream-refused'] },
    ...{ withinS: answersS, mended: 'by-itself' },
  },
  {
    ...{ fault: 'rtsp mute', suffers: { rtsp: 'mute' }, happens: breakLines, status: 'degraded' },
    ...{ causes: ['stream-silent', 'stream-stalled'], withinS: answersS, mended: 'by-itself' },
  },
  {
    ...{ fault: 'rtsp stalled, line open', suffers: { rtsp: 'stalled' }, status: 'degraded' },
    ...{ causes: ['stream-stalled', 'stream-silent'], withinS: answersS, mended: 'by-itself' },
  },
  {
    ...{ fault: 'rtsp slow: key frames only', suffers: { rtsp: 'slow' }, status: 'degraded', causes: ['slow'] },
    ...{ withinS: answersS, mended: 'by-itself' },
  },
  {
    ...{ fault: 'sessions full', suffers: { rtspSessions: 0 }, happens: breakLines, status: 'degraded' },
    ...{ causes: ['stream-busy'], withinS: answersS, mended: 'by-itself' },
  },
  // Its picture.
  {
    ...{ fault: 'frozen from the start', before: { picture: 'frozen' }, status: 'degraded', causes: ['frozen'] },
    ...{ withinS: anyS, mended: 'by-itself' },
  },
  {
    ...{ fault: 'freezes while watched', suffers: { picture: 'frozen' }, status: 'degraded', causes: ['frozen'] },
    ...{ withinS: anyS, mended: 'by-itself' },
  },
  {
    ...{ fault: 'covered while watched', suffers: { picture: 'black' }, status: 'degraded', causes: ['black'] },
    ...{ withinS: anyS, mended: 'by-itself' },
  },
  // What disturbs nobody.
  harmless('answers after 2 s', { slowMs: 2_000 }),
  harmless('its date needs a login', { dateNeedsLogin: true }),
  harmless('names a source it has not', { profiles: 'unknown-source' }),
  harmless('names another host', { namesHost: '192.0.2.77' }),
  harmless('a page for a snapshot', { snapshot: 'page' }),
  harmless('no events', { events: 'refuses-create' }, 'unsupported'),
  harmless('pulls refused', { events: 'refuses-pull' }, 'unsupported'),
  harmless('events mute', { events: 'mute' }, 'unknown'),
  harmless('pulls not held', { events: 'hasty' }),
  harmless('renewals refused', { events: 'refuses-renew' }),
];

/** A wrong password from elsewhere. */
async function lockItByAnother({ host, port }: SimulatedCamera): Promise<void> {
  const url = `http://${host}:${port}/onvifsnapshot?channel=1`;
  const { headers } = await fetch(url);
  const nonce = /nonce="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? '';
  await fetch(url, {
    headers: { authorization: `Digest username="admin", nonce="${nonce}", uri="/", response="sai"` },
  });
}
