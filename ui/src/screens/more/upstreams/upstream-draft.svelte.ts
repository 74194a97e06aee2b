import type { Content, OwnContent, Upstream, UpstreamInput } from '#contract';
import { appended, moved, without, type Keyed } from '../../../lib/order.ts';

export interface AddressLine extends Keyed {
  readonly url: string;
}

const most = 8;

/** What a person is writing down about a station, before it is saved. */
export class UpstreamDraft {
  name = $state('');
  lines = $state.raw<readonly AddressLine[]>([{ key: 1, url: '' }]);
  lanAllowed = $state(false);
  /** Something is played when no address sounds; which, may still be open. */
  falling = $state(false);
  fallback = $state.raw<OwnContent | null>(null);

  constructor(upstream?: Upstream) {
    if (!upstream) return;
    this.name = upstream.name;
    this.lines = upstream.urls.map((url, index) => ({ key: index + 1, url }));
    this.lanAllowed = upstream.lanAllowed;
    this.falling = upstream.fallback !== null;
    this.fallback = upstream.fallback;
  }

  add(): void {
    this.lines = appended(this.lines, { url: '' });
  }

  write(key: number, url: string): void {
    this.lines = this.lines.map((line) => (line.key === key ? { key, url } : line));
  }

  move(key: number, by: -1 | 1): void {
    this.lines = moved(this.lines, key, by);
  }

  remove(key: number): void {
    this.lines = without(this.lines, key);
  }

  /** A station falls back on what is the village's own, never on another station. */
  fallOn(content: Content | null): void {
    if (content?.kind !== 'rebroadcast') this.fallback = content;
  }

  get full(): boolean {
    return this.lines.length >= most;
  }

  /** Lines left empty are none, and an address counts once. */
  get urls(): string[] {
    const urls = this.lines.map(({ url }) => url.trim());
    return urls.filter((url, index) => url !== '' && urls.indexOf(url) === index);
  }

  /** What is sent; null while something is open. */
  get input(): UpstreamInput | null {
    const { urls, falling, fallback, lanAllowed } = this;
    if (urls.length === 0 || (falling && fallback === null)) return null;
    return { name: this.name.trim(), urls, fallback: falling ? fallback : null, lanAllowed };
  }
}
