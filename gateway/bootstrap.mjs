/**
 * `npm start`, `npm test`, `npm run demo|check|bench|build`: brings the machine to "ready", then does what was asked.
 * Node built-ins only, because on a fresh clone there is nothing else. package.json calls it with `exec`, so that a signal
 * to npm reaches the gateway rather than a shell in between.
 */
const [oldestMajor, oldestMinor] = [20, 19];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  console.error(
    `Loa Thôn needs Node ${oldestMajor}.${oldestMinor} or newer; this is ${process.versions.node}. ` +
      'Debian 13 has it (apt-get install nodejs npm); for Debian 12 take it from https://nodejs.org.',
  );
  process.exit(1);
}

// Loaded only now: an older Node could not even read what follows.
const { obey } = await import('./bootstrap/commands.mjs');
await obey(process.argv.slice(2));
