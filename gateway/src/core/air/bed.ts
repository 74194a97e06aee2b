/** So long after the last word a music bed fades away: a broadcast with one is longer by it, ms. */
export const bedTailMs = 2_000;
