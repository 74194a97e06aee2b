import { startPlayer } from './player.ts';
import { faultOfCard } from './pulse-server.ts';
import type { OpenSink } from './sink.ts';
import { sampleRate } from '../../core/wav.ts';

/** Less than the bus's lead, or the server would wait for more before it starts. */
const serverBufferMs = 200;

/** One utterance of `pacat -v`. */
export type PulseWord =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'underrun' }
  /** The card it plays on, at first and whenever the server moves it to another. */
  | { readonly kind: 'card'; readonly name: string };

const said =
  /Time: (\d+\.\d+) sec; Latency: -?\d+ usec\.|Stream underrun\.|(?:Connected|Stream moved) to device (\S+) \([^)]*\)/g;

/**
 * What `pacat -v` says: `Time: 1.267 sec; Latency: 149212 usec.` about every 50 ms, where Time is how much of the stream
 * has sounded (the device's own latency taken off), `Stream underrun.`, and which card it is connected or moved to. `rest` is
 * an utterance not finished yet.
 */
export function readPulseWords(text: string): { readonly words: PulseWord[]; readonly rest: string } {
  const words: PulseWord[] = [];
  let end = 0;
  for (const match of text.matchAll(said)) {
    const [, seconds, card] = match;
    if (card !== undefined) words.push({ kind: 'card', name: card });
    else words.push(seconds === undefined ? { kind: 'underrun' } : { kind: 'time', seconds: Number(seconds) });
    end = match.index + match[0].length;
  }
  return { words, rest: text.slice(end).slice(-200) };
}

/** PulseAudio or PipeWire's Pulse server, through its own program. `device`: a sink's name, or empty for the default. */
export function openPacat(device: string): OpenSink {
  return (time, events) => {
    let rest = '';
    let card: string | null = null;
    const player = startPlayer({
      command: 'pacat',
      args: [
        '--playback',
        '--verbose',
        '--raw',
        '--format=s16le',
        '--channels=1',
        `--rate=${sampleRate}`,
        `--latency-msec=${serverBufferMs}`,
        '--client-name=loa-thon',
        '--stream-name=loa-thon',
        ...(device === '' ? [] : [`--device=${device}`]),
      ],
      events,
      onWords(text) {
        const at = time.monotonic();
        const heard = readPulseWords(rest + text);
        rest = heard.rest;
        for (const word of heard.words) {
          if (word.kind === 'underrun') events.underrun();
          else if (word.kind === 'card') onCard(word.name);
          else if (word.seconds > 0) events.played(word.seconds * sampleRate, at);
        }
      },
    });

    function onCard(name: string): void {
      const fault = faultOfCard(device, card, name);
      card = name;
      if (!fault) return;
      player.close();
      events.lost(fault);
    }

    return {
      leastLeadMs: serverBufferMs + 50,
      write: player.write,
      takeBack: () => null,
      pump: () => undefined,
      close: player.close,
    };
  };
}
