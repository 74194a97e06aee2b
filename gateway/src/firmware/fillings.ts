import { createHash } from 'node:crypto';
import { pulseTime } from '../core/pulse-time.ts';
import type { ButtonDevice, GatewayPlace, RelayDevice, TlsPlace } from './place.ts';
import { exactly, type Fillings, label, word } from './template.ts';

/** Outputs of the usual ESP32 relay boards, in their order; none that decides how the chip starts, no input, no flash. */
export const esp32Pins = [32, 33, 25, 26, 27, 14, 13, 23, 22, 21, 19, 18] as const;
/** On a board that is also a speaker I2S has GPIO22, 25 and 26, and 16 and 17 are its memory. */
export const speakerBoardPins = [32, 33, 27, 14, 13, 23, 21, 19, 18] as const;

/** ESPHome's validate_hostname: at most 31 characters. */
const longestNodeName = 31;
/** Shelly takes a certificate in pieces. */
const authorityPartLength = 512;

/** What the templates of relays are filled in with. */
export function relayFillings(relay: RelayDevice, gateway: GatewayPlace): Fillings {
  const { channels, leaseSeconds, restSeconds } = relay;
  const numbers = Array.from({ length: channels }, (_, index) => index + 1);
  return {
    ...deviceFillings(relay, 'relay', gateway),
    leaseSeconds,
    restSeconds,
    // Sooner than the lease would: MQTT itself is gone.
    lostSeconds: leaseSeconds,
    channelCount: channels,
    channelNumbers: word(numbers.join()),
    contacts: word(numbers.map((number) => `contact_${number}`).join()),
    oneAtATime: false,
    channel: channelFillings(relay, esp32Pins),
  };
}

/** Each channel with its pin of a board. */
export function channelFillings({ channels, leaseSeconds }: RelayDevice, pins: readonly number[]): Fillings[] {
  return Array.from({ length: channels }, (_, index) => ({
    number: index + 1,
    index,
    pulseTime: pulseTime(leaseSeconds),
    pin: word(`GPIO${pins[index] ?? 0}`),
  }));
}

/** What the templates of buttons are filled in with. */
export function buttonFillings(button: ButtonDevice, gateway: GatewayPlace): Fillings {
  const { holdSeconds } = button;
  return {
    ...deviceFillings(button, 'button', gateway),
    holdSeconds,
    holdTenths: 10 * holdSeconds,
    key: [{ number: 1 }, { number: 2 }],
  };
}

function deviceFillings(
  { id, name, username, password, localPassword }: RelayDevice | ButtonDevice,
  kind: 'relay' | 'button',
  { village, host, port, tls, stream }: GatewayPlace,
): Fillings {
  const root = `loa-thon/${village}/${kind}`;
  return {
    id: word(id),
    name: label(name),
    root: word(root),
    topic: word(`${root}/${id}`),
    host: word(host),
    plain: port !== null,
    plainPort: port ?? 0,
    username: word(username),
    password: exactly(password),
    localPassword: exactly(localPassword),
    nodeName: word(nodeNameOf(username)),
    stream: exactly(stream),
    ...tlsFillings(tls),
  };
}

function tlsFillings(tls: TlsPlace | null): Fillings {
  if (!tls) return { tls: false, checkName: false, authorityPart: [] };
  const { port, authorityPem, fingerprintSha1, checkName } = tls;
  const parts = authorityPem.match(new RegExp(`[^]{1,${authorityPartLength}}`, 'g')) ?? [];
  return {
    tls: true,
    checkName,
    tlsPort: port,
    authority: exactly(authorityPem),
    fingerprint: exactly(fingerprintSha1?.toUpperCase().match(/../g)?.join(' ') ?? ''),
    authorityPart: parts.map((part, index) => ({ part: exactly(part), append: word(String(index > 0)) })),
  };
}

/** What the device calls itself in the network, and its file. A name cut short gets a mark: its neighbour's may begin alike. */
export function nodeNameOf(username: string): string {
  if (username.length <= longestNodeName) return username;
  const mark = createHash('sha256').update(username).digest('hex').slice(0, 4);
  return `${username.slice(0, longestNodeName - mark.length - 1).replace(/-+$/, '')}-${mark}`;
}
