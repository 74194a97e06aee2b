import type { Content, Programme, Relay, Slot, WhyStep, Zone } from '#contract';

export interface DoorFacts {
  readonly slot: Slot;
  readonly programme: Programme | undefined;
  readonly zones: readonly Pick<Zone, 'id' | 'name'>[];
  readonly relays: readonly Pick<Relay, 'id' | 'name'>[];
  readonly mayApprove: boolean;
  readonly maySchedule: boolean;
}

/** What to do about a step that stands in the way: a place to go to, or only words. */
export type Door =
  | { readonly words: 'restore' | 'wait' | 'approve-content' }
  | {
      readonly link: 'submit' | 'approve' | 'overlay' | 'clock' | 'content' | 'programme' | 'air-log';
      readonly href: string;
    }
  | { readonly link: 'zone'; readonly href: string; readonly zone: string }
  | { readonly link: 'relay'; readonly href: string; readonly relay: string };

/** Null where nothing is in the way, or where nobody can do anything. */
export function doorOf({ step, verdict, reason }: WhyStep, facts: DoorFacts): Door | null {
  if (verdict === 'passed') return null;
  const { slot, programme, relays, mayApprove, maySchedule } = facts;
  // What is over is not mended here; its record is elsewhere.
  if (slot.state === 'ended') return step === 'outcome' ? { link: 'air-log', href: '/more/air-log' } : null;
  switch (step) {
    case 'override':
      return slot.override?.skipped && maySchedule ? { words: 'restore' } : null;
    case 'approval':
      if (reason.code === 'slot.content-not-approved') return { words: mayApprove ? 'approve-content' : 'wait' };
      if (!programme) return null;
      if (programme.approval.state === 'submitted')
        return mayApprove ? { link: 'approve', href: `/schedule/approvals/${programme.id}` } : { words: 'wait' };
      return maySchedule ? { link: 'submit', href: `/schedule/programmes/${programme.id}` } : { words: 'wait' };
    case 'overlay': {
      const id = reason.params['overlayId'];
      return { link: 'overlay', href: id === undefined ? '/schedule/overlays' : `/schedule/overlays/${id}` };
    }
    case 'quiet-hours':
    case 'minutes':
      return zoneDoor(reason, facts);
    case 'clock':
      return { link: 'clock', href: '/more/settings' };
    case 'conflict':
      return programme ? { link: 'programme', href: `/schedule/programmes/${programme.id}` } : null;
    case 'content': {
      const content = slot.override?.content ?? programme?.content;
      return content ? { link: 'content', href: contentHref(content) } : null;
    }
    case 'bed':
      return programme ? { link: 'programme', href: `/schedule/programmes/${programme.id}` } : null;
    case 'equipment': {
      const relay = relays.find(({ id, name }) => [id, name].includes(String(reason.params['relay'])));
      return relay ? { link: 'relay', href: `/more/relays/${relay.id}`, relay: relay.name } : zoneDoor(reason, facts);
    }
    case 'rule':
    case 'turns':
    case 'outcome':
      return null;
  }
}

export function contentHref(content: Content): string {
  if (content.kind === 'rebroadcast') return `/more/upstreams/${content.upstreamId}`;
  return content.kind === 'recording' ? `/library/${content.recordingId}` : `/library/playlists/${content.playlistId}`;
}

/** The zone that the reason names, else the first that it holds back. */
function zoneDoor({ code, params }: WhyStep['reason'], { slot, zones }: DoorFacts): Door | null {
  const named = zones.find(({ name }) => name === params['zone'] || name === String(params['zones']).split(', ')[0]);
  const heldId = slot.holds.find(({ reason }) => reason.code === code)?.zoneIds[0];
  const zone = named ?? zones.find(({ id }) => id === heldId);
  return zone ? { link: 'zone', href: `/more/zones/${zone.id}`, zone: zone.name } : null;
}
