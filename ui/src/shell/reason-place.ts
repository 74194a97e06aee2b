import type { Camera, EmergencyButton, Output, Reason, Relay, Zone } from '#contract';

/** What the light's reasons can be about; they call it by its name. */
export interface Named {
  readonly zones: readonly Pick<Zone, 'id' | 'name'>[];
  readonly relays: readonly Pick<Relay, 'id' | 'name'>[];
  readonly outputs: readonly Pick<Output, 'id' | 'name'>[];
  readonly buttons: readonly Pick<EmergencyButton, 'id' | 'name'>[];
  readonly cameras: readonly Pick<Camera, 'id' | 'name'>[];
}

const lists = {
  relay: ['relays', '/more/relays'],
  button: ['buttons', '/more/buttons'],
  output: ['outputs', '/more/outputs'],
  zone: ['zones', '/more/zones'],
  camera: ['cameras', '/camera'],
} as const;

/** The page of what a reason of the traffic light is about; null: it names nothing that has one. */
export function placeOf({ params }: Reason, named: Named): { readonly href: string; readonly name: string } | null {
  for (const [param, [list, folder]] of Object.entries(lists)) {
    const found = named[list].find(({ name }) => name === params[param]);
    if (found) return { href: `${folder}/${found.id}`, name: found.name };
  }
  return null;
}
