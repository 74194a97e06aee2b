import type { Preflight, PreflightFinding } from '../contract/index.ts';
import { wantedIn, type PreflightFacts } from './facts.ts';
import { merge } from './findings.ts';
import { judgeEquipment, relaysOf, relayTrouble } from './judge-equipment.ts';
import { judgeSlots } from './judge-slots.ts';
import { judgeSounds, troubleOf } from './judge-sounds.ts';

/** What would keep the next slots from being heard, gravest first; each thing once, with all the slots it concerns. */
export function judgePreflight(facts: PreflightFacts): PreflightFinding[] {
  return merge([...judgeEquipment(facts), ...judgeSlots(facts), ...judgeSounds(facts)]);
}

/** How many sounds and relays were looked at and are well. */
export function countWell({ slots, sounds, zones, relays, todayFrom }: PreflightFacts): Preflight['checked'] {
  const decoded = [...sounds.values()].filter((sound) => sound.heard.kind === 'decoded' && !troubleOf(sound));
  const needed = new Set(slots.flatMap(wantedIn).flatMap((id) => relaysOf(zones.get(id))));
  const answering = [...needed].filter((id) => {
    const relay = relays.get(id);
    return relay && !relayTrouble(relay, todayFrom);
  });
  return { files: decoded.length, relays: answering.length };
}
