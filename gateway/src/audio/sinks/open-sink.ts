import type { Sink } from '../../contract/index.ts';
import { openListening } from './listening.ts';
import { openPaced } from './paced.ts';
import { openRtp } from './rtp.ts';
import { openSoundCard } from './sound-card.ts';
import type { OpenSink } from './sink.ts';

/** The way out for a kind of sink: the one place that knows them all. */
export function sinkFor(sink: Sink): OpenSink {
  switch (sink.kind) {
    case 'listening':
      return openListening(sink);
    case 'http-stream':
    case 'icecast':
      return openPaced;
    case 'rtp':
      return openRtp(sink);
    case 'sound-card':
      return openSoundCard(sink);
  }
}
