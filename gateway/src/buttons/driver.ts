import type { ButtonDriver, Gesture } from '../contract/index.ts';

/** What a message of a button means. */
export type Fact =
  /** Its birth or last will message. */
  | { readonly kind: 'availability'; readonly online: boolean }
  /** `mark`: the device's own number of this press, if it counts them: the same number twice is the same press. */
  | { readonly kind: 'pressed'; readonly key: number; readonly gesture: Gesture; readonly mark: string | null };

/** One firmware family: how its messages are read. Pure. */
export interface Driver {
  readonly name: ButtonDriver;
  /** Topic filters, below a button's own topic, of everything the device says. */
  readonly hears: readonly string[];
  /** Makes the device say that it is there; does nothing else. */
  readonly ask: { readonly subtopic: string; readonly payload: string };
  /** Empty for a message that is none of our business, null for one that cannot be what it should be. */
  decode(subtopic: string, payload: string): readonly Fact[] | null;
}

/** `loa-thon/<village>/button`: below it, a folder a button. */
export function buttonRoot(village: string): string {
  return `loa-thon/${village}/button`;
}
