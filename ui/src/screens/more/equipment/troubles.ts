import type { EmergencyButton, Output, Relay, Zone } from '#contract';

/** How many things somebody should look at. A relay in maintenance is being looked at. */
export function troubles(
  zones: readonly Zone[],
  relays: readonly Relay[],
  outputs: readonly Output[],
  buttons: readonly EmergencyButton[],
): number {
  const count = (list: readonly boolean[]) => list.filter(Boolean).length;
  return (
    count(zones.map((zone) => zone.power === 'fault' || zone.outputId === null)) +
    count(outputs.map((output) => output.state === 'fault')) +
    count(relays.map((relay) => !relay.maintenance && (relay.availability !== 'online' || hasFault(relay)))) +
    count(buttons.map((button) => !button.maintenance && (button.availability !== 'online' || button.problem !== null)))
  );
}

function hasFault({ channels }: Relay): boolean {
  return channels.some(({ fault }) => fault !== null);
}
