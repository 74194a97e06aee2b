import { join } from 'node:path';
import { createApp, type App } from './app.ts';
import { loadConfig, type Config } from './config/config.ts';
import { villageBounds, type Bounds } from './core/addresses.ts';
import { AppError, messageOf } from './core/errors.ts';
import { lanAddress, ownAddresses } from './core/lan-address.ts';
import { createLog } from './core/log.ts';

/** Exit codes: 0 asked to stop, 1 could not start, 2 the settings are wrong. */
const root = join(import.meta.dirname, '../..');
const say = (line: string) => process.stdout.write(`${line}\n`);

async function run(bounds: Bounds): Promise<void> {
  const config = await loadConfig(process.env, root);
  // A person at a terminal reads the welcome; the log goes to a file then, to the service manager otherwise.
  const logFile = process.stdout.isTTY ? join(config.stateFolder, 'gateway.log') : null;
  const log = createLog(config.logLevel, logFile ?? process.stderr.fd);
  const app = await createApp(config, root, log, (code) => say(`New set-up code: ${code}`), bounds);

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    void app.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // A bug that nobody caught: the amplifiers go off first, then the service manager starts the gateway afresh.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, 'bug: stopping');
      if (stopping) return;
      stopping = true;
      void app.stop().finally(() => process.exit(1));
    });
  }

  try {
    const ports = await app.start();
    welcome(config, ports, app.setupCode(), logFile);
  } catch (error) {
    await app.stop();
    throw error;
  }
}

function welcome(
  config: Config,
  { httpPort, securePort }: Awaited<ReturnType<App['start']>>,
  setupCode: string | null,
  logFile: string | null,
): void {
  const open = config.http.host === '0.0.0.0' || config.http.host === '::';
  const port = httpPort === 80 ? '' : `:${httpPort}`;
  const lines = [
    '',
    `Loa Thôn is running.  On this computer: http://127.0.0.1${port}`,
    ...(open ? [`                      On the village network: http://${lanAddress()}${port}`] : []),
    ...(open && securePort
      ? [`                      HTTPS for phones, to speak live: http://${lanAddress()}${port}/https`]
      : []),
    ...(setupCode ? [`Set-up code (once):   ${setupCode}`] : []),
    ...(logFile ? [`Log:                  ${logFile}`] : []),
    '',
  ];
  say(lines.join('\n'));
}

/** The gateway as a process: until it is asked to stop, or exits with a code. `bounds`: where stations and cameras may be. */
export async function runGateway(bounds: Bounds = villageBounds(ownAddresses)): Promise<void> {
  try {
    await run(bounds);
  } catch (error) {
    process.stderr.write(`\n${messageOf(error)}\n`);
    if (!(error instanceof AppError)) process.stderr.write(`${String((error as Error).stack)}\n`);
    process.exit(error instanceof AppError && error.code === 'config.invalid' ? 2 : 1);
  }
}
