/** A tone that is heard across a room and frightens nobody: three rising notes, a second in all. */
export interface AlertTone {
  /** False: this browser lets no page sound that nobody has touched. */
  ready(): boolean;
  /** In answer to a touch. */
  allow(): Promise<void>;
  sound(): void;
  close(): void;
}

const notes = [523.25, 659.26, 783.99];
const noteSeconds = 0.28;

export function createAlertTone(): AlertTone {
  const context = new AudioContext();
  return {
    ready: () => context.state === 'running',
    allow: () => context.resume(),
    sound() {
      if (context.state !== 'running') return;
      for (const [n, frequency] of notes.entries()) {
        const at = context.currentTime + n * noteSeconds;
        const level = new GainNode(context, { gain: 0 });
        level.gain.setValueAtTime(0, at);
        level.gain.linearRampToValueAtTime(0.5, at + 0.02);
        level.gain.exponentialRampToValueAtTime(0.001, at + 2 * noteSeconds);
        const note = new OscillatorNode(context, { type: 'triangle', frequency });
        note.connect(level).connect(context.destination);
        note.start(at);
        note.stop(at + 2 * noteSeconds);
      }
    },
    close: () => void context.close(),
  };
}
