import type { ChangeEvents, Newcomer, PairingAccess } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createAccountBook } from '../../../gateway/src/mqtt/account-book.ts';
import { createMqttAccounts } from '../../../gateway/src/mqtt/accounts.ts';
import { createBroker } from '../../../gateway/src/mqtt/broker.ts';
import { createGuestDoor } from '../../../gateway/src/mqtt/guest-door.ts';
import { createMqttLink } from '../../../gateway/src/mqtt/mqtt-link.ts';
import { createProvisioning } from '../../../gateway/src/provisioning/provisioning-service.ts';
import { createRelays } from '../../../gateway/src/relays/relay-service.ts';
import type { FreshDevice, FreshDeviceParts } from '../../../gateway/src/simulator/relays/fresh-device.ts';
import { openRaw, type RawClient } from '../../support/mqtt.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { testFirmware } from '../../support/rendered.ts';
import { hurried, openRelayStorage, until } from '../relays/village.ts';

export const technician = { id: 'ky-thuat', login: 'ky.thuat', name: 'Anh Nam', roles: ['technician' as const] };

/** A real broker with its guests, the gateway's line and relays, and factory-fresh devices as separate clients. */
export async function openVillage() {
  const clock = createSystemClock();
  const storage = await openRelayStorage();
  const book = createAccountBook();
  const broker = createBroker({ host: '127.0.0.1', port: 0, access: book, clock, log: quietLog });
  const { port } = await broker.start();
  const advertised = () => ({ host: '127.0.0.1', port, tls: null });
  const accounts = createMqttAccounts({ storage, clock, book, broker, villageTopic: 'loa-thon/ngot', advertised });
  const link = createMqttLink({
    ...accounts.gateway,
    url: `mqtt://127.0.0.1:${port}`,
    clientId: accounts.gateway.username,
    statusTopic: 'loa-thon/ngot/gateway/status',
    clock,
    log: quietLog,
  });
  const changes = createChanges<ChangeEvents>();
  const relays = createRelays({
    ...{ storage, link, accounts, clock, log: quietLog, changes, advertised },
    village: { id: 'ngot' },
    firmware: testFirmware,
    timing: hurried,
  });
  const provisioning = createProvisioning({
    hearing: { broker: 'embedded', door: createGuestDoor(book, broker) },
    ...{ relays, advertised, clock, changes, log: quietLog },
  });
  link.start();
  await relays.start();
  provisioning.start();
  await until('the line', () => link.connected);

  const devices: FreshDevice[] = [];
  const clients: RawClient[] = [];
  const { commands } = provisioning;
  const account = ({ account: given }: PairingAccess) => {
    if (!given) throw new Error('no pairing account');
    return given;
  };

  return {
    relays,
    accounts,
    commands,
    port,
    open: async () => account(await commands.open(technician)),
    newcomers: () => commands.get().newcomers,
    /** Waits for the one device on the list to be as asked. */
    async newcomer(what: string, is: (newcomer: Newcomer) => boolean): Promise<Newcomer> {
      let found: Newcomer | undefined;
      await until(what, () => (found = commands.get().newcomers.find(is)) !== undefined);
      return found as unknown as Newcomer;
    },
    plugIn<T extends FreshDevice>(
      create: (parts: FreshDeviceParts) => T,
      typed: { username: string; password: string },
      more: Partial<FreshDeviceParts> = {},
    ): T {
      const device = create({
        url: `mqtt://127.0.0.1:${port}`,
        ...typed,
        mac: 'A8032A12AB34',
        channels: 1,
        clock,
        announceMs: 200,
        restartMs: 300,
        retryMs: 100,
        ...more,
      });
      devices.push(device);
      device.start();
      return device;
    },
    /** A client that says and hears exactly what the test says. */
    async raw(): Promise<RawClient> {
      const client = await openRaw(port);
      clients.push(client);
      return client;
    },
    async end() {
      for (const device of devices) await device.stop();
      for (const client of clients) client.drop();
      provisioning.stop();
      await relays.stop();
      await link.stop();
      await broker.stop();
      await storage.close();
    },
  };
}

export type PairingVillage = Awaited<ReturnType<typeof openVillage>>;
