import type { Relay } from '../contract/index.ts';

/** Relays of one site that were lost together: not each of them is out of order, their power or their network is. */
export interface LostSite {
  readonly site: string;
  readonly relays: readonly Relay[];
}

/** What dies together is last heard within this, for each is asked after twenty seconds of silence. */
const togetherMs = 30_000;

/** Pure. Every relay of the site that is in use must be gone: while one still answers, there is power. */
export function lostSites(relays: readonly Relay[]): LostSite[] {
  const sites = new Map<string, Relay[]>();
  for (const relay of relays) {
    if (relay.site === null || relay.maintenance || relay.availability === 'never-seen') continue;
    sites.set(relay.site, [...(sites.get(relay.site) ?? []), relay]);
  }
  return [...sites].flatMap(([site, members]) => (isLost(members) ? [{ site, relays: members }] : []));
}

function isLost(members: readonly Relay[]): boolean {
  if (members.length < 2 || members.some(({ availability }) => availability === 'online')) return false;
  const heardAt = members.map(({ lastSeenAt }) => (lastSeenAt === null ? Number.NaN : Date.parse(lastSeenAt)));
  return Math.max(...heardAt) - Math.min(...heardAt) <= togetherMs;
}
