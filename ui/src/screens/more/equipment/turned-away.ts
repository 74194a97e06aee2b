import type { Knock, Relay } from '#contract';

/** What a relay that is not in last tried to come in with and was refused: it was seen at the door, so it has power and Wi-Fi. */
export function turnedAway({ id, availability, lastSeenAt }: Relay, knocks: readonly Knock[]): Knock | null {
  if (availability === 'online') return null;
  const isIts = ({ username, why, lastAt }: Knock) =>
    username === `relay-${id}` && why === 'wrong-password' && (lastSeenAt === null || lastAt > lastSeenAt);
  return knocks.find(isIts) ?? null;
}
