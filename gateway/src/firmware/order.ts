import type { ButtonDriver, RelayDriver } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { freshSlug, newSecret } from '../core/ids.ts';
import type { ButtonDevice, GatewayPlace, RelayDevice } from './place.ts';
import { buttonSetUp, relaySetUp, type Templates } from './recipes.ts';

/** Where a file goes, below the folder that was asked for. */
export interface OrderedFile {
  readonly path: string;
  readonly text: string;
}

const relayDrivers: readonly RelayDriver[] = ['tasmota', 'shelly', 'esphome', 'zigbee2mqtt', 'generic'];
const buttonDrivers: readonly ButtonDriver[] = ['tasmota', 'generic'];

/**
 * The files of every device of an order, made without a gateway: a folder a device, and the accounts for a broker of one's
 * own. An order is `{ village, host, port?, stream?, tls?, relays?: [{ name, driver, channels?, id?, password? }],
 * buttons?: [{ name, driver, holdSeconds?, id?, password? }] }`. Throws `firmware.order`, naming what is wrong with it.
 */
export function filesOf(order: unknown, templates: Templates): OrderedFile[] {
  const root = objectOf(order, 'order');
  refuseUnknown(root, 'order', ['village', 'host', 'port', 'stream', 'tls', 'relays', 'buttons']);
  const host = matching(root.host, 'host', /^[\w.:-]+$/, 'a host name or an address');
  const gateway: GatewayPlace = {
    village: matching(root.village, 'village', slugPattern, slugWords),
    host,
    port: wholeNumber(root.port ?? 1883, 'port', 1, 65_535),
    tls: root.tls === undefined ? null : tlsOf(objectOf(root.tls, 'tls')),
    stream: matching(
      root.stream ?? `http://${host}:8080/streams/loa.mp3`,
      'stream',
      /^https?:\/\/\S+$/,
      'an http address',
    ),
  };
  const relays = listOf(root.relays, 'relays').map(relayOf());
  const buttons = listOf(root.buttons, 'buttons').map(buttonOf());
  if (relays.length + buttons.length === 0) throw wrong('relays', 'at least one relay or button');
  const made = [
    ...relays.map((relay) => ({ ...relay, kind: 'relay', setUp: relaySetUp(relay, gateway, templates) })),
    ...buttons.map((button) => ({ ...button, kind: 'button', setUp: buttonSetUp(button, gateway, templates) })),
  ];
  return [
    ...made.flatMap(({ username, setUp }) =>
      setUp.files.map(({ name, text }) => ({ path: `${username}/${name}`, text })),
    ),
    { path: 'mosquitto-passwords.txt', text: made.map((one) => `${one.username}:${one.password}\n`).join('') },
    {
      path: 'mosquitto-acl.txt',
      text: made
        .map(
          ({ username, kind, id }) =>
            `user ${username}\ntopic readwrite loa-thon/${gateway.village}/${kind}/${id}/#\n\n`,
        )
        .join(''),
    },
  ];
}

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const slugWords = 'lower-case letters and digits, with hyphens between';

function relayOf(): (order: unknown, index: number) => RelayDevice {
  const device = deviceOf('relay', ['driver', 'channels']);
  return (order, index) => {
    const at = `relays[${index}]`;
    const { driver, channels = 1 } = objectOf(order, at);
    return {
      ...device(order, at),
      driver: oneOf(driver, `${at}.driver`, relayDrivers),
      channels: wholeNumber(channels, `${at}.channels`, 1, 32),
      leaseSeconds: 90,
      restSeconds: 5,
    };
  };
}

function buttonOf(): (order: unknown, index: number) => ButtonDevice {
  const device = deviceOf('button', ['driver', 'holdSeconds']);
  return (order, index) => {
    const at = `buttons[${index}]`;
    const { driver, holdSeconds = 3 } = objectOf(order, at);
    return {
      ...device(order, at),
      driver: oneOf(driver, `${at}.driver`, buttonDrivers),
      holdSeconds: wholeNumber(holdSeconds, `${at}.holdSeconds`, 1, 10),
    };
  };
}

/** What every device has. Ids follow from the name as the gateway's do, and no two are alike. */
function deviceOf(kind: 'relay' | 'button', more: readonly string[]) {
  const taken: string[] = ['tasmotas'];
  return (order: unknown, at: string) => {
    const given = objectOf(order, at);
    refuseUnknown(given, at, ['name', 'id', 'password', ...more]);
    const name = matching(given.name, `${at}.name`, /\S/, 'a name');
    const id =
      given.id === undefined ? freshSlug(name, taken, kind) : matching(given.id, `${at}.id`, slugPattern, slugWords);
    if (taken.includes(id)) throw wrong(`${at}.id`, 'an id that no other device has');
    taken.push(id);
    const password =
      given.password === undefined
        ? newSecret()
        : matching(given.password, `${at}.password`, /^.+$/, 'a text on one line');
    return { id, name, username: `${kind}-${id}`, password, localPassword: newSecret() };
  };
}

function tlsOf(given: Readonly<Record<string, unknown>>): NonNullable<GatewayPlace['tls']> {
  refuseUnknown(given, 'tls', ['port', 'authorityPem', 'fingerprintSha1']);
  return {
    port: wholeNumber(given.port ?? 8883, 'tls.port', 1, 65_535),
    authorityPem: matching(
      given.authorityPem,
      'tls.authorityPem',
      /^-----BEGIN CERTIFICATE-----\n/,
      'a PEM certificate',
    ),
    fingerprintSha1: matching(given.fingerprintSha1, 'tls.fingerprintSha1', /^[0-9a-f]{40}$/i, '40 hexadecimal digits'),
    authority: '',
    checkName: false,
  };
}

function objectOf(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(at, 'a table');
  return value as Readonly<Record<string, unknown>>;
}

function listOf(value: unknown, at: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw wrong(at, 'a list');
  return value;
}

function matching(value: unknown, at: string, pattern: RegExp, what: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw wrong(at, what);
  return value;
}

function oneOf<T extends string>(value: unknown, at: string, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw wrong(at, `one of ${choices.join(', ')}`);
  return chosen;
}

function wholeNumber(value: unknown, at: string, from: number, to: number): number {
  if (!Number.isInteger(value) || Number(value) < from || Number(value) > to) {
    throw wrong(at, `a whole number from ${from} to ${to}`);
  }
  return Number(value);
}

function refuseUnknown(given: object, at: string, known: readonly string[]): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined) throw wrong(`${at}.${unknown}`, `none: known are ${known.join(', ')}`);
}

function wrong(at: string, expected: string): AppError {
  return new AppError('firmware.order', 422, `In the order '${at}' should be ${expected}.`, { params: { at } });
}
