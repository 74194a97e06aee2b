import { createApp } from '../../gateway/dist/app.js';
import { loadConfig } from '../../gateway/dist/config/config.js';
import { createLog } from '../../gateway/dist/core/log.js';

/** The gateway as it is built, but that a station may be on this very machine: nothing a village can set. */
const root = new URL('../..', import.meta.url).pathname;
const config = await loadConfig(process.env, root);
const app = await createApp(
  config,
  root,
  createLog(config.logLevel, process.stderr.fd),
  () => undefined,
  () => true,
);
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
await app.start();
console.log(`Loa Thôn is running.\nSet-up code (once):   ${app.setupCode()}\n`);
