import type { Programme, ProgrammeInput, Rule, Slot } from '../contract/index.ts';
import type { Actor } from '../http/ports.ts';
import type { StoredRule } from '../schedule/rrule.ts';

/** What the calendar asks of the schedule's pure rules. Times are epoch milliseconds. */
export interface RuleBook {
  toRrule(rule: Rule, timeZone: string): StoredRule;
  /** Throws an `AppError` for text that it did not write. */
  fromRrule(stored: StoredRule, timeZone: string): Rule;
  /** Throws an `AppError` that says what is wrong with the rule. */
  checkRule(rule: Rule): void;
  /** The instants at which it begins a slot, in order, from `from` on and before `to`. */
  occurrencesFrom(rule: Rule, from: number, timeZone: string, to?: number): Iterable<number>;
}

/** What the calendar asks of the schedule. */
export interface CalendarSchedule {
  programmes(): Promise<readonly Programme[]>;
  /** Those that begin on these village days, both included, at most 62 of them. */
  slots(from: string, to: string): Promise<readonly Slot[]>;
  /** All of them or none; each is a draft. */
  importDrafts(inputs: readonly ProgrammeInput[], actor: Actor): Promise<Programme[]>;
}

/** Where the token of the feed is kept. */
export interface CalendarSettings {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
}
