/**
 * The fences of ARCHITECTURE.md: features don't know each other, and each outside package has one door.
 * `npm run check` fails when one is broken; test/integration/house/fences.test.ts breaks each to prove it.
 */

/** Who may import which package. A package that is not here may not be imported at all. */
const doors = {
  aedes: 'gateway/src/mqtt/',
  mqtt: 'gateway/src/mqtt/',
  'node-schedule': 'gateway/src/core/clock/',
  sqlite3: 'gateway/src/storage/',
  'fluent-ffmpeg': 'gateway/src/media/',
  onvif: 'gateway/src/cameras/onvif/',
  fastify: 'gateway/src/http/',
  '@fastify/[^/]+': 'gateway/src/http/',
  typebox: 'gateway/src/(contract|http)/',
  '@node-rs/argon2': 'gateway/src/identity/',
  pino: 'gateway/src/core/log[.]ts$',
  'smol-toml': 'gateway/src/config/',
  'ical.js': 'gateway/src/calendar/',
  '@peculiar/[^/]+': 'gateway/src/https/issue[.]ts$',
  'reflect-metadata': 'gateway/src/https/issue[.]ts$',
  'sherpa-onnx-node': 'gateway/src/speech/',
  svelte: 'ui/src/',
  '@fontsource/[^/]+': 'ui/src/',
  uqr: 'ui/src/components/',
  papaparse: 'ui/src/lib/table[.]ts$',
};

const packagePath = (name) => `(^|/)node_modules/(@types/)?${name}/`;
const anyKnownPackage = Object.keys(doors).map(packagePath).join('|');
const ground = 'contract|core|storage';
/** The files of the gateway that the panel runs too, as `#lunar`, `#air/…`, `#alerts/…` and `#relays/…`. */
const lunar = '^gateway/src/schedule/lunar[.]ts$';
const shared = '^gateway/src/core/(air|alerts|relays)/';

const oneDoorPerPackage = Object.entries(doors).map(([name, door]) => ({
  name: `door-of-${name.replace('[^/]+', '*')}`,
  comment: `Only ${door} imports this package, so that it can be replaced in one place.`,
  severity: 'error',
  from: { path: '^(gateway|ui)/src/', pathNot: `^${door}` },
  to: { path: packagePath(name) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'features-do-not-know-each-other',
      comment: 'A feature says in its ports.ts what it needs; app.ts hands it over. Types may be looked at.',
      severity: 'error',
      from: { path: '^gateway/src/([^/]+)/', pathNot: `^gateway/src/(${ground}|simulator)/` },
      to: {
        path: '^gateway/src/',
        pathNot: `^gateway/src/($1|${ground})/`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'simulator-stays-outside',
      comment: 'Its devices and its demo reach the gateway over the wire, as real ones do.',
      severity: 'error',
      from: { path: '^gateway/src/simulator/' },
      to: {
        path: '^gateway/src/',
        pathNot: '^gateway/src/(simulator/|contract/|core/|mqtt/device-client[.]ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'core-knows-no-feature',
      severity: 'error',
      from: { path: '^gateway/src/core/' },
      to: { path: '^gateway/src/', pathNot: '^gateway/src/(core|contract)/' },
    },
    {
      name: 'storage-knows-no-feature',
      severity: 'error',
      from: { path: '^gateway/src/storage/' },
      to: { path: '^gateway/src/', pathNot: '^gateway/src/(storage|core|contract)/' },
    },
    {
      name: 'contract-is-only-schemas',
      comment: 'What crosses the wire imports nothing but TypeBox.',
      severity: 'error',
      from: { path: '^gateway/src/contract/' },
      to: { pathNot: ['^gateway/src/contract/', packagePath('typebox')] },
    },
    {
      name: 'panel-sees-contract-types-only',
      comment:
        'The panel speaks HTTP with the gateway; of its code it may look at the types of #contract and run #lunar, #air, #alerts and #relays.',
      severity: 'error',
      from: { path: '^ui/src/' },
      to: { path: '^gateway/', pathNot: [lunar, shared], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'panel-sees-nothing-behind-the-contract',
      severity: 'error',
      from: { path: '^ui/src/' },
      to: { path: '^gateway/', pathNot: ['^gateway/src/contract/', lunar, shared] },
    },
    {
      name: 'lunar-imports-nothing',
      comment: 'It runs in the panel as in the gateway, so it brings nothing of either along.',
      severity: 'error',
      from: { path: lunar },
      to: {},
    },
    {
      name: 'shared-imports-types-only',
      comment: 'Likewise; it is only arithmetic and rules.',
      severity: 'error',
      from: { path: shared },
      to: { pathNot: shared, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'gateway-never-imports-the-panel',
      severity: 'error',
      from: { path: '^gateway/src/' },
      to: { path: '^ui/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(gateway|ui)/src/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports it and it imports nobody: forgotten. (*.d.ts declare, *-worker.ts are started by path.)',
      severity: 'error',
      from: { orphan: true, pathNot: ['[.]d[.]ts$', '-worker[.]ts$'] },
      to: {},
    },
    {
      name: 'every-import-resolves',
      comment: 'But for what is optional, and not to be had for every machine.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^sherpa-onnx-node$' },
    },
    {
      name: 'every-package-has-a-door',
      comment: 'A new package needs a folder that owns it: add it to ARCHITECTURE.md and to `doors` above.',
      severity: 'error',
      from: { path: '^(gateway|ui)/src/', pathNot: '[.]d[.]ts$' },
      to: { path: '(^|/)node_modules/', pathNot: anyKnownPackage },
    },
    ...oneDoorPerPackage,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'types', 'node', 'default'],
    },
  },
};
