import type { Reason } from '../../contract/index.ts';
import { pauseBeforeRetryMs } from '../../core/back-off.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Onward, OnwardParts } from '../onward.ts';
import { createStream } from '../stream.ts';
import type { IcecastServer } from './server.ts';
import { sendSource } from './source.ts';
import { tellTitle } from './title.ts';

/** A connection that held so long was a good one: what comes next is a first failure again. */
const heldMs = 10_000;

/** Nothing is known yet; nothing to worry anybody with. */
export const connecting: Reason = { code: 'icecast.connecting', params: {} };

/**
 * The sound of one output to an Icecast server, all the time: its listeners stay, and what keeps it from them is known before
 * the next broadcast. It comes back by itself, whatever the fault.
 */
export function createIcecast(server: IcecastServer, { clock, log, coder, name, onFault }: OnwardParts): Onward {
  const ending = new AbortController();
  const { signal } = ending;
  let link: Reason | null = connecting;
  let encoder: Reason | null = null;
  let onAir: string | null = null;

  const tell = () => onFault(link ?? encoder);
  const stream = createStream({
    clock,
    coder,
    onFault(fault) {
      encoder = fault;
      tell();
    },
  });

  function showTitle(): void {
    if (link !== null) return;
    const where = { server: `${server.host}:${server.port}${server.mount}` };
    tellTitle(server, onAir ?? name(), (detail) => log.info({ ...where, detail }, 'title not shown at the server'));
  }

  async function keepConnected(): Promise<void> {
    for (let failures = 1; !signal.aborted; failures++) {
      let takenAt = Infinity;
      const onTaken = () => {
        takenAt = clock.monotonic();
        link = null;
        tell();
        // Only with its first sound the server has a stream that can have a title.
        return stream.listen().once('data', showTitle);
      };
      link = await sendSource({ server, name: name(), clock, onTaken }, signal);
      if (signal.aborted) return;
      tell();
      if (clock.monotonic() - takenAt > heldMs) failures = 1;
      await clock.sleep(pauseBeforeRetryMs(failures, Math.random()), signal);
    }
  }

  tell();
  keepConnected().catch((error: unknown) => {
    if (signal.aborted) return;
    log.error({ err: error }, 'source client ended');
    link = reasonOf(error);
    tell();
  });

  return {
    put: stream.put,
    listen: stream.listen,
    onAir(title) {
      onAir = title;
      showTitle();
    },
    close() {
      ending.abort(new Error('the output is closed'));
      stream.close();
    },
  };
}
