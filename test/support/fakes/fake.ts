import { notFound } from '../../../gateway/src/core/errors.ts';
import type { Services } from '../../../gateway/src/http/ports.ts';

/** When all that a fake village shows happened, where nothing else is said. */
export const at = '2026-11-23T22:00:00.000Z';

/** What each fake is made with. */
export interface Teller {
  /** Its one thing, or `<kind>.not-found` for an id that is not that one's. */
  the<T extends { id: string }>(kind: string, thing: T, id: string): T;
  /** Adds a line to the story, and answers. */
  tell<T>(line: string, answer: T): T;
}

/** A service that only remembers what it was told. */
export type Fake<Name extends keyof Services> = (teller: Teller) => Services[Name];

export function createTeller(story: string[]): Teller {
  return {
    the(kind, thing, id) {
      if (id !== thing.id) throw notFound(kind, id);
      return thing;
    },
    tell(line, answer) {
      story.push(line);
      return answer;
    },
  };
}
