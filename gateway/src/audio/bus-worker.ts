import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createPreciseWall } from '../core/clock/precise-wall.ts';
import { createBusEngine, tickMs } from './bus-engine.ts';
import type { BusSettings, FromWorker, ToWorker } from './bus-messages.ts';
import { sinkFor } from './sinks/open-sink.ts';

/* eslint-disable no-restricted-globals, no-restricted-properties --
   This is the `main` of a thread: it makes its own clock, as core's would bring the scheduling package into every one. */

/** The thread of one bus, and nothing else in it. */
const settings = workerData as BusSettings;
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const tell = (message: FromWorker) => parentPort?.postMessage(message);
const engine = createBusEngine({
  time: { ...createPreciseWall(clock), monotonic: clock.monotonic },
  openSink: sinkFor(settings.sink),
  latencyMs: settings.latencyMs,
  delayMs: settings.delayMs ?? 0,
  tell,
  wake: () => wake(),
});

let timer: NodeJS.Timeout | null = null;
let dueAt = 0;

/** Ticks lie on a grid of 10 ms while there is something to do, so that lateness does not add up. */
function arm(): void {
  const pauseMs = engine.pauseMs();
  timer = null;
  if (pauseMs === null) return;
  const now = clock.monotonic();
  dueAt = pauseMs === tickMs && dueAt + tickMs > now ? dueAt + tickMs : now + pauseMs;
  timer = setTimeout(beat, dueAt - now);
}

function beat(): void {
  engine.tick();
  arm();
}

function wake(): void {
  if (timer) clearTimeout(timer);
  dueAt = clock.monotonic();
  beat();
}

/** Above everything else on the machine, where that is allowed; pacat and aplay inherit it. */
function raisePriority(): void {
  try {
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(threadId, -15);
  } catch (error) {
    tell({ kind: 'note', message: 'the mixer runs at ordinary priority', facts: { refusal: String(error) } });
  }
}

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'play':
      engine.play(message.id, message.request);
      return wake();
    case 'stop':
      engine.stop(message.id);
      return wake();
    case 'behind':
      engine.behind(message.why);
      return wake();
    case 'close':
      engine.close();
      if (timer) clearTimeout(timer);
      parentPort?.close();
  }
});

raisePriority();
