import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../core/clock/clock.ts';
import { createAccount } from './account.ts';
import { createDiscoveryResponder, discoveryPort } from './discovery.ts';
import { noFaults, type CameraFaults } from './faults.ts';
import type { Encoding } from './rtsp/annex-b.ts';
import { gopSeconds } from './rtsp/footage.ts';
import { createRtspServer, type RtspStream } from './rtsp/server.ts';
import type { Make } from './soap/envelope.ts';
import type { OfferedProfile } from './soap/media-replies.ts';
import { createHead } from './soap/ptz-replies.ts';
import { createSoapService, type Asked } from './soap/service.ts';
import { createSubscriptions } from './soap/subscriptions.ts';
import type { Reel } from './reel.ts';
import { createCameraWeb, type WebReply } from './web.ts';

/** An ONVIF camera on this machine, over the wire and with every fault by command. */
export interface SimulatedCamera {
  readonly host: string;
  /** Of its ONVIF services and snapshots. */
  readonly port: number;
  readonly rtspPort: number;
  readonly username: string;
  readonly password: string;
  /** Everything that was asked over SOAP, in order. */
  readonly asked: readonly Asked[];
  /** Attempts to sign in that it refused, over whatever. */
  readonly failedLogins: number;
  readonly openSubscriptions: number;
  readonly viewers: number;
  /** What its head was told to do. */
  readonly moves: readonly string[];
  /** Epoch ms. */
  now(): number;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** From now on, until `recover`. */
  suffer(faults: Partial<CameraFaults>): Promise<void>;
  recover(): Promise<void>;
  /** Every viewer's line breaks, as when a switch is gone. */
  hangUp(): void;
  /** Somebody gives it another password; who looks may go on looking. */
  changePassword(password: string): void;
  /** The power was away: lines break, the clock begins in the year 2000. */
  reboot(): void;
  /** Somebody moves before it, or stops. */
  motion(on: boolean): void;
  /** Somebody covers or turns it. */
  tamper(on: boolean): void;
  crossLine(): void;
}

export interface SimulatedCameraParts {
  readonly clock: Clock;
  readonly reel: Reel;
  readonly name: string;
  readonly make: Make;
  readonly username: string;
  readonly password: string;
  readonly host?: string;
  readonly signIn?: 'ws-security' | 'http-digest';
  readonly media2?: boolean;
  readonly ptz?: boolean;
  /** What its streams say they are, when that is not so: then nothing comes of them. */
  readonly encoding?: Encoding;
  readonly firmware?: string;
  readonly serial?: string;
  readonly tokens?: { readonly main: string; readonly sub: string };
  readonly subscriptionSlots?: number;
  readonly subscriptionsByReference?: boolean;
  readonly locksAfter?: number;
  readonly lockMs?: number;
  /** null: it is never found by a search. */
  readonly discoveryPort?: number | null;
}

const makers: Readonly<Record<Make, { manufacturer: string; model: string; hardware: string }>> = {
  hikvision: { manufacturer: 'HIKVISION', model: 'DS-2CD1023G0-IUF', hardware: '88' },
  dahua: { manufacturer: 'Dahua', model: 'IPC-HFW1230S', hardware: '1.00' },
  gsoap: { manufacturer: 'H264', model: 'XM530_50X20-AI', hardware: 'V1.0' },
};

export function createSimulatedCamera(parts: SimulatedCameraParts): SimulatedCamera {
  const { clock, reel, name, make, username } = parts;
  let { password } = parts;
  const { host = '127.0.0.1', tokens = { main: 'Profile_1', sub: 'Profile_2' } } = parts;
  const faults = noFaults();
  const asked: Asked[] = [];
  const account = createAccount({
    ...{ clock, username, password },
    ...{ locksAfter: parts.locksAfter ?? 7, lockMs: parts.lockMs ?? 30 * 60_000 },
  });
  const subscriptions = createSubscriptions({
    clock,
    faults,
    slots: parts.subscriptionSlots ?? 4,
    byReference: parts.subscriptionsByReference ?? false,
  });
  const head = (parts.ptz ?? false) ? createHead() : null;

  const shots = { main: reel.main ?? reel, sub: reel };
  // Xiongmai's name whoever may look, and the password with it.
  const ofXiongmai = (stream: number) => `/user=${username}_password=${password}_channel=1_stream=${stream}.sdp`;
  const streamPaths =
    make === 'gsoap'
      ? { main: ofXiongmai(0), sub: ofXiongmai(1) }
      : { main: '/Streaming/Channels/101', sub: '/Streaming/Channels/102' };
  const streams = (['main', 'sub'] as const).map((kind): RtspStream & OfferedProfile => {
    const { width, height, fps, encoding } = shots[kind].live;
    return {
      ...{ token: tokens[kind], name: `${kind}Stream`, encoding: parts.encoding ?? encoding, width, height, fps },
      ...{ kbps: kind === 'main' ? 2048 : 512, gop: gopSeconds * fps, audio: true, ptz: head !== null },
      streamPath: streamPaths[kind],
      footage: () => shots[kind][faults.picture],
    };
  });

  const namedHost = () => faults.namesHost ?? host;
  const soap = createSoapService({
    ...{ clock, make, faults, account, subscriptions, head, profiles: streams },
    signIn: parts.signIn ?? 'ws-security',
    media2: parts.media2 ?? false,
    facts: {
      ...makers[make],
      firmware: parts.firmware ?? 'V5.5.82 build 190909',
      serial: parts.serial ?? 'DS-2CD1023G0-IUF20190909AAWRD12345678',
    },
    addresses: {
      web: () => `http://${namedHost()}:${web.port}`,
      stream: (path) => `rtsp://${namedHost()}:${rtsp.port}${path}?transportmode=unicast&profile=1`,
    },
    onAsked: (what) => asked.push(what),
  });
  const web = createCameraWeb({ clock, host, faults, answer });
  const rtsp = createRtspServer({
    ...{ clock, host, account, faults },
    streamAt: (path) => streams.find(({ streamPath }) => streamPath === path) ?? null,
  });
  const searchedAt = parts.discoveryPort === undefined ? discoveryPort : parts.discoveryPort;
  const discovery = createDiscoveryResponder({
    ...{ host, name, faults, uuid: randomUUID(), model: makers[make].model },
    port: searchedAt ?? discoveryPort,
    xaddrs: () => `http://${namedHost()}:${web.port}/onvif/device_service`,
  });

  async function answer(request: IncomingMessage, body: string, signal: AbortSignal): Promise<WebReply> {
    if (!request.url?.startsWith('/onvifsnapshot')) return soap.answer(request, body, signal);
    if (account.judgeDigest(request.headers.authorization, 'GET') !== 'good') {
      return { status: 401, headers: { 'WWW-Authenticate': account.challenge() }, body: '' };
    }
    if (faults.snapshot === 'page')
      return { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html></html>' };
    return { status: 200, headers: { 'Content-Type': 'image/jpeg' }, body: reel.still };
  }

  async function settle(): Promise<void> {
    await Promise.all([web.settle(), rtsp.settle()]);
  }

  function notify(topic: string, data: Readonly<Record<string, string>>): void {
    const source = { VideoSourceConfigurationToken: 'VideoSourceToken', Rule: 'MyRule' };
    subscriptions.notify({ topic, source, data });
  }

  return {
    ...{ host, username, asked },
    get password() {
      return password;
    },
    get port() {
      return web.port;
    },
    get rtspPort() {
      return rtsp.port;
    },
    get failedLogins() {
      return account.failures;
    },
    get openSubscriptions() {
      return subscriptions.open;
    },
    get viewers() {
      return rtsp.viewers;
    },
    moves: head?.story ?? [],
    now: soap.now,
    async start() {
      await settle();
      if (searchedAt !== null) await discovery.start();
    },
    async stop() {
      await Promise.all([discovery.stop(), web.stop(), rtsp.stop()]);
    },
    async suffer(change) {
      Object.assign(faults, change);
      await settle();
    },
    async recover() {
      Object.assign(faults, noFaults());
      await settle();
    },
    hangUp: rtsp.hangUp,
    changePassword(other) {
      password = other;
      account.change(other);
    },
    reboot() {
      soap.reboot();
      rtsp.hangUp();
    },
    motion(on) {
      if (!on && faults.events === 'stuck') return;
      notify('tns1:RuleEngine/CellMotionDetector/Motion', { IsMotion: String(on) });
    },
    tamper: (on) => notify('tns1:RuleEngine/TamperDetector/Tamper', { IsTamper: String(on) }),
    crossLine: () => notify('tns1:RuleEngine/LineDetector/Crossed', { ObjectId: '7' }),
  };
}
