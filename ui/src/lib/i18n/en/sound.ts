import type { sound as vi } from '../vi/sound.ts';

export const sound: Record<keyof typeof vi, string> = {
  'more.sound': 'Sound',
  'more.sound.text': 'Chimes, music under words, live voices, files that fall silent',
  'sound.head-only': 'Only the village head changes the numbers below.',
  'sound.usual': 'Usually: {usual}.',
  'sound.to-usual': 'Back to the usual',
  'sound.saved': 'Saved.',
  'sound.undone': 'As it was before.',
  'sound.bed': 'Music under words',
  'sound.bed.text':
    'While somebody speaks, the music is so much lower. In pauses longer than a second it comes up, after the last word it fades.',
  'sound.bed.under': 'Music below the words',
  'sound.bed.said': '{db} dB, {word}',
  'sound.bed.clear': 'music well heard',
  'sound.bed.middle': 'in between',
  'sound.bed.faint': 'music very low',
  'sound.live': 'Live voice',
  'sound.live.text':
    'So that a forgotten microphone does not keep the horns open. The speaker is told before time is up.',
  'sound.live.longest': 'Longest talk, minutes',
  'sound.live.longest.hint': '1 to 240 minutes.',
  'sound.live.idle': 'Ends after silence of, seconds',
  'sound.live.idle.hint': '30 to 600 seconds.',
  'sound.live.said': 'at most {minutes} minutes, over after {seconds} seconds of silence',
  'sound.silence': 'Files that fall silent',
  'sound.silence.text':
    'A broken file, or one recorded by mistake, may be silent midway. After too long the next item begins, and the log says so. A live voice is never cut for it.',
  'sound.silence.on': 'Leave files that are silent too long',
  'sound.silence.seconds': 'Silent for how long, seconds',
  'sound.silence.seconds.hint': '3 to 120 seconds. Longer for music with long pauses.',
  'sound.silence.below': 'Quieter than this is silence',
  'sound.silence.below.hint': 'If quiet sound is taken for silence, move it to the right.',
  'sound.silence.said-db': '−{db} dB',
  'sound.silence.said': '{seconds} seconds, below −{db} dB',
  'sound.silence.off': 'no file is left',
};
