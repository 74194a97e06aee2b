import type { MqttAccount } from '../contract/index.ts';
import type { Storage } from '../storage/storage.ts';

export interface StoredAccount {
  readonly id: string;
  readonly name: string;
  readonly kind: MqttAccount['kind'];
  readonly prefix: string;
  readonly secretSha256: Buffer;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
}

export interface AccountStore {
  all(): Promise<StoredAccount[]>;
  insert(account: StoredAccount): Promise<void>;
  setSecret(id: string, secretSha256: Buffer): Promise<void>;
  delete(id: string): Promise<void>;
}

const columns = 'id, name, kind, prefix, secret_sha256 as secretSha256, created_at as createdAt';

export function createAccountStore(storage: Storage): AccountStore {
  return {
    all: () => storage.all<StoredAccount>(`select ${columns} from mqtt_accounts order by created_at, id`),
    async insert({ id, name, kind, prefix, secretSha256, createdAt }) {
      await storage.run(
        `insert into mqtt_accounts (id, name, kind, prefix, secret_sha256, created_at) values (?, ?, ?, ?, ?, ?)`,
        [id, name, kind, prefix, secretSha256, createdAt],
      );
    },
    async setSecret(id, secretSha256) {
      await storage.run('update mqtt_accounts set secret_sha256 = ? where id = ?', [secretSha256, id]);
    },
    async delete(id) {
      await storage.run('delete from mqtt_accounts where id = ?', [id]);
    },
  };
}
