import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError, messageOf } from '../core/errors.ts';
import { parseToml } from './toml.ts';

/** Boot facts only; everything a village changes lives in the database and is changed in the panel. */
export interface Config {
  /** In every topic: `loa-thon/<villageId>/…`. */
  readonly villageId: string;
  readonly timeZone: string;
  /** So long the clock must go on from where it jumped to before slots that it jumped over are given up. */
  readonly clockPatienceSeconds: number;
  /** A file that is quieter than `belowDb` for so long is a fault, and the next one begins; null: it may be. */
  readonly silence: { readonly belowDb: number; readonly forMs: number } | null;
  /** Database, recordings, backups. */
  readonly stateFolder: string;
  /** M3U8 files and the sound they name. */
  readonly playlistsFolder: string;
  readonly http: { readonly host: string; readonly port: number; readonly securePort: number };
  readonly https: HttpsChoice;
  readonly mqtt: EmbeddedBroker | ExternalBroker;
  readonly logLevel: string;
}

/** The panel over TLS: not at all, with a certificate of the gateway's own authority, or with one that somebody brought. */
export type HttpsChoice =
  | { readonly kind: 'off' }
  | { readonly kind: 'village' }
  | { readonly kind: 'given'; readonly certificateFile: string; readonly keyFile: string };

export interface EmbeddedBroker {
  readonly kind: 'embedded';
  readonly host: string;
  readonly port: number;
  /** The same over TLS; null: plain only. */
  readonly tlsPort: number | null;
}

/** The external broker keeps its own accounts and ACL. */
export interface ExternalBroker {
  readonly kind: 'external';
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** PEM of the authority that its certificate comes from; null: one that the computer trusts already. */
  readonly authorityPem: string | null;
}

interface Setting {
  /** Where it stands in the TOML file. */
  readonly at: readonly [section: string, key: string];
  readonly env: string;
  readonly standard: string | number;
}

const settings = {
  villageId: { at: ['village', 'id'], env: 'LOA_THON_VILLAGE', standard: 'thon' },
  timeZone: { at: ['village', 'time_zone'], env: 'LOA_THON_TIME_ZONE', standard: 'Asia/Ho_Chi_Minh' },
  clockPatience: { at: ['clock', 'patience_seconds'], env: 'LOA_THON_CLOCK_PATIENCE_SECONDS', standard: 600 },
  silenceSeconds: { at: ['sound', 'silence_seconds'], env: 'LOA_THON_SOUND_SILENCE_SECONDS', standard: 8 },
  silenceBelow: { at: ['sound', 'silence_below_db'], env: 'LOA_THON_SOUND_SILENCE_BELOW_DB', standard: 50 },
  stateFolder: { at: ['folders', 'state'], env: 'LOA_THON_STATE_FOLDER', standard: 'state' },
  playlistsFolder: { at: ['folders', 'playlists'], env: 'LOA_THON_PLAYLISTS_FOLDER', standard: 'playlists' },
  httpHost: { at: ['http', 'host'], env: 'LOA_THON_HTTP_HOST', standard: '0.0.0.0' },
  httpPort: { at: ['http', 'port'], env: 'LOA_THON_HTTP_PORT', standard: 8080 },
  httpSecure: { at: ['http', 'secure'], env: 'LOA_THON_HTTP_SECURE', standard: 'on' },
  httpSecurePort: { at: ['http', 'secure_port'], env: 'LOA_THON_HTTP_SECURE_PORT', standard: 8443 },
  httpCertificate: { at: ['http', 'certificate'], env: 'LOA_THON_HTTP_CERTIFICATE', standard: '' },
  httpKey: { at: ['http', 'key'], env: 'LOA_THON_HTTP_KEY', standard: '' },
  mqttHost: { at: ['mqtt', 'host'], env: 'LOA_THON_MQTT_HOST', standard: '0.0.0.0' },
  mqttPort: { at: ['mqtt', 'port'], env: 'LOA_THON_MQTT_PORT', standard: 1883 },
  mqttTls: { at: ['mqtt', 'tls'], env: 'LOA_THON_MQTT_TLS', standard: 'on' },
  mqttTlsPort: { at: ['mqtt', 'tls_port'], env: 'LOA_THON_MQTT_TLS_PORT', standard: 8883 },
  mqttUrl: { at: ['mqtt', 'url'], env: 'LOA_THON_MQTT_URL', standard: '' },
  mqttUsername: { at: ['mqtt', 'username'], env: 'LOA_THON_MQTT_USERNAME', standard: '' },
  mqttPassword: { at: ['mqtt', 'password'], env: 'LOA_THON_MQTT_PASSWORD', standard: '' },
  mqttAuthority: { at: ['mqtt', 'authority'], env: 'LOA_THON_MQTT_AUTHORITY', standard: '' },
  logLevel: { at: ['log', 'level'], env: 'LOA_THON_LOG_LEVEL', standard: 'info' },
} as const satisfies Record<string, Setting>;

type Key = keyof typeof settings;
type Values = { [K in Key]: (typeof settings)[K]['standard'] extends number ? number : string };

/**
 * Reads `LOA_THON_CONFIG` (a TOML file, optional) and the `LOA_THON_*` environment, which wins.
 * Folders are taken from `root` when relative. Throws one `config.invalid` that names the setting and what it may be.
 */
export async function loadConfig(env: NodeJS.ProcessEnv, root: string): Promise<Config> {
  const file = env.LOA_THON_CONFIG;
  const toml = file ? await readToml(resolve(root, file)) : {};
  refuseUnknown(toml, file ?? '');
  const values = Object.fromEntries(
    Object.entries(settings).map(([key, setting]) => [key, valueOf(setting, toml, env)]),
  ) as Values;

  require(/^[a-z0-9][a-z0-9-]{0,31}$/.test(values.villageId), settings.villageId, 'small letters, digits and hyphens');
  require(isTimeZone(values.timeZone), settings.timeZone, 'an IANA time zone such as Asia/Ho_Chi_Minh');
  require(logLevels.includes(values.logLevel), settings.logLevel, `one of ${logLevels.join(', ')}`);
  require(values.mqttUrl === '' || isBroker(values.mqttUrl), settings.mqttUrl, 'empty or mqtt://host:1883');
  require(['on', 'off'].includes(values.httpSecure), settings.httpSecure, 'on or off');
  require(['on', 'off'].includes(values.mqttTls), settings.mqttTls, 'on or off');
  const securely = values.mqttAuthority === '' || values.mqttUrl.startsWith('mqtts:');
  require(securely, settings.mqttAuthority, 'there for a broker at mqtts:// only');
  const bothOrNone = (values.httpCertificate === '') === (values.httpKey === '');
  require(bothOrNone, settings.httpKey, 'there with http.certificate, and only then');

  return Object.freeze<Config>({
    villageId: values.villageId,
    timeZone: values.timeZone,
    clockPatienceSeconds: values.clockPatience,
    silence:
      values.silenceSeconds === 0 ? null : { belowDb: -values.silenceBelow, forMs: 1_000 * values.silenceSeconds },
    stateFolder: resolve(root, values.stateFolder),
    playlistsFolder: resolve(root, values.playlistsFolder),
    http: { host: values.httpHost, port: values.httpPort, securePort: values.httpSecurePort },
    https: httpsOf(values, root),
    mqtt: await mqttOf(values, root),
    logLevel: values.logLevel,
  });
}

function httpsOf({ httpSecure, httpCertificate, httpKey }: Values, root: string): HttpsChoice {
  if (httpSecure === 'off') return { kind: 'off' };
  if (httpCertificate === '') return { kind: 'village' };
  return { kind: 'given', certificateFile: resolve(root, httpCertificate), keyFile: resolve(root, httpKey) };
}

async function mqttOf(values: Values, root: string): Promise<Config['mqtt']> {
  const { mqttUrl: url, mqttAuthority, mqttTls, mqttTlsPort } = values;
  if (url === '') {
    const tlsPort = mqttTls === 'on' ? mqttTlsPort : null;
    return { kind: 'embedded', host: values.mqttHost, port: values.mqttPort, tlsPort };
  }
  const authorityPem =
    mqttAuthority === '' ? null : await readFile(resolve(root, mqttAuthority), 'utf8').catch(() => '');
  require(authorityPem === null || /BEGIN CERTIFICATE/.test(authorityPem), settings.mqttAuthority, 'a PEM file');
  return { kind: 'external', url, username: values.mqttUsername, password: values.mqttPassword, authorityPem };
}

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

type Toml = Record<string, unknown>;

async function readToml(path: string): Promise<Toml> {
  try {
    return parseToml(await readFile(path, 'utf8'));
  } catch (error) {
    throw invalid(`The settings file ${path} cannot be read: ${messageOf(error)}`, error);
  }
}

function valueOf(setting: Setting, toml: Toml, env: NodeJS.ProcessEnv): string | number {
  const [section, key] = setting.at;
  const raw = env[setting.env] ?? (toml[section] as Toml | undefined)?.[key];
  if (raw === undefined) return setting.standard;
  if (typeof setting.standard === 'string') {
    require(typeof raw === 'string', setting, 'text');
    return raw;
  }
  const number = Number(raw);
  require(raw !== '' &&
    Number.isInteger(number) &&
    number >= 0 &&
    number <= 65_535, setting, 'a whole number from 0 to 65535');
  return number;
}

/** A misspelt setting would silently keep its default, so it is an error. */
function refuseUnknown(toml: Toml, file: string): void {
  const known = new Set(Object.values(settings).map(({ at }) => at.join('.')));
  for (const [section, keys] of Object.entries(toml)) {
    for (const key of Object.keys(keys as object)) {
      if (!known.has(`${section}.${key}`))
        throw invalid(`${file} has a setting '${section}.${key}' that does not exist.`);
    }
  }
}

function require(holds: boolean, { at, env }: Setting, expected: string): asserts holds {
  if (!holds) throw invalid(`The setting ${at.join('.')} (${env}) must be ${expected}.`);
}

function invalid(message: string, cause?: unknown): AppError {
  return new AppError('config.invalid', 500, message, { cause });
}

/** Without a login in it: addresses are logged, and the login has settings of its own. */
function isBroker(url: string): boolean {
  if (!/^mqtts?:\/\//.test(url) || !URL.canParse(url)) return false;
  const { hostname, username, password } = new URL(url);
  return hostname !== '' && username === '' && password === '';
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
