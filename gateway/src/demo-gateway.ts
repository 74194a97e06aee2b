import { ownAddresses } from './core/lan-address.ts';
import { villageRule } from './rebroadcast/addresses.ts';
import { runGateway } from './run-gateway.ts';

/** The gateway of `npm run demo`, whose station is on this very machine: the one thing in which it is not the real one. */
const village = villageRule(ownAddresses);
await runGateway((address, lanAllowed) => address === '127.0.0.1' || village(address, lanAllowed));
