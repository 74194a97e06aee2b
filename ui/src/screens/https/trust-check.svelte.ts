import type { HttpsState } from '#contract';
import { secureUrl } from '../../lib/secure.ts';

const answerWithinMs = 6_000;

/** Does this device trust the village's certificate? Asked of the device itself: over TLS it answers, or it does not. */
export class TrustCheck {
  result = $state<'asking' | 'trusted' | 'not-yet' | 'unknown'>('asking');

  async look(state: HttpsState): Promise<void> {
    const url = secureUrl(state, location.hostname);
    if (location.protocol === 'https:') {
      this.result = 'trusted';
      return;
    }
    // The page's policy lets it ask the host it came from and no other.
    if (url === null || !url.startsWith(`https://${location.hostname}:`)) {
      this.result = 'unknown';
      return;
    }
    this.result = 'asking';
    try {
      await fetch(`${url}api/https`, { cache: 'no-store', signal: AbortSignal.timeout(answerWithinMs) });
      this.result = 'trusted';
    } catch {
      this.result = 'not-yet';
    }
  }
}
