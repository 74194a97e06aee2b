import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createAccountBook, hashSecret } from '../../gateway/src/mqtt/account-book.ts';
import { createBroker } from '../../gateway/src/mqtt/broker.ts';
import { passwordOf } from '../support/mqtt-brokers.ts';
import { quietLog } from '../support/quiet-log.ts';
import { benchAccounts } from './broker-load.ts';

/** The embedded broker with nothing beside it, as Mosquitto runs: prints its port, and runs until it is killed. */
const book = createAccountBook();
for (const [username, rights] of Object.entries(benchAccounts)) {
  book.put(username, { secretSha256: hashSecret(passwordOf(username)), rights });
}
const broker = createBroker({ host: '127.0.0.1', port: 0, access: book, clock: createSystemClock(), log: quietLog });
process.stdout.write(`${(await broker.start()).port}\n`);
