import type { AdoptionInput, NewcomerFamily, RelayWithCredentials } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import type { NewRelays } from './ports.ts';

/** What a device is to become: a new relay, or one that is there already, by its id. */
export type RelayWanted = string | Extract<AdoptionInput, { name: string }>;

/**
 * The relay that a device becomes, and its account. One that is there already gets another password: the one it was to have is
 * known to nobody any more. Refuses with `pairing.other-kind`, `pairing.relay-online`, `pairing.relay-awaited`.
 */
export async function relayFor(
  wanted: RelayWanted,
  family: NewcomerFamily,
  { relays, isAwaited }: { readonly relays: NewRelays; readonly isAwaited: (relayId: string) => boolean },
): Promise<RelayWithCredentials> {
  if (typeof wanted !== 'string') return relays.create({ ...wanted, driver: family });
  const { driver, name, availability } = await relays.get(wanted);
  const refuse = (code: string, message: string) => new AppError(code, 409, message, { params: { relay: name } });
  if (driver !== family) throw refuse('pairing.other-kind', `Relay '${name}' is of another kind than the device.`);
  if (availability === 'online') throw refuse('pairing.relay-online', `Relay '${name}' has a device that is there.`);
  if (isAwaited(wanted)) throw refuse('pairing.relay-awaited', `Another device is on its way to relay '${name}'.`);
  const credentials = await relays.replaceDevice(wanted);
  return { relay: await relays.get(wanted), credentials };
}
