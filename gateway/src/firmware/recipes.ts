import type { FirmwareFile, MqttCredentials } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { mostChannels } from '../core/relays/families.ts';
import { backlog, withoutRemarks } from './console.ts';
import { buttonFillings, channelFillings, nodeNameOf, relayFillings, speakerBoardPins } from './fillings.ts';
import { type LanguageName, languages } from './languages.ts';
import type { ButtonDevice, GatewayPlace, RelayDevice } from './place.ts';
import { templateFillings } from './template-fillings.ts';
import { exactly, fillIn, type Fillings, word } from './template.ts';

/** The text of a template below `firmware-config/`: `tasmota/relay.txt`. */
export type Templates = (path: string) => string;

/** What is put into one device, as the panel is told it. */
export type SetUp = Pick<MqttCredentials, 'setup' | 'devicePassword' | 'scan' | 'files'> &
  Partial<Pick<MqttCredentials, 'port' | 'tls'>>;

type Kind = FirmwareFile['kind'];

/** A Shelly that is new makes a Wi-Fi of its own, in which it has this address. */
const newShelly = 'http://192.168.33.1';

/** Throws `firmware.too-many-channels` where the family's boards have no more. */
export function refuseTooMany(driver: RelayDevice['driver'], channels: number): void {
  const most = mostChannels[driver];
  if (channels <= most) return;
  throw new AppError('firmware.too-many-channels', 422, `A relay of this kind has at most ${most} channels.`, {
    params: { most },
  });
}

/** Everything that is put into a relay. Pure, but for the templates it reads. */
export function relaySetUp(relay: RelayDevice, gateway: GatewayPlace, templates: Templates): SetUp {
  refuseTooMany(relay.driver, relay.channels);
  const fillings = relayFillings(relay, gateway);
  const render = renderer(templates);
  const many = relay.channels > 1;
  switch (relay.driver) {
    case 'tasmota': {
      const main = tasmota(render, 'tasmota/relay.txt', fillings, relay, gateway);
      const more = [
        ...(many
          ? [file('tasmota-interlock.txt', 'interlock', consoleLines(render, 'tasmota/interlock.txt', fillings))]
          : []),
        ...tasmotaTls(render, gateway, fillings),
      ];
      return { ...main, files: [...main.files, ...more] };
    }
    case 'esphome':
      return {
        ...secured(gateway),
        setup: null,
        devicePassword: relay.localPassword,
        scan: null,
        files: esphomeRelay(relay, render, fillings, gateway),
      };
    case 'shelly':
      return shelly(render, fillings, gateway);
    case 'zigbee2mqtt':
      return {
        ...secured(gateway),
        ...typed(
          'configuration.yaml',
          'zigbee2mqtt',
          render('zigbee2mqtt/configuration.yaml', 'yaml', fillings),
          gateway,
        ),
      };
    case 'generic':
      return typed(
        'topics.txt',
        'topics',
        render('generic/topics.txt', 'page', { ...fillings, ...templateFillings(relay, gateway) }),
        gateway,
      );
  }
}

/** Everything that is put into an emergency button. */
export function buttonSetUp(button: ButtonDevice, gateway: GatewayPlace, templates: Templates): SetUp {
  const fillings = buttonFillings(button, gateway);
  const render = renderer(templates);
  if (button.driver === 'tasmota') {
    const main = tasmota(render, 'buttons/tasmota.txt', fillings, button, gateway);
    return { ...main, files: [...main.files, ...tasmotaTls(render, gateway, fillings)] };
  }
  const board = typed('topics.txt', 'topics', render('buttons/topics.txt', 'page', fillings), gateway);
  const yaml = render('buttons/esphome.yaml', 'yaml', fillings);
  const esphome = file(`${nodeNameOf(button.username)}.yaml`, 'esphome-button', yaml, false);
  return {
    ...board,
    devicePassword: button.localPassword,
    files: [...board.files, esphome, secrets(render, fillings)],
  };
}

type Render = (path: string, language: LanguageName, fillings: Fillings) => string;

function renderer(templates: Templates): Render {
  return (path, language, fillings) => {
    const template = templates(path);
    const read = language === 'console' ? withoutRemarks(template) : template;
    return fillIn(read, languages[language], fillings);
  };
}

function file(name: string, kind: Kind, text: string, secret = true): FirmwareFile {
  return { name, kind, text: text.endsWith('\n') ? text : `${text}\n`, secret };
}

/** One text that says it all. */
function typed(name: string, kind: Kind, text: string, { tls }: GatewayPlace): SetUp {
  const authority = tls ? [file('loa-thon-ca.pem', 'authority', tls.authorityPem, false)] : [];
  return { setup: text, devicePassword: null, scan: null, files: [file(name, kind, text), ...authority] };
}

/** Its files speak TLS where there is any, so what is typed or printed beside them names that port. */
function secured({ tls }: GatewayPlace): Partial<Pick<MqttCredentials, 'port' | 'tls'>> {
  return tls ? { port: tls.port, tls: { authority: tls.authority } } : {};
}

function consoleLines(render: Render, path: string, fillings: Fillings): string {
  return backlog(render(path, 'console', fillings));
}

function tasmota(
  render: Render,
  path: string,
  fillings: Fillings,
  device: RelayDevice | ButtonDevice,
  gateway: GatewayPlace,
): SetUp {
  if (gateway.port === null && gateway.tls?.fingerprintSha1 === null) {
    throw new AppError('firmware.broker-not-rsa', 422, 'Tasmota speaks TLS only with a broker that has an RSA key.');
  }
  const lines = consoleLines(render, path, fillings);
  return {
    setup: lines,
    devicePassword: device.localPassword,
    scan: lines,
    files: [file('tasmota.txt', 'console', lines)],
  };
}

/** Where there is a plain port too, that one is for every build; this is for those that can do more. */
function tasmotaTls(render: Render, { port, tls }: GatewayPlace, fillings: Fillings): FirmwareFile[] {
  return port !== null && tls?.fingerprintSha1
    ? [file('tasmota-tls.txt', 'tls', consoleLines(render, 'tasmota/tls.txt', fillings), false)]
    : [];
}

function secrets(render: Render, fillings: Fillings): FirmwareFile {
  return file('secrets.yaml', 'secrets', render('esphome/secrets.yaml', 'yaml', fillings));
}

/** What the board is beside a relay is for the technician to choose: a file for each. */
function esphomeRelay(relay: RelayDevice, render: Render, fillings: Fillings, { port }: GatewayPlace): FirmwareFile[] {
  const node = nodeNameOf(relay.username);
  const yaml = (suffix: string, kind: Kind, template: string, more: Fillings = {}) =>
    file(`${node}${suffix}.yaml`, kind, render(`esphome/${template}`, 'yaml', { ...fillings, ...more }), false);
  const boards =
    relay.channels > 1
      ? [
          yaml('', 'esphome-lines', 'line-selector.yaml'),
          yaml('-one-at-a-time', 'esphome-interlock', 'line-selector.yaml', { oneAtATime: true }),
        ]
      : [
          yaml('', 'esphome', 'mains-relay.yaml'),
          // The older framework has no TLS beside a speaker.
          ...(port === null ? (['idf'] as const) : (['arduino', 'idf'] as const)).map((framework) =>
            yaml(`-speaker-${framework}`, `esphome-speaker-${framework}`, `speaker-${framework}.yaml`, {
              channel: channelFillings(relay, speakerBoardPins),
            }),
          ),
        ];
  return [...boards, secrets(render, fillings)];
}

interface Call {
  readonly method: string;
  readonly params?: { readonly config?: object };
}

function shelly(render: Render, fillings: Fillings, gateway: GatewayPlace): SetUp {
  const { port, tls } = gateway;
  const settings = withoutLineComments(render('shelly/settings.json', 'json', fillings));
  const calls = JSON.parse(settings) as Call[];
  const call = calls.map(({ method, params }) => ({
    method: word(method),
    params: exactly(JSON.stringify(params ?? {})),
  }));
  const commands = render('shelly/commands.txt', 'shell', { ...fillings, call });
  const account = calls.find(({ method }) => method === 'MQTT.SetConfig')?.params?.config;
  // An authority goes in by calls of its own: one call alone speaks to the same port, but believes whoever answers there.
  const alone = JSON.stringify({ ...account, ssl_ca: tls ? '*' : null });
  return {
    ...secured(gateway),
    setup: commands,
    devicePassword: null,
    // Opened by a phone in the Shelly's own Wi-Fi, it gives it its account.
    scan: port === null ? null : `${newShelly}/rpc/MQTT.SetConfig?config=${encodeURIComponent(alone)}`,
    files: [
      file('shelly-commands.txt', 'shelly-commands', commands),
      file('shelly-fail-safe.js', 'shelly-script', render('shelly/fail-safe.js', 'script', fillings), false),
      file('shelly-settings.json', 'shelly-settings', settings),
    ],
  };
}

function withoutLineComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*\/\//.test(line))
    .join('\n');
}
