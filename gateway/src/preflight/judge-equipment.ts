import type { PreflightFinding, Reason, Relay, Slot, Zone } from '../contract/index.ts';
import { wantedIn, type PreflightFacts } from './facts.ts';
import { finding } from './findings.ts';

/** Pure: what stands in the way of slots in the village's equipment and in the gateway itself. */

const megabyte = 1_000_000;
/** Sound is prepared at 5.8 MB a minute: below the first an hour's recording no longer fits, below the second nothing does. */
const littleBytes = 500 * megabyte;
const leastBytes = 100 * megabyte;

export function judgeEquipment(facts: PreflightFacts): PreflightFinding[] {
  const byZone = new Map<string, Slot[]>();
  for (const slot of facts.slots) {
    for (const id of wantedIn(slot)) byZone.set(id, [...(byZone.get(id) ?? []), slot]);
  }
  return [
    ...judgeClock(facts),
    ...judgeDisk(facts),
    ...[...byZone].flatMap(([id, slots]) => judgeZone(id, facts.zones.get(id), slots)),
    ...[...byZone].flatMap(([id, slots]) => judgeRelays(facts.zones.get(id), slots, facts)),
  ];
}

function judgeClock({ clockTrusted, slots }: PreflightFacts): PreflightFinding[] {
  if (clockTrusted) return [];
  return [finding('blocks', { code: 'village.clock-untrusted', params: {} }, { kind: 'clock', id: null }, slots)];
}

function judgeDisk({ freeBytes }: PreflightFacts): PreflightFinding[] {
  if (freeBytes >= littleBytes) return [];
  const params = { megabytes: Math.floor(freeBytes / megabyte) };
  const full = freeBytes < leastBytes;
  const reason = { code: full ? 'preflight.disk-full' : 'preflight.disk-low', params };
  return [finding(full ? 'blocks' : 'warns', reason, null, [])];
}

function judgeZone(id: string, zone: Zone | undefined, slots: readonly Slot[]): PreflightFinding[] {
  const fix = { kind: 'zone' as const, id };
  if (!zone) return [finding('blocks', { code: 'preflight.zone-gone', params: { zone: id } }, null, slots)];
  const params = { zone: zone.name };
  const found: PreflightFinding[] = [];
  if (zone.outputId === null) found.push(finding('blocks', { code: 'zone.no-output', params }, fix, slots));
  // Nothing to switch on: an amplifier that is always on, or one that was forgotten.
  if (zone.channels.length === 0) {
    found.push(finding('warns', { code: 'preflight.zone-no-channel', params }, fix, slots));
  }
  return found;
}

function judgeRelays(zone: Zone | undefined, slots: readonly Slot[], facts: PreflightFacts): PreflightFinding[] {
  return relaysOf(zone).flatMap((id) => {
    const relay = facts.relays.get(id);
    const trouble = relay
      ? (relayTrouble(relay, facts.todayFrom) ?? refused(relay, zone))
      : { severity: 'blocks' as const, reason: { code: 'preflight.relay-gone', params: { relay: id } } };
    return trouble ? [finding(trouble.severity, trouble.reason, { kind: 'relay', id }, slots)] : [];
  });
}

/** The gateway does not hold a channel for a broadcast that would stay ON if the gateway died. */
function refused({ id, name, channels }: Relay, zone: Zone | undefined): ReturnType<typeof relayTrouble> {
  const unsafe = channels.some(
    ({ channel, fault }) =>
      fault?.code === 'relay.no-fail-safe' &&
      zone?.channels.some((ref) => ref.relayId === id && ref.channel === channel),
  );
  return unsafe ? { severity: 'blocks', reason: { code: 'relay.no-fail-safe', params: { relay: name } } } : null;
}

/** The relays that switch a zone's amplifiers. */
export function relaysOf(zone: Zone | undefined): string[] {
  return [...new Set(zone?.channels.map(({ relayId }) => relayId))];
}

/** Null: it is there. One that answered today may come back by itself; one that did not needs somebody to go there. */
export function relayTrouble(
  { name, maintenance, availability, lastSeenAt }: Relay,
  todayFrom: number,
): { severity: PreflightFinding['severity']; reason: Reason } | null {
  const params = { relay: name };
  if (maintenance) return { severity: 'warns', reason: { code: 'relay.maintenance', params } };
  switch (availability) {
    case 'online':
      return null;
    case 'never-seen':
      return { severity: 'blocks', reason: { code: 'village.relay-new', params } };
    case 'offline': {
      if (lastSeenAt === null) return { severity: 'blocks', reason: { code: 'relay.offline', params } };
      const today = Date.parse(lastSeenAt) >= todayFrom;
      const code = today ? 'preflight.relay-away' : 'preflight.relay-silent';
      return { severity: today ? 'warns' : 'blocks', reason: { code, params: { ...params, seenAt: lastSeenAt } } };
    }
  }
}
