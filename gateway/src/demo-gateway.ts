import { villageBounds } from './core/addresses.ts';
import { ownAddresses } from './core/lan-address.ts';
import { runGateway } from './run-gateway.ts';

/**
 * The gateway of `npm run demo`, whose station and cameras are on this very machine (127.0.0.1 and 127.0.0.11 onwards): the one
 * thing in which it is not the real one.
 */
const village = villageBounds(ownAddresses);
await runGateway({
  station: (address, lanAllowed) => address === '127.0.0.1' || village.station(address, lanAllowed),
  camera: (address) => (address.startsWith('127.0.0.') && address !== '127.0.0.1') || village.camera(address),
});
