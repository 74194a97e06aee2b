/** How long a camera is waited for. Milliseconds. */
export interface OnvifTiming {
  /** For one answer, the last byte included. Nine cameras in parallel answered within 90 ms; what needs longer hangs. */
  readonly answerMs: number;
  /** A pull is held by the camera until something happens, so long at most; whole seconds. */
  readonly pullMs: number;
  /** Some answer a pull at once although nothing happened; they are not asked more often than this, a tenth of it if something did. */
  readonly betweenPullsMs: number;
  /** Between attempts to listen: the first pause, doubled up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** A camera that freezes is noticed after a pull and an answer: half a minute. */
export const usualTiming: OnvifTiming = {
  answerMs: 8_000,
  pullMs: 20_000,
  betweenPullsMs: 1_000,
  firstPauseMs: 1_000,
  longestPauseMs: 60_000,
};
