import type { MqttAccount, MqttCredentials } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { freshSlug, newSecret, slug } from '../core/ids.ts';
import type { Services } from '../http/ports.ts';
import type { Storage } from '../storage/storage.ts';
import { isPrefix, type Rights } from './access-rules.ts';
import { hashSecret, type AccountBook } from './account-book.ts';
import { createAccountStore, type StoredAccount } from './account-store.ts';
import type { EmbeddedBroker } from './broker.ts';
import type { MqttAccounts } from './link.ts';

export interface MqttAccountsParts {
  readonly storage: Storage;
  readonly clock: Clock;
  /** What the embedded broker asks at login. */
  readonly book: AccountBook;
  /** Absent with an external broker: there somebody enters the accounts by hand. */
  readonly broker?: Pick<EmbeddedBroker, 'isConnected' | 'forget'>;
  /** Everything of the village is below this topic: `loa-thon/ngot`. */
  readonly villageTopic: string;
  /** Where a device of the village finds the broker. */
  readonly advertised: () => Pick<MqttCredentials, 'host' | 'port' | 'tls'>;
}

export interface MqttAccountsService extends MqttAccounts {
  /** Reads the accounts into the book; before that nobody but the gateway can log in. */
  start(): Promise<void>;
  /** The gateway's own account, new at each start and written nowhere. */
  readonly gateway: { readonly username: string; readonly password: string };
  /** What a device is told so that it finds in: for a password that `create` or `rotate` gave. */
  credentials(id: string, password: string, setup: string | null): MqttCredentials;
  /**
   * What the panel does with accounts: sees all, makes and removes observers. Removing a device's is refused with
   * `mqtt-account.belongs-to-relay`, `mqtt-account.belongs-to-button`: it goes with its device.
   */
  readonly forPanel: Services['mqttAccounts'];
}

const gatewayId = 'gateway';
/** Accounts of devices: an observer of such a name would keep a relay of the rest of it out. */
const deviceAccount = /^(relay|button)-/;

/** Keeps the MQTT accounts: on disk what must last, in the book what the broker asks. */
export function createMqttAccounts(parts: MqttAccountsParts): MqttAccountsService {
  const { storage, clock, book, broker, villageTopic, advertised } = parts;
  const store = createAccountStore(storage);
  const accounts = new Map<string, StoredAccount>();
  const gateway = { username: gatewayId, password: newSecret() };
  book.put(gatewayId, {
    secretSha256: hashSecret(gateway.password),
    rights: { prefix: villageTopic, publishes: true, ours: true },
  });

  function keep(account: StoredAccount): void {
    accounts.set(account.id, account);
    book.put(account.id, { secretSha256: account.secretSha256, rights: rightsOf(account) });
  }

  function shown({ id, name, kind, createdAt }: StoredAccount): MqttAccount {
    return { id, name, kind, connected: broker?.isConnected(id) ?? false, createdAt };
  }

  function credentials(id: string, password: string, setup: string | null): MqttCredentials {
    const { host, port, tls } = advertised();
    return { username: id, password, host, port, tls, setup, devicePassword: null, scan: null, files: [] };
  }

  async function create({ id, name, kind, prefix }: Parameters<MqttAccounts['create']>[0]) {
    if (!isPrefix(prefix)) throw new Error(`'${prefix}' can't be an account's prefix`);
    if (book.has(id) || accounts.has(id)) {
      throw new AppError('mqtt-account.exists', 409, `There is an MQTT account '${id}' already; choose another id.`, {
        params: { id },
      });
    }
    const password = newSecret();
    const createdAt = new Date(clock.now()).toISOString();
    const account = { id, name, kind, prefix, secretSha256: hashSecret(password), createdAt };
    await store.insert(account);
    keep(account);
    return { account, password };
  }

  async function remove(id: string): Promise<void> {
    if (!accounts.has(id)) return;
    await store.delete(id);
    accounts.delete(id);
    book.delete(id);
    broker?.forget(id);
  }

  return {
    gateway,
    credentials,
    remove,

    async start() {
      for (const account of await store.all()) keep(account);
    },

    async create(account) {
      const { password } = await create(account);
      return { password };
    },

    async keepOnly(kind, ids) {
      const astray = [...accounts.values()].filter((account) => account.kind === kind && !ids.includes(account.id));
      for (const { id } of astray) await remove(id);
    },

    async rotate(id) {
      const account = accounts.get(id);
      if (!account) throw notFound('mqtt-account', id);
      const password = newSecret();
      const secretSha256 = hashSecret(password);
      await store.setSecret(id, secretSha256);
      keep({ ...account, secretSha256 });
      // Whoever knew the old one may have left a retained command, or a last will that is one.
      broker?.forget(id);
      return { password };
    },

    forPanel: {
      list: async () => [...accounts.values()].map(shown),

      async create({ name }) {
        const free = deviceAccount.test(slug(name)) ? `observer ${name}` : name;
        const id = freshSlug(free, [gatewayId, ...accounts.keys()], 'observer');
        const { account, password } = await create({ id, name, kind: 'observer', prefix: villageTopic });
        const { host, port } = advertised();
        const setup = `mosquitto_sub -h ${host} -p ${port} -i ${id} -u ${id} -P ${password} -v -t '${villageTopic}/#'`;
        return { account: shown(account), credentials: credentials(id, password, setup) };
      },

      async remove(id) {
        const account = accounts.get(id);
        if (!account) throw notFound('mqtt-account', id);
        if (account.kind !== 'observer') throw belongsToDevice(id, account.kind);
        await remove(id);
      },
    },
  };
}

function rightsOf({ kind, prefix }: StoredAccount): Rights {
  return { prefix, publishes: kind !== 'observer' };
}

function belongsToDevice(id: string, kind: 'relay' | 'button'): AppError {
  const code = kind === 'relay' ? 'mqtt-account.belongs-to-relay' : 'mqtt-account.belongs-to-button';
  return new AppError(code, 409, `The account '${id}' belongs to a ${kind}; remove the ${kind} and it goes too.`, {
    params: { id },
  });
}
