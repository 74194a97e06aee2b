import { spawn } from 'node:child_process';
import { access, chmod, cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tools } from '../../../gateway/bootstrap/needs.mjs';
import { plant, repository } from './plant.ts';

/** apt that puts empty programs where the real one would put real ones. */
const workingApt = [
  '#!/bin/sh',
  'echo "apt-get $*" >> "$LOA_TEST_STORY"',
  'for package; do case $package in',
  ...tools.map(
    (tool) => `${tool.package}) for name in ${tool.executables.join(' ')}; do cp "$0" "$LOA_TEST_BIN/$name"; done;;`,
  ),
  'esac; done',
].join('\n');

const programs = {
  'apt-get': workingApt,
  sudo: '#!/bin/sh\nshift\nexec "$@"',
  npm: `#!/bin/sh
echo "npm $1" >> "$LOA_TEST_STORY"
if [ "$1" = ci ]; then /bin/sleep 0.2; /bin/cp -r npm-packages node_modules; fi
if [ "$1" = rebuild ]; then /bin/mkdir -p node_modules/sqlite3; echo > node_modules/sqlite3/index.js; fi`,
};

const lock = JSON.stringify({ packages: { 'node_modules/aedes': { version: '1.2.0' } } });
const compiler = (file: string, text: string) => `const fs = require('node:fs');
fs.appendFileSync(process.env.LOA_TEST_STORY, 'build ${file}\\n');
const folder = process.argv[process.argv.indexOf('--outDir') + 1];
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(folder + '/${file}', ${JSON.stringify(text)});`;

/** The repository as a fresh clone, its outside programs being small fakes that tell what was asked of them. */
const clone = {
  'package.json': '{ "type": "module" }',
  'package-lock.json': lock,
  'gateway/src/main.ts': 'first',
  'ui/src/main.ts': 'first',
  'npm-packages/.package-lock.json': lock,
  'npm-packages/.bin/package.json': '{ "type": "commonjs" }',
  'npm-packages/.bin/tsc': compiler('main.js', `console.log('the gateway is up', process.argv.slice(2));`),
  'npm-packages/.bin/vite': compiler('index.html', 'the panel'),
  'npm-packages/.bin/vitest': `const fs = require('node:fs');
const report = process.argv.find((each) => each.startsWith('--outputFile.json=')).split('=')[1];
fs.writeFileSync(report, process.env.LOA_TEST_REPORT);
process.exitCode = Number(process.env.LOA_TEST_CODE);`,
  ...Object.fromEntries(Object.entries(programs).map(([name, text]) => [`bin/${name}`, text])),
};

let folder: string;

beforeEach(async () => {
  folder = await plant(clone);
  await cp(join(repository, 'gateway/bootstrap.mjs'), join(folder, 'gateway/bootstrap.mjs'));
  await cp(join(repository, 'gateway/bootstrap'), join(folder, 'gateway/bootstrap'), { recursive: true });
  for (const name of Object.keys(programs)) await chmod(join(folder, 'bin', name), 0o755);
  await symlink('/bin/cp', join(folder, 'bin/cp'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a command with nothing on PATH but the fakes. */
async function run(words: readonly string[], env: Record<string, string> = {}, node: readonly string[] = []) {
  const bin = join(folder, 'bin');
  const child = spawn(process.execPath, [...node, 'gateway/bootstrap.mjs', ...words], {
    cwd: folder,
    env: { PATH: bin, LOA_TEST_BIN: bin, LOA_TEST_STORY: join(folder, 'story'), ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

const story = async () => (await readFile(join(folder, 'story'), 'utf8').catch(() => '')).trim().split('\n');
const aptFails = () => writeFile(join(folder, 'bin/apt-get'), '#!/bin/sh\necho no network\nexit 100');

describe('npm start on a fresh machine', () => {
  it('gets what is missing, builds, and becomes the gateway', async () => {
    const { code, said } = await run(['start', '--quiet']);
    expect(said).toContain(`the gateway is up [ '--quiet' ]`);
    expect(code).toBe(0);
    const told = (await story()).filter((line) => line !== 'apt-get update');
    expect(told).toEqual([
      expect.stringMatching(/^apt-get install --yes .* ffmpeg alsa-utils pulseaudio-utils espeak-ng$/),
      'npm ci',
      'npm rebuild',
      'build main.js',
      'build index.html',
    ]);
  });

  it('shows each step with the seconds it took', async () => {
    const { said } = await run(['build']);
    expect(said).toMatch(/\[1\] System packages: ffmpeg, alsa-utils, pulseaudio-utils, espeak-ng: done in \d+ s/);
    expect(said).toMatch(/\[2\] npm packages: done in \d+ s/);
  });

  it('the second time it does nothing but start', async () => {
    await run(['start']);
    const before = await story();
    const { said } = await run(['start']);
    expect(await story()).toEqual(before);
    expect(said).toBe('the gateway is up []\n');
  });

  it('after a change of the panel only the panel is built', async () => {
    await run(['start']);
    const before = await story();
    await writeFile(join(folder, 'ui/src/main.ts'), 'second');
    await run(['start']);
    expect((await story()).slice(before.length)).toEqual(['build index.html']);
  });

  it('two at once set up one after the other, and only once', async () => {
    const both = await Promise.all([run(['start']), run(['start'])]);
    expect(both.map((each) => each.code)).toEqual([0, 0]);
    expect((await story()).filter((line) => line === 'npm ci')).toHaveLength(1);
  });

  it('where apt fails the line to run is shown, and the gateway starts without', async () => {
    await aptFails();
    const { code, said } = await run(['start']);
    expect(said).toContain('no network');
    expect(said).toContain('sudo apt-get update && sudo apt-get install -y --no-install-recommends ffmpeg');
    expect(said).toContain('the gateway is up');
    expect(code).toBe(0);
  });

  it('where the build fails it says how, and starts nothing', async () => {
    await writeFile(join(folder, 'npm-packages/.bin/tsc'), `console.log('broken here'); process.exit(2);`);
    const { code, said } = await run(['start']);
    expect(said).toContain('  | broken here');
    expect(said).not.toContain('the gateway is up');
    expect(code).toBe(1);
    await expect(access(join(folder, 'gateway/dist'))).rejects.toThrow('ENOENT');
  });

  it('an old Node is told which one is needed', async () => {
    const older = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'18.19.0'}})`;
    const { code, said } = await run(['start'], {}, ['--import', older]);
    expect(said).toContain('needs Node 20.19 or newer; this is 18.19.0');
    expect(code).toBe(1);
  });

  it('an unknown command is answered with the known ones', async () => {
    const { code, said } = await run(['dance']);
    expect(said).toContain('start, demo, firmware, build, test, check, bench');
    expect(code).toBe(2);
  });
});

describe('npm test', () => {
  const report = (...statuses: string[]) =>
    JSON.stringify({ testResults: [{ status: 'passed', assertionResults: statuses.map((status) => ({ status })) }] });

  it('closes with what passed and what failed', async () => {
    const { code, said } = await run(['test'], { LOA_TEST_REPORT: report('passed', 'passed'), LOA_TEST_CODE: '0' });
    expect(said.trimEnd().split('\n').at(-1)).toBe('2 passed, 0 failed');
    expect(code).toBe(0);
  });

  it('fails when a test fails', async () => {
    const { code, said } = await run(['test'], { LOA_TEST_REPORT: report('passed', 'failed'), LOA_TEST_CODE: '1' });
    expect(said).toContain('\n1 passed, 1 failed\n');
    expect(code).toBe(1);
  });

  it('fails when no test ran', async () => {
    const { code, said } = await run(['test'], { LOA_TEST_REPORT: report(), LOA_TEST_CODE: '0' });
    expect(said).toContain('\n0 passed, 0 failed\n');
    expect(code).toBe(1);
  });

  it('is not run without the browser, since it would prove too little', async () => {
    await aptFails();
    const { code, said } = await run(['test'], { LOA_TEST_REPORT: report('passed'), LOA_TEST_CODE: '0' });
    expect(said).toContain('chromium espeak-ng');
    expect(said).not.toContain('passed');
    expect(code).toBe(1);
  });
});
