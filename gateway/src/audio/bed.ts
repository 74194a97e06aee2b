import { bedTailMs } from '../core/air/bed.ts';
import { framesPerMs } from '../core/wav.ts';
import type { PlayRequest } from './bus.ts';
import { createDucker } from './ducker.ts';
import { createSoundReader } from './sound-reader.ts';
import { createVoice, type Voice } from './voice.ts';

const tailFrames = bedTailMs * framesPerMs;

/**
 * Gives a voice its music bed: from its first sample, below its words, and for two seconds after its last one. To the
 * mixer both are one voice, so the bed can neither outlive the play nor lose its place in it.
 */
export function overBed(voice: Voice, request: PlayRequest): Voice {
  if (!request.bed) return voice;
  const items = [request.bed];
  const bed = createVoice({ ...request, items }, createSoundReader(items, { loops: true }));
  const ducker = createDucker(tailFrames, request.bedLevels);
  const gain = 10 ** (request.gainDb / 20);
  let spoken = new Float32Array(0);
  let music = new Float32Array(0);
  let playedTo = -Infinity;
  /** It lies on a line that is open. */
  let placed = false;

  /** Where the bed has faded away; null: the voice still has something to say. */
  const endOfTail = () => {
    const end = voice.end();
    return end === null ? null : end + tailFrames;
  };
  const faded = () => playedTo >= (endOfTail() ?? Infinity);

  return {
    ...voice,
    startAt(frame) {
      placed = true;
      voice.startAt(frame);
      bed.startAt(frame);
    },
    resume(zero, from) {
      placed = true;
      voice.resume(zero, from);
      bed.resume(zero, from);
    },
    dropTo(frames) {
      voice.dropTo(frames);
      bed.dropTo(frames);
    },
    cut(frame, ending) {
      voice.cut(frame, ending);
      bed.cut(frame, ending);
    },
    takeBack(frame) {
      voice.takeBack(frame);
      bed.takeBack(frame);
      ducker.takeBack(frame);
    },
    mixInto(mix, from, frames) {
      if (spoken.length !== frames) [spoken, music] = [new Float32Array(frames), new Float32Array(frames)];
      spoken.fill(0);
      music.fill(0);
      voice.mixInto(spoken, from, frames);
      if (!faded()) bed.mixInto(music, from, frames);
      const end = voice.end();
      for (let i = 0; i < frames; i++) {
        const word = spoken[i] ?? 0;
        mix[i] = (mix[i] ?? 0) + word + (music[i] ?? 0) * ducker.gainAt(from + i, word / gain, end);
      }
    },
    playedUpTo(frame) {
      playedTo = Math.max(playedTo, frame);
      bed.playedUpTo(frame);
      return voice.playedUpTo(frame);
    },
    lost() {
      placed = false;
      playedTo = -Infinity;
      voice.lost();
      bed.lost();
    },
    sounding: () => voice.sounding() || (voice.exhausted() && !faded()),
    // Where nothing plays, nothing fades away.
    exhausted: () => voice.exhausted() && (faded() || !placed),
    finished() {
      const ending = voice.finished();
      return ending === 'ended' && !faded() ? null : ending;
    },
    result(...how) {
      const words = voice.result(...how);
      // Music that could not be played is told of; what was heard are the words.
      const spoilt = bed.result(...how).items.filter(({ problem }) => problem !== null);
      return { ...words, items: [...words.items, ...spoilt] };
    },
    close() {
      voice.close();
      bed.close();
    },
  };
}
