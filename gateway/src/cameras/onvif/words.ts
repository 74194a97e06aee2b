import onvif from 'onvif';
import type { Clock } from '../../core/clock/clock.ts';
import type { CameraLogin } from './login.ts';

/** A request as the package words it, to be sent by us. */
export interface Composed {
  /** On the camera; which host that is, is ours to know. */
  readonly path: string;
  readonly action: string;
  readonly body: string;
}

export type ServicePaths = Readonly<Record<string, string>>;

/** The parts of the package's Cam behind its public face that we stand on; its version is pinned. */
interface Insides {
  timeShift: number;
  uri: Record<string, { path: string }>;
  media2Support: boolean;
  /** Where all its operations end: it would send what we only take down. */
  _requestPart2: (request: { url?: { path: string }; service?: string; action: string; body: string }) => void;
  _request(request: { url?: { path: string }; service?: string; body: string }, done: () => void): void;
  _envelopeHeader(open?: boolean): string;
  _envelopeFooter(): string;
  digestAuth(challenges: readonly string[], request: { method: string; path: string }): string;
}

export type Cam = InstanceType<typeof onvif.Cam>;

/**
 * The package's knowledge of what ONVIF says, without its wires: it writes each request (the token in its envelope
 * included), and we send it and read the answer. So nothing of it can wait, loop, or throw where nobody listens.
 */
export interface Words {
  /** As one of the package's own operations has it: `(cam) => cam.getProfiles(unheard)`. */
  of(speak: (cam: Cam) => void): Composed;
  /** An operation that the package has not, or words less well. `header`: more of the SOAP header. */
  own(
    operation: string,
    to?: { readonly service?: string; readonly path?: string; readonly header?: string },
  ): Composed;
  /** A `Authorization` for a camera that asks for HTTP digest (RFC 7616); null: no login, or nothing it understands. */
  sign(challenges: readonly string[], request: { method: string; path: string }): string | null;
  /** From now on tokens are dated by the camera's clock. */
  followClock(cameraNow: number): void;
  knowServices(paths: ServicePaths): void;
}

/** For the package's callbacks, which are never called. */
export const unheard = (): void => undefined;

export function createWords(parts: { clock: Clock; login: CameraLogin | null; devicePath: string }): Words {
  const { clock, login, devicePath } = parts;
  const make = (username?: string) => {
    const options = { hostname: 'camera', path: devicePath, autoconnect: false };
    const cam = new onvif.Cam(
      login && username !== undefined ? { ...options, username, password: said(login.password) } : options,
    );
    return { cam, insides: cam as unknown as Insides };
  };
  const speaker = make(login ? escapeXml(login.username) : undefined);
  const signer = make(login?.username);
  const { insides } = speaker;
  followClock(clock.now());
  insides.uri = {};

  /** The package dates by the age of the process. */
  function followClock(cameraNow: number): void {
    insides.timeShift = cameraNow - process.uptime() * 1_000;
  }

  function takenDown(speak: () => void): Composed {
    let composed: Composed | null = null;
    insides._requestPart2 = ({ url, service, action, body }) => {
      const path = url?.path ?? (service ? (insides.uri[service]?.path ?? devicePath) : devicePath);
      composed = { path, action, body };
    };
    speak();
    if (!composed) throw new Error('The package composed no request.');
    return composed;
  }

  return {
    of: (speak) => takenDown(() => speak(speaker.cam)),
    own: (operation, { service, path, header = '' } = {}) =>
      takenDown(() => {
        const body =
          `${insides._envelopeHeader(true)}${header}</s:Header>` +
          '<s:Body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">' +
          `${operation}${insides._envelopeFooter()}`;
        insides._request({ body, ...(service ? { service } : {}), ...(path ? { url: { path } } : {}) }, unheard);
      }),
    sign(challenges, request) {
      if (!login || challenges.length === 0) return null;
      try {
        return signer.insides.digestAuth(challenges, request);
      } catch {
        // A challenge that nobody can read, or with a hash that nobody has.
        return null;
      }
    },
    followClock,
    knowServices(paths) {
      insides.uri = Object.fromEntries(Object.entries(paths).map(([service, path]) => [service, { path }]));
      insides.media2Support = paths.media2 !== undefined;
    },
  };
}

/** The package takes an empty text for no login at all, and sends none; an object of that text it does not. */
function said(password: string): string {
  return password === '' ? (Object('') as string) : password;
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
