import { randomInt } from 'node:crypto';
import { createInterface } from 'node:readline';
import { createSystemClock } from '../../../core/clock/system-clock.ts';
import { messageOf } from '../../../core/errors.ts';
import { makeCommon, makeSceneReel } from '../scenes/scene-reel.ts';
import { createSimulatedCamera, type SimulatedCamera } from '../simulated-camera.ts';
import { villageCameras, villageLogin } from './nine.ts';
import { readTyped } from './typed.ts';

/**
 * The demo's nine cameras as a process of their own, so that nine streams do not disturb its sound. `node cameras-process.js`
 * says on stdout, a JSON object a line, `{"cameras":[{"host":…,"port":…},…]}` when all of them are there, then `{"story":…}` of
 * what happens to them; understands on stdin what `typed.ts` does, and ends when stdin does.
 */
const clock = createSystemClock();
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
const over = new AbortController();

/** Somebody comes by now and then, so that the timeline lives. */
const betweenMotionsMs = { from: 40_000, to: 120_000 };
const motionMs = 8_000;

const common = await makeCommon();
const cameras: SimulatedCamera[] = [];
for (const [n, { name, sees, parts, mainAs, suffers }] of villageCameras.entries()) {
  const reel = await makeSceneReel(sees, common, mainAs);
  const serial = `LT${2026_0100 + n}`;
  const camera = createSimulatedCamera({
    ...{ clock, reel, name, ...villageLogin, host: `127.0.0.${11 + n}`, serial },
    ...parts,
  });
  await camera.start();
  if (suffers) await camera.suffer(suffers);
  cameras.push(camera);
}
say({ cameras: cameras.map(({ host, port }) => ({ host, port })) });

const hands = createInterface({ input: process.stdin });
hands.on('line', (line) => {
  const order = readTyped(line);
  if (order === null) return;
  if (typeof order === 'string') return void say({ story: order });
  obey(order.cameras, order.act).then(
    () => say({ story: `${order.cameras.map((n) => villageCameras[n]?.name).join(', ')}: ${line.trim()}` }),
    (error: unknown) => say({ story: messageOf(error) }),
  );
});
hands.on('close', () => over.abort());

await comeBy().catch(() => undefined);
await Promise.all(cameras.map((camera) => camera.stop()));

async function obey(numbers: readonly number[], act: (camera: SimulatedCamera) => void | Promise<void>): Promise<void> {
  await Promise.all(numbers.map(async (n) => cameras[n] && act(cameras[n])));
}

/** Until the demo ends. */
async function comeBy(): Promise<never> {
  for (;;) {
    await clock.sleep(randomInt(betweenMotionsMs.from, betweenMotionsMs.to), over.signal);
    const seen = cameras[randomInt(cameras.length)];
    seen?.motion(true);
    await clock.sleep(motionMs, over.signal);
    seen?.motion(false);
  }
}
