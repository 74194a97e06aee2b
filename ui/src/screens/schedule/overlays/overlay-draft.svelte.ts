import type { Mutes, Overlay, OverlayInput, OverlayKind } from '#contract';
import { lackIn, usualOverlay } from '../../../lib/overlay-rules.ts';

/** A period as it is being written down. Until somebody touches a part, it is what its kind usually is. */
export class OverlayDraft {
  kind = $state<OverlayKind>('mourning');
  title = $state('');
  from = $state('');
  to = $state('');
  everywhere = $state(true);
  zoneIds = $state.raw<readonly string[]>([]);
  mutes = $state<Mutes>('music');
  #touched = false;

  constructor(overlay: Overlay | undefined, today: string) {
    this.#take(overlay ?? usualOverlay('mourning', today));
    this.#touched = overlay !== undefined;
  }

  /** Dates and muting follow the kind, but never over what a person has chosen. */
  choose(kind: OverlayKind): void {
    if (this.#touched) this.kind = kind;
    else this.#take({ ...usualOverlay(kind, this.from), title: this.title });
  }

  change(part: Partial<Pick<OverlayInput, 'from' | 'to' | 'mutes'>>): void {
    this.#touched = true;
    Object.assign(this, part);
    // A later beginning takes the end along rather than being refused.
    if (part.from !== undefined && this.to < this.from) this.to = this.from;
  }

  get input(): OverlayInput {
    const { kind, from, to, mutes } = this;
    return { kind, title: this.title.trim(), from, to, mutes, zoneIds: this.everywhere ? null : [...this.zoneIds] };
  }

  get lack(): ReturnType<typeof lackIn> {
    return lackIn(this.input);
  }

  #take({ kind, title, from, to, zoneIds, mutes }: OverlayInput): void {
    this.kind = kind;
    this.title = title;
    this.from = from;
    this.to = to;
    this.everywhere = zoneIds === null;
    this.zoneIds = zoneIds ?? [];
    this.mutes = mutes;
  }
}
