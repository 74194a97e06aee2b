import type { Relay } from '../contract/index.ts';
import { lostTogether } from '../core/lost-together.ts';

/** Relays of one site that were lost together. */
export interface LostSite {
  readonly site: string;
  readonly relays: readonly Relay[];
}

/** Pure. Every relay of the site that is in use must be gone: while one still answers, there is power. */
export function lostSites(relays: readonly Relay[]): LostSite[] {
  const sites = new Map<string, Relay[]>();
  for (const relay of relays) {
    if (relay.site === null || relay.maintenance || relay.availability === 'never-seen') continue;
    sites.set(relay.site, [...(sites.get(relay.site) ?? []), relay]);
  }
  return [...sites].flatMap(([site, members]) =>
    lostTogether(...members.map(lostSinceMs)) ? [{ site, relays: members }] : [],
  );
}

function lostSinceMs({ availability, lastSeenAt }: Relay): number | null {
  return availability === 'online' || lastSeenAt === null ? null : Date.parse(lastSeenAt);
}
