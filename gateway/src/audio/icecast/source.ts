import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import type { Reason } from '../../contract/index.ts';
import type { Clock } from '../../core/clock/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { onAbort } from '../../core/on-abort.ts';
import { readAnswer, sourceHead, type IcecastServer } from './server.ts';

const answerMs = 10_000;
const longestAnswer = 8_192;

export interface SourceParts {
  readonly server: IcecastServer;
  /** What listeners see the stream called. */
  readonly name: string;
  readonly clock: Clock;
  /** The server takes the stream: from here on, this. Ends when its reader is seconds behind. */
  readonly onTaken: () => Readable;
}

/** One connection to the server, as its source. Resolves with why it is over; never rejects. */
export function sendSource({ server, name, clock, onTaken }: SourceParts, signal: AbortSignal): Promise<Reason> {
  const over = new AbortController();
  const socket = connect({ host: server.host, port: server.port, noDelay: true });
  let sound: Readable | null = null;
  let heard = '';

  return new Promise<Reason>((resolve) => {
    const end = (why: Reason) => {
      over.abort();
      socket.destroy();
      sound?.destroy();
      resolve(why);
    };
    const gone = (detail: string) => end({ code: sound ? 'icecast.lost' : 'icecast.unreachable', params: { detail } });

    function hear(data: Buffer): void {
      if (sound || over.signal.aborted) return;
      heard += data.toString('latin1');
      const answer = readAnswer(heard, server);
      if (answer === null) return heard.length > longestAnswer ? gone('it does not speak HTTP') : undefined;
      if (answer !== 'taken') return end(answer);
      sound = onTaken();
      sound.once('close', () => end({ code: 'icecast.too-slow', params: {} }));
      sound.pipe(socket);
    }

    socket.on('connect', () => socket.write(sourceHead(server, name)));
    socket.on('data', hear);
    socket.on('error', (error) => gone(messageOf(error)));
    socket.on('close', () => gone('it hung up'));
    over.signal.addEventListener(
      'abort',
      onAbort(signal, () => gone('we hung up')),
    );
    clock.sleep(answerMs, over.signal).then(
      () => {
        if (!sound) gone('no answer');
      },
      () => undefined,
    );
  });
}
