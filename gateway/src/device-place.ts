import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config/config.ts';
import type { MqttCredentials } from './contract/index.ts';
import type { Clock } from './core/clock/clock.ts';
import { AppError } from './core/errors.ts';
import { lanAddress, lanAddresses } from './core/lan-address.ts';
import type { Logger } from './core/log.ts';
import type { GatewayPlace } from './firmware/place.ts';
import { createBrokerTls } from './https/broker-tls.ts';
import { readCertificate } from './https/certificate.ts';
import { createDeviceTls } from './https/device-tls.ts';
import type { EmbeddedBroker } from './mqtt/broker.ts';
import { portOf } from './mqtt/mqtt-link.ts';

export interface DevicePlaceParts {
  readonly mqtt: Config['mqtt'];
  readonly stateFolder: string;
  readonly villageId: string;
  /** Ours; null: somebody else's. */
  readonly broker: EmbeddedBroker | null;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Where devices find the broker, ours or somebody else's, and what they must know to speak to it over TLS. */
export interface DevicePlace {
  /** As a person types it in. */
  advertised(): Pick<MqttCredentials, 'host' | 'port' | 'tls'>;
  /** As their files have it. Throws `firmware.broker-unknown` before a broker that speaks TLS only has shown itself. */
  inFiles(): Pick<GatewayPlace, 'host' | 'port' | 'tls'>;
  /** Keeps a certificate before our broker, or an eye on somebody else's; null: no TLS. */
  readonly run: ((signal: AbortSignal) => Promise<void>) | null;
}

export function createDevicePlace({ mqtt, broker, ...parts }: DevicePlaceParts): DevicePlace {
  if (mqtt.kind === 'embedded') return ownPlace(mqtt.port, mqtt.tlsPort === null ? null : broker, parts);
  const { hostname: host, protocol } = new URL(mqtt.url);
  const port = portOf(mqtt.url);
  if (protocol === 'mqtts:') return securePlace({ host, port, authorityPem: mqtt.authorityPem }, parts);
  return { advertised: () => ({ host, port, tls: null }), inFiles: () => ({ host, port, tls: null }), run: null };
}

type Rest = Omit<DevicePlaceParts, 'mqtt' | 'broker'>;

function ownPlace(port: number, secured: EmbeddedBroker | null, parts: Rest): DevicePlace {
  const tls =
    secured &&
    createDeviceTls({
      ...parts,
      folder: join(parts.stateFolder, 'https'),
      whereabouts: () => ({ hostName: hostname(), addresses: lanAddresses() }),
      address: lanAddress,
      present: (pair) => secured.secure(pair),
    });
  return {
    advertised: () => ({ host: lanAddress(), port, tls: null }),
    inFiles() {
      const place = tls?.place() ?? null;
      return { host: lanAddress(), port, tls: place && { ...place, authority: nameOf(place), checkName: false } };
    },
    run: tls && ((signal) => tls.run(signal)),
  };
}

function nameOf({ authorityPem }: { readonly authorityPem: string }): string {
  return readCertificate(authorityPem).name;
}

/** It may have no plain port, and we could not know. */
function securePlace(
  broker: { readonly host: string; readonly port: number; readonly authorityPem: string | null },
  parts: Rest,
): DevicePlace {
  const { host, port } = broker;
  const tls = createBrokerTls({ ...broker, ...parts });
  return {
    advertised() {
      const authorityPem = tls.place()?.authorityPem ?? broker.authorityPem;
      return { host, port, tls: { authority: authorityPem === null ? '' : readCertificate(authorityPem).name } };
    },
    inFiles() {
      const place = tls.place();
      if (place) return { host, port: null, tls: { ...place, authority: nameOf(place), checkName: true } };
      throw new AppError(
        'firmware.broker-unknown',
        503,
        `The broker ${host}:${port} has not shown its certificate yet.`,
        {
          params: { host, port },
        },
      );
    },
    run: (signal) => tls.run(signal),
  };
}
