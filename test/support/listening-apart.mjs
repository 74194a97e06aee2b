// The listening sink in a thread of its own, built as the demo has it: for a test whose own thread is too busy to listen.
import { parentPort } from 'node:worker_threads';
import { createSystemClock } from '../../gateway/dist/core/clock/system-clock.js';
import { createListeningSink } from '../../gateway/dist/simulator/listening-sink.js';

const sink = createListeningSink({ clock: createSystemClock() });
const tell = () => parentPort?.postMessage({ port: sink.port, story: sink.story(), underruns: sink.underruns });
sink.onHeard(tell);
await sink.start();
tell();
