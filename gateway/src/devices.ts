import type { Config } from './config/config.ts';
import type { ChangeEvents } from './contract/index.ts';
import type { Changes } from './core/changes.ts';
import type { Clock } from './core/clock/clock.ts';
import type { Logger } from './core/log.ts';
import { createDevicePlace } from './device-place.ts';
import { createFirmware, templatesIn } from './firmware/firmware.ts';
import type { GatewayPlace } from './firmware/place.ts';
import { createAccountBook } from './mqtt/account-book.ts';
import { createMqttAccounts } from './mqtt/accounts.ts';
import { createBroker } from './mqtt/broker.ts';
import { createGuestDoor } from './mqtt/guest-door.ts';
import { createMqttLink } from './mqtt/mqtt-link.ts';
import { createProvisioning } from './provisioning/provisioning-service.ts';
import { createRelays } from './relays/relay-service.ts';
import type { Storage } from './storage/storage.ts';

export interface DevicesParts extends Pick<Config, 'mqtt' | 'stateFolder' | 'villageId'> {
  /** Everything of the village is below this topic. */
  readonly villageTopic: string;
  /** What devices are set up with is made from the files in it. */
  readonly templatesFolder: string;
  /** What a network speaker plays. */
  readonly stream: () => Promise<GatewayPlace['stream']>;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changes: Changes<ChangeEvents>;
}

/** The line to the devices, by our broker or somebody else's; its accounts; the relays on it, and devices that are none yet. */
export function createDevices(parts: DevicesParts) {
  const { mqtt, stateFolder, villageId, villageTopic, templatesFolder, stream, storage, clock, log, changes } = parts;
  const book = createAccountBook();
  const embedded = mqtt.kind === 'embedded' ? mqtt : null;
  const broker = embedded
    ? createBroker({
        host: embedded.host,
        port: embedded.port,
        tlsPort: embedded.tlsPort ?? 0,
        access: book,
        clock,
        log,
      })
    : null;
  const place = createDevicePlace({ mqtt, stateFolder, villageId, broker, clock, log });
  const { advertised } = place;
  const accounts = createMqttAccounts({
    storage,
    clock,
    book,
    ...(broker && { broker }),
    villageTopic,
    advertised,
  });
  const external = mqtt.kind === 'external' ? mqtt : null;
  const link = createMqttLink({
    url: external?.url ?? `mqtt://127.0.0.1:${embedded?.port}`,
    username: external?.username ?? accounts.gateway.username,
    password: external?.password ?? accounts.gateway.password,
    clientId: external ? `${villageId}-gateway` : accounts.gateway.username,
    authorityPem: external?.authorityPem ?? null,
    statusTopic: `${villageTopic}/gateway/status`,
    clock,
    log,
  });
  const firmware = createFirmware({
    templates: templatesIn(templatesFolder),
    gateway: async () => ({ village: villageId, ...place.inFiles(), stream: await stream() }),
  });
  const relays = createRelays({
    storage,
    link,
    accounts,
    clock,
    log,
    changes,
    village: { id: villageId },
    firmware,
    advertised,
  });
  const provisioning = createProvisioning({
    hearing: broker ? { broker: 'embedded', door: createGuestDoor(book, broker) } : { broker: 'external', link },
    relays,
    advertised,
    clock,
    changes,
    log,
  });

  return {
    accounts,
    link,
    firmware,
    relays,
    provisioning,
    advertised,
    /** Keeps what devices speak TLS with; null: they do not. */
    runTls: place.run,
    /** Only the line: who speaks over it begins after it. */
    async startLine(): Promise<void> {
      await accounts.start();
      await broker?.start();
      link.start();
    },
    /** What ends the line, in order. */
    lineStops: [() => link.stop(), () => broker?.stop()],
  };
}
