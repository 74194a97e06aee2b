import { matchPath, type Params } from './paths.ts';

/** The address bar as state, with the browser's own history: every screen has an address and back works. */
export class Router {
  path = $state(location.pathname);
  /** How many steps back stay inside the panel. */
  #depth = 0;

  start(): void {
    addEventListener('popstate', this.#onPop);
    document.addEventListener('click', this.#onClick);
  }

  stop(): void {
    removeEventListener('popstate', this.#onPop);
    document.removeEventListener('click', this.#onClick);
  }

  go(path: string): void {
    if (path === this.path) return;
    history.pushState(null, '', path);
    this.#depth++;
    this.#arrive();
    scrollTo(0, 0);
  }

  /** For an address that should not be come back to, such as a form that was saved. */
  replace(path: string): void {
    history.replaceState(null, '', path);
    this.#arrive();
    scrollTo(0, 0);
  }

  /** One step back, or to `fallback` when this screen was opened by its address. */
  back(fallback: string): void {
    if (this.#depth > 0) history.back();
    else this.replace(fallback);
  }

  /** The parameters of `pattern` (`/schedule/slots/:id`) if the address fits it. */
  match(pattern: string): Params | null {
    return matchPath(pattern, this.path);
  }

  #arrive(): void {
    this.path = location.pathname;
  }

  readonly #onPop = (): void => {
    this.#depth = Math.max(0, this.#depth - 1);
    this.#arrive();
  };

  /**
   * Plain links move inside the panel; new tabs, downloads and other places are left to the browser. One with
   * `data-replace` leaves an address that should not be come back to.
   */
  readonly #onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/')) return;
    event.preventDefault();
    if ('replace' in link.dataset) this.replace(link.pathname);
    else this.go(link.pathname);
  };
}
