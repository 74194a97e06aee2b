import type { Output, Relay, Zone } from '#contract';

export const firstSteps = ['relay', 'output', 'zone'] as const;
export type FirstStep = (typeof firstSteps)[number];

/** Where each is made. */
export const stepAddress: Readonly<Record<FirstStep, string>> = {
  relay: '/more/relays/new',
  output: '/more/outputs/new',
  zone: '/more/zones/new',
};

/** Which of the three parts of a working zone are still missing, in the order they are made. */
export function missingSteps(
  relays: readonly Relay[],
  outputs: readonly Output[],
  zones: readonly Pick<Zone, 'outputId'>[],
): FirstStep[] {
  const done: Record<FirstStep, boolean> = {
    // An amplifier that always has power needs none: a zone that can sound is the proof.
    relay: relays.length > 0 || zones.some(({ outputId }) => outputId !== null),
    output: outputs.length > 0,
    zone: zones.some(({ outputId }) => outputId !== null),
  };
  return firstSteps.filter((step) => !done[step]);
}
