/** PulseTime counts tenths of a second up to 111, from 112 on seconds above 100: 90 s → 190 (Commands.md). */
export function pulseTime(seconds: number): number {
  if (seconds <= 11.1) return Math.max(1, Math.round(seconds * 10));
  return Math.min(64_900, Math.round(seconds) + 100);
}
