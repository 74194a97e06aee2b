export const textSizes = ['normal', 'large', 'largest'] as const;
export type TextSize = (typeof textSizes)[number];
export const schemes = ['auto', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** How this person, on this device, likes the panel to look. */
export class Preferences {
  #textSize = $state<TextSize>(pick(textSizes, stored('text-size')));
  #scheme = $state<Scheme>(pick(schemes, stored('scheme')));

  get textSize(): TextSize {
    return this.#textSize;
  }
  set textSize(size: TextSize) {
    this.#textSize = size;
    store('text-size', size);
    this.apply();
  }

  get scheme(): Scheme {
    return this.#scheme;
  }
  set scheme(scheme: Scheme) {
    this.#scheme = scheme;
    store('scheme', scheme);
    this.apply();
  }

  apply(): void {
    document.documentElement.dataset['text'] = this.#textSize;
    document.documentElement.dataset['scheme'] = this.#scheme;
  }
}

function pick<T extends string>(allowed: readonly [T, ...T[]], found: string | null): T {
  return allowed.find((value) => value === found) ?? allowed[0];
}

/** Storage may be forbidden (private windows): then a choice lasts as long as the page. */
export function stored(key: string): string | null {
  try {
    return localStorage.getItem(`loa-thon.${key}`);
  } catch {
    return null;
  }
}

export function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`loa-thon.${key}`);
    else localStorage.setItem(`loa-thon.${key}`, value);
  } catch {
    // As above.
  }
}
