/** The shape of a sound whose shape nobody knows: it can still be listened to. */
export const flatPeaks: readonly number[] = Array.from({ length: 200 }, () => 12);
