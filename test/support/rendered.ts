import type { RelayDriver } from '../../gateway/src/contract/index.ts';
import { createFirmware, templatesIn } from '../../gateway/src/firmware/firmware.ts';
import type { ButtonDevice, GatewayPlace, RelayDevice } from '../../gateway/src/firmware/place.ts';
import { buttonSetUp, relaySetUp } from '../../gateway/src/firmware/recipes.ts';

export const templates = templatesIn('firmware-config');

export const plainGateway: GatewayPlace = {
  village: 'ngot',
  host: '192.168.1.10',
  port: 1883,
  tls: null,
  stream: 'http://192.168.1.10:8080/streams/loa.mp3',
};

export const tlsGateway: GatewayPlace = {
  ...plainGateway,
  tls: {
    port: 8883,
    authorityPem: `-----BEGIN CERTIFICATE-----\n${'MIIB0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX\n'.repeat(10)}-----END CERTIFICATE-----\n`,
    authority: 'Loa Thôn ngot',
    fingerprintSha1: '0123456789abcdef0123456789abcdef01234567',
    checkName: false,
  },
};

/** Somebody else's broker, which speaks TLS only, with a certificate of an authority that vouches for others too. */
export const externalGateway: GatewayPlace = {
  ...plainGateway,
  host: 'mqtt.xa.example',
  port: null,
  tls: tlsGateway.tls && { ...tlsGateway.tls, port: 8884, checkName: true },
};

/** The real one, with the real templates. */
export const testFirmware = createFirmware({ templates, gateway: async () => plainGateway });

/** A name that would break out of anything that did not quote it. */
export const wickedName = 'Loa "đình"; Restart 1\n  - ${{ $x }} #\' <<password>> \u2028</script>';

export function relayPlace(driver: RelayDriver, channels = 1, change: Partial<RelayDevice> = {}): RelayDevice {
  return {
    driver,
    id: 'loa-01',
    name: 'Cột đình',
    channels,
    username: 'relay-loa-01',
    password: 'k3yk3yk3yk3yk3yk3yk3yk3yk3',
    localPassword: 'd00rd00rd00rd00rd00rd00rd0',
    leaseSeconds: 90,
    restSeconds: 5,
    ...change,
  };
}

export function buttonPlace(driver: ButtonDevice['driver'], change: Partial<ButtonDevice> = {}): ButtonDevice {
  return {
    driver,
    id: 'nha-van-hoa',
    name: 'Nhà văn hóa',
    username: 'button-nha-van-hoa',
    password: 'm4tkhaum4tkhaum4tkhaum4tkh',
    localPassword: 'd00rd00rd00rd00rd00rd00rd0',
    holdSeconds: 3,
    ...change,
  };
}

/** What is put into a relay, by the kind of its file. */
export function relayFiles(place: RelayDevice, gateway = plainGateway): Record<string, string> {
  return byKind(relaySetUp(place, gateway, templates));
}

export function buttonFiles(place: ButtonDevice, gateway = plainGateway): Record<string, string> {
  return byKind(buttonSetUp(place, gateway, templates));
}

function byKind({ files }: ReturnType<typeof relaySetUp>): Record<string, string> {
  return Object.fromEntries(files.map(({ kind, text }) => [kind, text]));
}
