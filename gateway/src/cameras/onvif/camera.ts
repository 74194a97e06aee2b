import type { Clock } from '../../core/clock/clock.ts';
import { asSeenFromHere, pathNamed, usualPath, type CameraAddress } from './address.ts';
import { openSubscription, type Subscription } from './subscription.ts';
import { createLine } from './line.ts';
import { checkLogin, type CameraLogin } from './login.ts';
import { askDate, askFacts, askProfiles, askServices, type CameraFacts, type CameraProfile } from './set-up.ts';
import { attributeOf, childOf, childrenOf, textOf } from './soap.ts';
import type { OnvifTiming } from './timing.ts';
import { verdictOf } from './verdict.ts';
import { escapeXml, unheard } from './words.ts';

export interface CameraTarget {
  readonly host: string;
  readonly port: number;
  /** Of its device service, where it is not the usual one. */
  readonly path?: string;
  /** null: the camera asks nobody who they are. */
  readonly login: CameraLogin | null;
}

/** A camera that was reached and let us in. What it answers is fresh; nothing outlives a new connect. */
export interface OnvifCamera {
  readonly facts: CameraFacts;
  /** Its clock minus ours as it was reached, in ms; null: it tells no time. */
  readonly driftMs: number | null;
  /** It says that it can be turned; whether it can is seen when it is tried. */
  readonly turns: boolean;
  /** Its clock minus ours now: the lightest question that there is. */
  drift(signal: AbortSignal): Promise<number | null>;
  /** Never empty. */
  profiles(signal: AbortSignal): Promise<CameraProfile[]>;
  /** As reached from here, without a login in it. */
  streamUri(profileToken: string, signal: AbortSignal): Promise<string>;
  snapshotUri(profileToken: string, signal: AbortSignal): Promise<string>;
  /** What it sees now, as JPEG; rejects with its trouble, `camera.unsupported` when it is none. */
  snapshot(profileToken: string, signal: AbortSignal): Promise<Buffer>;
  /** Gives it our time, and says how far off it still is. */
  setClock(signal: AbortSignal): Promise<number | null>;
  subscribe(signal: AbortSignal): Promise<Subscription>;
  readonly ptz: CameraHead;
}

export interface CameraHead {
  /** −1 … 1 each, until `stop`, or its own limit if it never hears that. */
  move(profileToken: string, by: { x: number; y: number; zoom: number }, signal: AbortSignal): Promise<void>;
  stop(profileToken: string, signal: AbortSignal): Promise<void>;
  presets(profileToken: string, signal: AbortSignal): Promise<{ token: string; name: string }[]>;
  goTo(profileToken: string, presetToken: string, signal: AbortSignal): Promise<void>;
}

/** A head whose stop got lost stops by itself. */
const longestMoveMs = 5_000;

/**
 * Date → services → device information, on lines of its own. Rejects with the camera's trouble. A camera whose login is
 * wrong is asked exactly once with it.
 */
export async function reachCamera(
  { clock, timing }: { clock: Clock; timing: OnvifTiming },
  target: CameraTarget,
  signal: AbortSignal,
): Promise<OnvifCamera> {
  const { login } = target;
  if (login) checkLogin(login);
  const address: CameraAddress = { host: target.host, port: target.port, path: target.path ?? usualPath };
  const line = createLine({ clock, timing, address, login });
  const { words } = line;
  const driftNow = async (until: AbortSignal) => {
    const cameraNow = await askDate(line, clock, until);
    return cameraNow === null ? null : Math.round(cameraNow - clock.now());
  };

  const driftMs = await driftNow(signal);
  const { paths, itself } = await askServices(line, signal);
  line.knowServices(paths);
  const facts = await askFacts(line, signal);

  async function uriOf(
    operation: 'getStreamUri' | 'getSnapshotUri',
    token: string,
    until: AbortSignal,
  ): Promise<string> {
    const profileToken = escapeXml(token);
    const composed = words.of((cam) => {
      if (operation === 'getStreamUri') cam.getStreamUri({ protocol: 'RTSP', profileToken }, unheard);
      else cam.getSnapshotUri({ profileToken }, unheard);
    });
    const reply = childOf(await line.ask(composed, until), `${operation}Response`);
    const uri = asSeenFromHere(textOf(reply, 'mediaUri', 'uri') ?? textOf(reply, 'uri') ?? '', address, itself);
    if (uri === null) throw line.trouble('broken-reply');
    return uri;
  }

  return {
    facts,
    driftMs,
    turns: paths.ptz !== undefined,
    drift: driftNow,
    async profiles(until) {
      let profiles = await askProfiles(line, until).catch((error: unknown) => {
        // Some claim Media ver20 and cannot do it (D-Link DCS-8635LH).
        if (paths.media2 === undefined || paths.media === undefined || verdictOf(error) !== 'unsupported') throw error;
        return [];
      });
      if (profiles.length === 0 && paths.media2 !== undefined && paths.media !== undefined) {
        const { media2: _claimed, ...others } = paths;
        line.knowServices(others);
        profiles = await askProfiles(line, until);
      }
      if (profiles.length === 0) throw line.trouble('no-profiles');
      return profiles;
    },
    streamUri: (token, until) => uriOf('getStreamUri', token, until),
    snapshotUri: (token, until) => uriOf('getSnapshotUri', token, until),
    async snapshot(token, until) {
      // Only its path is used, at the address that was given: no login goes where only an answer points to.
      const path = pathNamed(await uriOf('getSnapshotUri', token, until));
      if (path === null) throw line.trouble('unsupported');
      return line.fetchPicture(path, until);
    },
    async setClock(until) {
      // By it the request itself is dated, and it may have jumped since it was asked last.
      await driftNow(until);
      const dateTime = new Date(clock.now());
      await line.ask(
        words.of((cam) => cam.setSystemDateAndTime({ dateTimeType: 'Manual', dateTime }, unheard)),
        until,
      );
      return driftNow(until);
    },
    subscribe: (until) => openSubscription({ clock, timing, line }, until),
    ptz: {
      async move(token, by, until) {
        const profileToken = escapeXml(token);
        const timeout = longestMoveMs;
        await line.ask(
          words.of((cam) => cam.continuousMove({ ...by, profileToken, timeout }, unheard)),
          until,
        );
      },
      async stop(token, until) {
        const profileToken = escapeXml(token);
        await line.ask(
          words.of((cam) => cam.stop({ profileToken, panTilt: true, zoom: true }, unheard)),
          until,
        );
      },
      async presets(token, until) {
        const said = await line.ask(
          words.of((cam) => cam.getPresets({ profileToken: escapeXml(token) }, unheard)),
          until,
        );
        return childrenOf(childOf(said, 'getPresetsResponse') ?? '', 'preset').map((preset) => ({
          token: attributeOf(preset, 'token') ?? '',
          name: textOf(preset, 'name') ?? '',
        }));
      },
      async goTo(token, presetToken, until) {
        const options = { profileToken: escapeXml(token), preset: escapeXml(presetToken) };
        await line.ask(
          words.of((cam) => cam.gotoPreset(options, unheard)),
          until,
        );
      },
    },
  };
}
