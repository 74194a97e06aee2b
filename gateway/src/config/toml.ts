import { parse } from 'smol-toml';

/** TOML as plain values; throws an `Error` whose first line names what is wrong, and where. */
export const parseToml = (text: string): Record<string, unknown> => parse(text);
