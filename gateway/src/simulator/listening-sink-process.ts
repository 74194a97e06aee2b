import { createInterface } from 'node:readline';
import { setPriority } from 'node:os';
import { createSystemClock } from '../core/clock/system-clock.ts';
import { createListeningSink } from './listening-sink.ts';

/**
 * The listening sink as its own process, so that measuring is not the thing measured.
 * `node listening-sink-process.js [ppm] [file.wav]`; says on stdout, a JSON object a line, `{"port":…}`, then what it
 * hears; `underruns` (answered), `stall <ms>` and `unplug` on stdin are commands; ends when stdin does.
 */
const [ppm, file] = process.argv.slice(2);
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  setPriority(-18);
} catch {
  say({ note: 'runs at ordinary priority' });
}
const sink = createListeningSink({
  clock: createSystemClock(),
  ppm: Number(ppm ?? 0),
  ...(file === undefined ? {} : { file }),
});
sink.onHeard(say);
await sink.start();
say({ port: sink.port });

const commands = createInterface({ input: process.stdin });
commands.on('line', (line) => {
  const [word, ms] = line.split(' ');
  if (word === 'underruns') say({ underruns: sink.underruns });
  else if (word === 'stall') sink.stall(Number(ms));
  else if (word === 'unplug') sink.unplug();
});
commands.on('close', () => void sink.stop());
