import { readFile } from 'node:fs/promises';
import type { ChangeEvents, RelayDriver, RelayTemplate } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createAccountBook } from '../../../gateway/src/mqtt/account-book.ts';
import { createMqttAccounts } from '../../../gateway/src/mqtt/accounts.ts';
import { createBroker, type EmbeddedBroker } from '../../../gateway/src/mqtt/broker.ts';
import { createMqttLink } from '../../../gateway/src/mqtt/mqtt-link.ts';
import { createRelays } from '../../../gateway/src/relays/relay-service.ts';
import type { RelayTiming } from '../../../gateway/src/relays/timing.ts';
import { simulatedRelays } from '../../../gateway/src/simulator/relays/index.ts';
import type { SimulatedRelay } from '../../../gateway/src/simulator/relays/simulated-relay.ts';
import { openDatabase } from '../../../gateway/src/storage/storage.ts';
import { testFirmware } from '../../support/rendered.ts';
import { quietLog } from '../../support/quiet-log.ts';

/** The real times a tenth to a thirtieth as long, so that a story takes seconds. */
export const hurried: RelayTiming = {
  answerMs: [500, 600, 700],
  longestRetryMs: 1_000,
  leaseSeconds: 2,
  renewMs: 700,
  minOffMs: 600,
  comebacks: 2,
  offlineDebounceMs: 200,
  silenceMs: 2_500,
  asks: 3,
  askMs: 300,
  proofMs: 800,
  trialLeaseSeconds: 1,
  trialGraceMs: 300,
  stopMs: 2_500,
  announceMs: 50,
};

const village = 'ngot';

/** What relays and their accounts are kept in. */
export async function openRelayStorage() {
  const storage = await openDatabase(':memory:');
  for (const name of [
    '0002_mqtt_accounts',
    '0003_relays',
    '0004_outputs',
    '0005_zones',
    '0019_relay_families',
    '0020_relay_safety',
    '0021_relay_template',
  ]) {
    await storage.script(await readFile(`gateway/migrations/${name}.sql`, 'utf8'));
  }
  return storage;
}

/** A real broker, the gateway's line and accounts, and simulated relays as separate clients. */
export async function openVillage() {
  const clock = createSystemClock();
  const storage = await openRelayStorage();
  const book = createAccountBook();
  const listen = async (port: number): Promise<[EmbeddedBroker, number]> => {
    const made = createBroker({ host: '127.0.0.1', port, access: book, clock, log: quietLog });
    return [made, (await made.start()).port];
  };
  let [broker, port] = await listen(0);
  const advertised = () => ({ host: '127.0.0.1', port, tls: null });
  const accounts = createMqttAccounts({ storage, clock, book, villageTopic: `loa-thon/${village}`, advertised });
  const openLink = () =>
    createMqttLink({
      ...accounts.gateway,
      url: `mqtt://127.0.0.1:${port}`,
      clientId: accounts.gateway.username,
      statusTopic: `loa-thon/${village}/gateway/status`,
      clock,
      log: quietLog,
    });

  const gateways: { stop(): Promise<void> }[] = [];
  const plugged: SimulatedRelay[] = [];

  /** A gateway on this storage: its line and its relays. `die` is `kill -9`: it says nothing to anybody. */
  async function openGateway() {
    const link = openLink();
    const changes = createChanges<ChangeEvents>();
    const relays = createRelays({
      storage,
      link,
      accounts,
      clock,
      log: quietLog,
      changes,
      village: { id: village },
      firmware: testFirmware,
      advertised,
      timing: hurried,
    });
    await relays.start();
    link.start();
    await until('the line', () => link.connected);
    const gateway = {
      relays,
      link,
      die: () => link.stop(),
      async stop() {
        await relays.stop();
        await link.stop();
      },
    };
    gateways.push(gateway);
    return gateway;
  }
  const gateway = await openGateway();

  return {
    ...gateway,
    storage,
    clock,
    openGateway,
    openLink,
    refusals: () => broker.refusals(),
    broker: () => ({ url: `mqtt://127.0.0.1:${port}`, village, clock }),
    accounts,
    /** Adds the relay to the gateway and plugs the simulated one in with the credentials it was given. */
    async plugIn(
      driver: RelayDriver,
      channels = 1,
      watts?: number,
      template: RelayTemplate | null = null,
    ): Promise<SimulatedRelay> {
      const { relay, credentials } = await gateway.relays.create({ name: `Loa ${driver}`, driver, channels, template });
      const { username, password } = credentials;
      const simulated = simulatedRelays[driver]({
        url: `mqtt://127.0.0.1:${port}`,
        id: relay.id,
        village,
        username,
        password,
        channels,
        template,
        clock,
        retryMs: 200,
        ...(watts === undefined ? {} : { watts }),
      });
      plugged.push(simulated);
      simulated.start();
      await until(`${relay.id} online`, async () => (await gateway.relays.get(relay.id)).availability === 'online');
      return simulated;
    },
    async loseBroker() {
      await broker.stop();
    },
    async bringBrokerBack() {
      [broker, port] = await listen(port);
    },
    async close() {
      for (const each of gateways) await each.stop();
      for (const simulated of plugged) await simulated.stop();
      await broker.stop();
      await storage.close();
    },
  };
}

export type RelayVillage = Awaited<ReturnType<typeof openVillage>>;

const patienceMs = 15_000;

/** Waits until it is so, not for a time. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Lets real time pass, for what must not happen in it. */
export const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
