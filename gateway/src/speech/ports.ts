import type { Recording } from '../contract/index.ts';
import type { Reading } from './script.ts';

/** Where what is to be spoken goes: the library makes a recording of it. The same id again is the same again. */
export type KeepSpoken = (spoken: {
  readonly id: string;
  readonly title: string;
  readonly reading: Reading;
  readonly createdBy: string;
}) => Promise<Recording>;

/** TOML → plain values; throws an `Error` whose message says where it is wrong. */
export type ParseToml = (text: string) => Record<string, unknown>;
