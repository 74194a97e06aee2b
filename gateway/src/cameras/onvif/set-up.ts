import type { Clock } from '../../core/clock/clock.ts';
import { pathNamed } from './address.ts';
import type { Line } from './line.ts';
import { attributeOf, childOf, childrenOf, numberOf, textOf, type Element } from './soap.ts';
import { refusesLogin, verdictOf } from './verdict.ts';
import { unheard, type ServicePaths } from './words.ts';

/** What a camera says of itself, each as it was written. */
export interface CameraFacts {
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
  readonly serial: string;
  readonly hardware: string;
}

/** A stream that it offers. null: it does not say. */
export interface CameraProfile {
  readonly token: string;
  readonly name: string;
  readonly encoding: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
  readonly kbps: number | null;
  /** Frames from one key frame to the next. */
  readonly gop: number | null;
  readonly audio: string | null;
  readonly ptz: boolean;
}

/**
 * The camera's clock, epoch ms; null: it says none. Asked without a login, as it must be told to everybody (ONVIF Core
 * §5.9.4.3), and with one where it is not.
 */
export async function askDate(line: Line, clock: Clock, signal: AbortSignal): Promise<number | null> {
  const before = clock.now();
  const operation = '<GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/>';
  let said: Element;
  try {
    said = await line.ask(
      line.words.of((cam) => cam.getSystemDateAndTime(unheard)),
      signal,
      { open: true },
    );
  } catch (error) {
    if (!refusesLogin(error)) throw error;
    said = await line.ask(line.words.own(operation), signal);
  }
  const date = childOf(said, 'getSystemDateAndTimeResponse', 'systemDateAndTime', 'UTCDateTime');
  const field = (...path: string[]) => numberOf(date, ...path) ?? NaN;
  const cameraNow = Date.UTC(
    ...([field('date', 'year'), field('date', 'month') - 1, field('date', 'day')] as const),
    ...([field('time', 'hour'), field('time', 'minute'), field('time', 'second')] as const),
  );
  if (Number.isNaN(cameraNow)) return null;
  // It was true at some moment of the asking, and whole seconds are all that it tells.
  const passed = clock.now() - before;
  line.knowClock(cameraNow + passed / 2);
  return cameraNow + passed / 2;
}

/** Where its services are. What knows no GetServices (before ONVIF 2.1) says it among its capabilities. */
export async function askServices(
  line: Line,
  signal: AbortSignal,
): Promise<{ paths: ServicePaths; itself: string | null }> {
  const { words } = line;
  try {
    const said = await line.ask(
      words.of((cam) => cam.getServices(false, unheard)),
      signal,
    );
    const services = childrenOf(childOf(said, 'getServicesResponse') ?? '', 'service');
    const named = services.map(
      (each) => [serviceName(textOf(each, 'namespace') ?? ''), textOf(each, 'XAddr')] as const,
    );
    if (named.some(([name]) => name !== null)) return found(named);
  } catch (error) {
    if (verdictOf(error) !== 'unsupported') throw error;
  }
  const said = await line.ask(
    words.of((cam) => cam.getCapabilities(unheard)),
    signal,
  );
  const capabilities = childOf(said, 'getCapabilitiesResponse', 'capabilities');
  const named = ['device', 'media', 'events', 'PTZ'] as const;
  return found(named.map((name) => [name.toLowerCase(), textOf(capabilities, name, 'XAddr')] as const));
}

function found(named: readonly (readonly [name: string | null, address: string | null])[]) {
  const paths: Record<string, string> = {};
  for (const [name, address] of named) {
    const path = address === null ? null : pathNamed(address);
    if (name !== null && path !== null) paths[name] = path;
  }
  return { paths, itself: named.find(([name]) => name === 'device')?.[1] ?? null };
}

/** The package's name for a service; makers have services of their own, which are none. */
function serviceName(namespace: string): string | null {
  const [, version, name] = /^http:\/\/www\.onvif\.org\/(ver\d+)\/(\w+)\/wsdl$/.exec(namespace) ?? [];
  if (!name) return null;
  return name === 'media' && version === 'ver20' ? 'media2' : name.toLowerCase();
}

/** What a camera says is kept, and goes to each panel with each change: of what is longer than any maker's, no more than this. */
const longest = { fact: 128, token: 64, name: 64, encoding: 32, profiles: 128 };

/** Needs the login everywhere, so it also shows that the login is right. */
export async function askFacts(line: Line, signal: AbortSignal): Promise<CameraFacts> {
  const said = await line.ask(
    line.words.of((cam) => cam.getDeviceInformation(unheard)),
    signal,
  );
  const of = (name: string) => textOf(said, 'getDeviceInformationResponse', name)?.slice(0, longest.fact) ?? '';
  return {
    manufacturer: of('manufacturer'),
    model: of('model'),
    firmware: of('firmwareVersion'),
    serial: of('serialNumber'),
    hardware: of('hardwareId'),
  };
}

export async function askProfiles(line: Line, signal: AbortSignal): Promise<CameraProfile[]> {
  const said = await line.ask(
    line.words.of((cam) => cam.getProfiles(unheard)),
    signal,
  );
  const profiles = childrenOf(childOf(said, 'getProfilesResponse') ?? '', 'profiles').map(readProfile);
  return profiles
    .filter(({ token, width }) => token !== '' && token.length <= longest.token && width !== null)
    .slice(0, longest.profiles);
}

/** Media ver10 has the parts of a profile in itself, ver20 among its configurations and under other names. */
function readProfile(profile: Element): CameraProfile {
  const part = (old: string, now: string) => childOf(profile, old) ?? childOf(profile, 'configurations', now);
  const video = part('videoEncoderConfiguration', 'videoEncoder');
  const gop = numberOf(video, 'H264', 'govLength') ?? Number(attributeOf(video, 'GovLength') ?? NaN);
  return {
    token: attributeOf(profile, 'token') ?? '',
    name: textOf(profile, 'name')?.slice(0, longest.name) ?? '',
    encoding: textOf(video, 'encoding')?.slice(0, longest.encoding) ?? null,
    width: numberOf(video, 'resolution', 'width'),
    height: numberOf(video, 'resolution', 'height'),
    fps: numberOf(video, 'rateControl', 'frameRateLimit'),
    kbps: numberOf(video, 'rateControl', 'bitrateLimit'),
    gop: Number.isNaN(gop) ? null : gop,
    audio: textOf(part('audioEncoderConfiguration', 'audioEncoder'), 'encoding')?.slice(0, longest.encoding) ?? null,
    ptz: part('PTZConfiguration', 'PTZ') !== null,
  };
}
