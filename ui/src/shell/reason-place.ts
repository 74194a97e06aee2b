import type { EmergencyButton, Output, Reason, Relay, Zone } from '#contract';

/** What the light's reasons can be about; they call it by its name. */
export interface Named {
  readonly zones: readonly Pick<Zone, 'id' | 'name'>[];
  readonly relays: readonly Pick<Relay, 'id' | 'name'>[];
  readonly outputs: readonly Pick<Output, 'id' | 'name'>[];
  readonly buttons: readonly Pick<EmergencyButton, 'id' | 'name'>[];
}

const lists = { relay: 'relays', button: 'buttons', output: 'outputs', zone: 'zones' } as const;

/** The page of what a reason of the traffic light is about; null: it names nothing that has one. */
export function placeOf({ params }: Reason, named: Named): { readonly href: string; readonly name: string } | null {
  for (const [param, list] of Object.entries(lists) as [keyof typeof lists, keyof Named][]) {
    const found = named[list].find(({ name }) => name === params[param]);
    if (found) return { href: `/more/${list}/${found.id}`, name: found.name };
  }
  return null;
}
