import { readFile, readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startChild, type Child } from '../support/child.ts';

/**
 * What watching cameras costs and how soon it shows: the streams with all their ffmpegs, the simulated cameras in a process that
 * is not counted. Each sends 640 × 360 at 15 pictures a second, 0.5 Mbit/s, a key frame each 2 s.
 */
const measuredMs = 60_000;
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
/** Hundredths of a second: sysconf(_SC_CLK_TCK). */
const tickMs = 10;

interface Cpu {
  readonly nodeMs: number;
  readonly ffmpegMs: number;
}

/** proc(5): its own time; that of its children, those that are gone too. */
async function cpuOf(pid: number): Promise<Cpu> {
  const fieldsOf = async (one: number | string) => {
    const stat = await readFile(`/proc/${one}/stat`, 'utf8').catch(() => '');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  };
  const sum = (fields: readonly number[], ...at: number[]) => at.reduce((all, n) => all + (fields[n] ?? 0), 0) * tickMs;
  const own = await fieldsOf(pid);
  const children = await Promise.all((await childrenOf(pid)).map(fieldsOf));
  const living = children.reduce((all, fields) => all + sum(fields, 11, 12), 0);
  return { nodeMs: sum(own, 11, 12), ffmpegMs: sum(own, 13, 14) + living };
}

async function childrenOf(pid: number): Promise<string[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(threads.map((one) => readFile(`/proc/${pid}/task/${one}/children`, 'utf8')));
  return lists.flatMap((list) => list.split(' ').filter(Boolean));
}

/** Proportional: what is shared is counted once. */
async function memoryOf(pid: number): Promise<{ nodeMiB: number; ffmpegMiB: number }> {
  const pss = async (one: number | string) =>
    Number(/^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${one}/smaps_rollup`, 'utf8').catch(() => ''))?.[1] ?? 0) / 1024;
  const children = await Promise.all((await childrenOf(pid)).map(pss));
  return { nodeMiB: await pss(pid), ffmpegMiB: children.reduce((all, one) => all + one, 0) };
}

interface Scene {
  readonly pid: number;
  /** What all cameras suffer from now on. */
  suffer(faults: object): void;
  tell(line: string): void;
  /** Waits for so many more lines that say `what`, and gives when each came or the number it says. */
  hear(what: string, count: number): Promise<{ atMs: number; value: number }[]>;
  stop(): Promise<void>;
}

async function openScene(count: number): Promise<Scene> {
  const cameras = await startChild('test/bench/simulated-cameras.ts', [String(count)]);
  while (cameras.lines.length === 0) await delay(20);
  const streams = await startChild('test/bench/streams-process.ts', [cameras.lines[0]!]);
  const end = async (child: Child) => {
    child.process.kill();
    await child.ended;
  };
  return {
    pid: streams.process.pid!,
    suffer: (faults) => cameras.process.stdin?.write(`${JSON.stringify(faults)}\n`),
    tell: (line) => streams.process.stdin?.write(`${line}\n`),
    async hear(what, many) {
      const heard: { atMs: number; value: number }[] = [];
      for (const until = performance.now() + 60_000; heard.length < many; await delay(5)) {
        if (performance.now() > until) throw new Error(`only ${heard.length} of ${many}: ${what}`);
        for (let at = 0; at < streams.lines.length;) {
          const said = JSON.parse(streams.lines[at]!) as Record<string, number>;
          if (said[what] === undefined) at++;
          else {
            streams.lines.splice(at, 1);
            heard.push({ atMs: performance.now(), value: said[what] });
          }
        }
      }
      return heard;
    },
    async stop() {
      await Promise.all([end(streams), end(cameras)]);
    },
  };
}

async function measure({ pid }: Scene, title: string): Promise<number> {
  const before = await cpuOf(pid);
  await delay(measuredMs);
  const after = await cpuOf(pid);
  const memory = await memoryOf(pid);
  const share = (key: keyof Cpu) => ((after[key] - before[key]) / measuredMs) * 100;
  const all = share('nodeMs') + share('ffmpegMs');
  console.log(
    `${title.padEnd(34)} ${all.toFixed(2).padStart(6)} % of a core (Node ${share('nodeMs').toFixed(2)}, ffmpeg ${share('ffmpegMs').toFixed(2)}), ` +
      `${(memory.nodeMiB + memory.ffmpegMiB).toFixed(0)} MiB (Node ${memory.nodeMiB.toFixed(0)}, ffmpeg ${memory.ffmpegMiB.toFixed(0)})`,
  );
  return all;
}

const limit = (what: string, value: number, most: number, unit: string) =>
  console.log(
    `${what.padEnd(34)} ${value.toFixed(1).padStart(6)} ${unit}, limit ${most}, ratio ${(value / most).toFixed(2)}`,
  );

it('nine cameras, alone and with nine viewers of all of them', async () => {
  const begunAt = performance.now();
  const scene = await openScene(9);
  const sink = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  try {
    const came = await scene.hear('came', 9);
    console.log(
      `first picture after the start, p50  ${Math.round(median(came.map(({ atMs }) => atMs)) - begunAt)} ms, building and cameras' start included`,
    );
    await delay(10_000);
    limit('nine cameras watched', await measure(scene, 'nine cameras'), 6, '%');
    scene.tell('still');
    const stills = await scene.hear('stillMs', 9);
    limit('a still of each at once, p50', median(stills.map(({ value }) => value)), 2_000, 'ms');
    for (let viewer = 0; viewer < 9; viewer++) scene.tell(`look ${(sink.address() as AddressInfo).port}`);
    const warm = await scene.hear('warmMs', 81);
    limit('first picture sent, warm, p50', median(warm.map(({ value }) => value)), 200, 'ms');
    await measure(scene, 'and nine viewers of all nine');
    for (const [title, faults] of Object.entries({ silent: { rtsp: 'stalled' }, 'switched off': { rtsp: 'dead' } })) {
      const fellAt = performance.now();
      scene.suffer(faults);
      const gone = await scene.hear('gone', 9);
      limit(`nine ${title}: known, p50`, (median(gone.map(({ atMs }) => atMs)) - fellAt) / 1_000, 10, 's');
      await delay(3_000);
      const backAt = performance.now();
      scene.suffer({});
      const back = await scene.hear('came', 9);
      await delay(5_000); // until there are readings again, whose end can be told
      limit(`nine back from ${title}: shown, p50`, (median(back.map(({ atMs }) => atMs)) - backAt) / 1_000, 30, 's');
    }
    expect(warm).toHaveLength(81);
  } finally {
    await scene.stop();
    sink.close();
  }
});

it('thirty-six cameras', async () => {
  const scene = await openScene(36);
  try {
    await scene.hear('came', 36);
    await delay(10_000);
    limit('thirty-six cameras watched', await measure(scene, 'thirty-six cameras'), 24, '%');
  } finally {
    await scene.stop();
  }
});
