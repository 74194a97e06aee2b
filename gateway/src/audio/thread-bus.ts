import { Worker } from 'node:worker_threads';
import type { Reason } from '../contract/index.ts';
import type { BusSettings, FromWorker, ToWorker } from './bus-messages.ts';
import type { Bus, OpenBus, Played, PlayEvent, PlayRequest } from './bus.ts';

interface Pending {
  readonly request: PlayRequest;
  readonly onEvent: (event: PlayEvent) => void;
  readonly settle: (played: Played) => void;
  soFar: Played | null;
  cuedAgain: boolean;
}

/** Node 20 cannot load TypeScript into a worker: from sources (tests) the built file is taken. */
const workerUrl = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/audio/bus-worker.js', import.meta.url)
  : new URL('./bus-worker.js', import.meta.url);

/** A bus in its own thread, started with its first play. A thread that dies is a fault, and the next play has a new one. */
export const openThreadBus: OpenBus = (settings, listener): Bus => {
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let nextId = 1;
  let closing: Promise<void> | null = null;
  let behind: Reason | null = null;

  function start(): Worker {
    const started = new Worker(workerUrl, {
      workerData: settings satisfies BusSettings,
      name: `bus-${settings.outputId}`,
    });
    let why = 'it ended';
    started.on('message', hear);
    started.on('error', (error) => {
      why = error instanceof Error ? error.message : String(error);
    });
    started.on('exit', () => {
      if (worker === started) died(why);
    });
    if (behind) started.postMessage({ kind: 'behind', why: behind } satisfies ToWorker);
    return started;
  }

  function send(message: ToWorker): void {
    worker ??= start();
    worker.postMessage(message);
  }

  function hear(message: FromWorker): void {
    switch (message.kind) {
      case 'event': {
        const play = pending.get(message.id);
        if (play && message.event.kind === 'started') play.soFar = nothingYet(play.request, message.event.at);
        return play?.onEvent(message.event);
      }
      case 'progress': {
        const play = pending.get(message.id);
        if (play) play.soFar = message.played;
        return;
      }
      case 'done': {
        const play = pending.get(message.id);
        pending.delete(message.id);
        return play?.settle(message.played);
      }
      case 'level':
        return listener.level(message.rmsDb, message.peakDb);
      case 'aired':
        return listener.aired(message.sound);
      case 'state':
        return listener.state(message.state, message.fault);
      case 'note':
        return listener.note(message.message, message.facts);
    }
  }

  /** What had not begun is cued once more in a new thread; what sounded has failed. */
  function died(detail: string): void {
    const fault: Reason = { code: 'audio.bus-died', params: { detail } };
    worker = null;
    if (closing) return settleAll('stopped', null);
    listener.note('the thread of a bus died', { detail });
    listener.state('fault', fault);
    for (const [id, play] of pending) {
      if (play.soFar === null && !play.cuedAgain) {
        play.cuedAgain = true;
        send({ kind: 'play', id, request: play.request });
      } else {
        pending.delete(id);
        play.settle({ ...(play.soFar ?? nothingYet(play.request, null)), ending: 'failed', fault });
      }
    }
  }

  function settleAll(ending: Played['ending'], fault: Reason | null): void {
    for (const play of pending.values()) {
      play.settle({ ...(play.soFar ?? nothingYet(play.request, null)), ending, fault });
    }
    pending.clear();
  }

  return {
    play(request, onEvent, signal) {
      if (signal.aborted || closing) return Promise.resolve(nothingYet(request, null));
      const id = nextId++;
      return new Promise((resolve) => {
        const stop = () => worker?.postMessage({ kind: 'stop', id } satisfies ToWorker);
        const settle = (played: Played) => {
          signal.removeEventListener('abort', stop);
          resolve(played);
        };
        pending.set(id, { request, onEvent, settle, soFar: null, cuedAgain: false });
        signal.addEventListener('abort', stop, { once: true });
        send({ kind: 'play', id, request });
      });
    },
    behind(why) {
      behind = why;
      worker?.postMessage({ kind: 'behind', why } satisfies ToWorker);
    },
    close() {
      closing ??= new Promise((resolve) => {
        if (!worker) return resolve();
        worker.once('exit', () => resolve());
        worker.postMessage({ kind: 'close' } satisfies ToWorker);
      });
      return closing;
    },
  };
};

function nothingYet(request: PlayRequest, startedAt: number | null): Played {
  return {
    startedAt,
    airedMs: 0,
    items: request.items.map(({ title }) => ({ title, airedMs: 0, problem: null })),
    ending: 'stopped',
    fault: null,
    underruns: 0,
  };
}
