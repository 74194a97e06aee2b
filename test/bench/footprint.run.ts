import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { setUpVillage } from '../support/api.ts';
import { gatewayPlace, startGateway, until } from '../support/gateway-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ticksPerSecond = 100; // sysconf(_SC_CLK_TCK) on every Linux that Node runs on

/** What a process uses, from /proc. */
async function usage(pid: number): Promise<{ residentMb: number; cpuSeconds: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return {
    residentMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) / ticksPerSecond,
  };
}

/** The scripts that the first page loads, as index.html and its modules name them, gzipped. */
async function firstPageKb(): Promise<{ firstKb: number; allKb: number }> {
  const html = await readFile(join(root, 'ui/dist/index.html'), 'utf8');
  const folder = join(root, 'ui/dist/assets');
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const named = [...html.matchAll(/assets\/([\w.-]+\.js)/g)].flatMap((match) => match[1] ?? []);
  const loaded = new Set(named);
  // Static imports, and the home screen with the Vietnamese words, are loaded before the first page is whole.
  const home = scripts.filter((name) => /^(OnAir|vi)[-.]/.test(name));
  for (const queue = [...named, ...home]; queue.length > 0;) {
    const name = queue.pop() ?? '';
    loaded.add(name);
    const source = await readFile(join(folder, name), 'utf8');
    for (const match of source.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) {
      if (match[1] && !loaded.has(match[1])) queue.push(match[1]);
    }
  }
  const sizeOf = async (names: Iterable<string>) => {
    let bytes = 0;
    for (const name of names) bytes += gzipSync(await readFile(join(folder, name))).length;
    return bytes / 1024;
  };
  return { firstKb: await sizeOf(loaded), allKb: await sizeOf(scripts) };
}

it('what the gateway costs while nothing airs', async () => {
  const gateway = await startGateway(await gatewayPlace());
  const api = await setUpVillage(gateway.url, gateway.setUpCode);
  await until(
    'the shipped sounds are prepared',
    async () =>
      (await api.get<{ items: { state: string }[] }>('/api/recordings')).items.every(({ state }) => state === 'ready'),
    120_000,
  );
  const seconds = 60;
  const before = await usage(gateway.pid);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const after = await usage(gateway.pid);
  const { firstKb, allKb } = await firstPageKb();
  const cpu = ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100;
  console.log(
    [
      '',
      '                                  measured    limit   ratio',
      `resident memory, idle           ${after.residentMb.toFixed(1).padStart(7)} MB   120 MB   ${(after.residentMb / 120).toFixed(2)}`,
      `processor, idle, of one core    ${cpu.toFixed(2).padStart(7)} %      1 %   ${cpu.toFixed(2)}`,
      `panel's first page, JS gzipped  ${firstKb.toFixed(1).padStart(7)} KB    60 KB   ${(firstKb / 60).toFixed(2)}   (all screens: ${allKb.toFixed(1)} KB)`,
    ].join('\n'),
  );
  expect(after.residentMb).toBeGreaterThan(0);
});
