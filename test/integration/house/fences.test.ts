import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plant, repository, runTool } from './plant.ts';

const config = join(repository, '.dependency-cruiser.cjs');
const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };

/** A house where everybody behaves, for the breaches to reach into. */
const house = {
  'package.json': JSON.stringify({
    type: 'module',
    imports: { '#contract': './gateway/src/contract/index.ts', '#lunar': './gateway/src/schedule/lunar.ts' },
  }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', allowImportingTsExtensions: true } }),
  'gateway/src/app.ts': `import './zones/zone.ts'; import './relays/relay.ts'; import './storage/storage.ts';
    import './core/clock.ts'; import './http/server.ts'; import '../../test/story.ts';`,
  'gateway/src/contract/index.ts': `export { Zone } from './zone.ts';`,
  'gateway/src/contract/zone.ts': `import { Type } from 'typebox'; export const Zone = Type; export type Zone = string;`,
  'gateway/src/core/clock.ts': `export const clock = 1; export type Clock = number;`,
  'gateway/src/storage/storage.ts': `import { clock } from '../core/clock.ts'; export const storage = clock;`,
  'gateway/src/relays/relay.ts': `export const relay = 1; export type Relay = number;`,
  'gateway/src/zones/zone.ts': `import type { Relay } from '../relays/relay.ts'; import { storage } from '../storage/storage.ts';
    import { Zone } from '../contract/index.ts'; export const zone = [storage, Zone]; export type R = Relay;`,
  'gateway/src/http/server.ts': `import fastify from 'fastify'; export const server = fastify;`,
  'gateway/src/mqtt/device-client.ts': `import mqtt from 'mqtt'; export const connectDevice = mqtt;`,
  'gateway/src/schedule/lunar.ts': `export const toLunar = 1;`,
  'gateway/src/simulator/village.ts': `import { connectDevice } from '../mqtt/device-client.ts'; export default connectDevice;`,
  'ui/src/main.ts': `import type { Zone } from '#contract'; import { toLunar } from '#lunar'; import { mount } from 'svelte';
    export const z: Zone[] = [mount, toLunar];`,
  'test/story.ts': `export const story = 1;`,
};

const packages = {
  aedes: 'aedes',
  mqtt: 'mqtt',
  'node-schedule': 'node-schedule',
  sqlite3: 'sqlite3',
  'fluent-ffmpeg': 'fluent-ffmpeg',
  onvif: 'onvif',
  fastify: 'fastify',
  '@fastify/*': '@fastify/cookie',
  typebox: 'typebox',
  '@node-rs/argon2': '@node-rs/argon2',
  pino: 'pino',
  'smol-toml': 'smol-toml',
  'ical.js': 'ical.js',
  '@peculiar/*': '@peculiar/x509',
  'reflect-metadata': 'reflect-metadata',
  uqr: 'uqr',
  papaparse: 'papaparse',
  'sherpa-onnx-node': 'sherpa-onnx-node',
  svelte: 'svelte',
  '@fontsource/*': '@fontsource/be-vietnam-pro',
};

const installed = Object.fromEntries(
  [...Object.values(packages), 'left-pad'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'module.exports = {};'],
  ]),
);

/** For each fence the file that breaks it, and what is in it. */
const breaches: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'features-do-not-know-each-other': ['gateway/src/zones/b1.ts', `import { relay } from '../relays/relay.ts'; relay;`],
  'simulator-stays-outside': ['gateway/src/simulator/b2.ts', `import { relay } from '../relays/relay.ts'; relay;`],
  'core-knows-no-feature': ['gateway/src/core/b3.ts', `import type { Relay } from '../relays/relay.ts'; let r: Relay;`],
  'storage-knows-no-feature': ['gateway/src/storage/b4.ts', `import { zone } from '../zones/zone.ts'; zone;`],
  'contract-is-only-schemas': [
    'gateway/src/contract/b5.ts',
    `import type { Clock } from '../core/clock.ts'; let c: Clock;`,
  ],
  'panel-sees-contract-types-only': [
    'ui/src/B6.svelte',
    `<script lang="ts">import { Zone } from '#contract'; Zone;</script>`,
  ],
  'panel-sees-nothing-behind-the-contract': [
    'ui/src/b7.ts',
    `import type { Relay } from '../../gateway/src/relays/relay.ts'; let r: Relay;`,
  ],
  'shared-imports-types-only': [
    'gateway/src/core/air/length.ts',
    `import { clock } from '../clock.ts'; export const length = clock;`,
  ],
  'lunar-imports-nothing': [
    'gateway/src/schedule/lunar.ts',
    `import { clock } from '../core/clock.ts'; export const toLunar = clock;`,
  ],
  'gateway-never-imports-the-panel': ['gateway/src/http/b8.ts', `import { z } from '../../../ui/src/main.ts'; z;`],
  'nothing-imports-tests': ['gateway/src/http/b9.ts', `import { story } from '../../../test/story.ts'; story;`],
  'no-cycles': ['gateway/src/zones/b10.ts', `import { b } from './b10b.ts'; export const a = () => b;`],
  'no-orphans': ['gateway/src/zones/b11.ts', `export const forgotten = 1;`],
  'every-import-resolves': ['gateway/src/zones/b12.ts', `import { gone } from './gone.ts'; gone;`],
  'every-package-has-a-door': ['gateway/src/zones/b13.ts', `import pad from 'left-pad'; pad;`],
  ...Object.fromEntries(
    Object.entries(packages).map(([door, name], n) => [
      `door-of-${door}`,
      [`gateway/src/village/d${n}.ts`, `import thing from '${name}'; thing;`] as const,
    ]),
  ),
};

/** What `npm run check` would say: the exit code, and `rule: file` for each breach. */
async function inspect(folder: string): Promise<{ code: number; breaches: string[] }> {
  const { code, stdout } = await runTool('depcruise', ['--config', config, 'gateway/src', 'ui/src'], folder);
  const lines = stripVTControlCharacters(stdout).matchAll(/^\s*error (\S+: \S+)/gm);
  return { code, breaches: Array.from(lines, ([, breach = '']) => breach) };
}

describe('the fences between folders', () => {
  const folders: string[] = [];
  let broken: { code: number; breaches: string[] };

  async function plantAndInspect(files: Record<string, string>) {
    const folder = await plant(files);
    folders.push(folder);
    return inspect(folder);
  }

  beforeAll(async () => {
    broken = await plantAndInspect({
      ...house,
      ...installed,
      'gateway/src/zones/b10b.ts': `import { a } from './b10.ts'; export const b = () => a;`,
      ...Object.fromEntries(Object.values(breaches)),
    });
  });
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  it('Loa Thôn itself stays within them', async () => {
    expect(await inspect(repository)).toEqual({ code: 0, breaches: [] });
  });

  it('a small house where everybody behaves passes', async () => {
    const { 'gateway/src/app.ts': app, ...rest } = house;
    const behaved = { ...rest, ...installed, 'gateway/src/app.ts': app.replace(`import '../../test/story.ts';`, '') };
    expect(await plantAndInspect(behaved)).toEqual({ code: 0, breaches: [] });
  });

  it('a breach makes the check fail', () => {
    expect(broken.code).toBeGreaterThan(0);
  });

  it('each fence has a breach here', () => {
    expect(Object.keys(breaches).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
  });

  it.each(Object.entries(breaches))('%s: its breach is seen', (name, [file]) => {
    expect(broken.breaches).toContain(`${name}: ${file}`);
  });
});
