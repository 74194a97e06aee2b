import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';
import { tempFolder } from './temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The real gateway as a process of its own, built as a user has it. */
export interface GatewayProcess {
  readonly url: string;
  readonly mqttPort: number;
  readonly setUpCode: string | null;
  /** Everything it printed. */
  readonly output: string[];
  readonly pid: number;
  /** `SIGKILL` is the power cut of processes. Resolves when it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

export interface GatewayPlace {
  readonly stateFolder: string;
  readonly playlistsFolder: string;
  readonly httpPort: number;
  /** Of the panel over TLS. */
  readonly securePort: number;
  readonly mqttPort: number;
  /** Of the broker over TLS. */
  readonly mqttTlsPort: number;
}

/** Folders and ports for a gateway that may be started several times. */
export async function gatewayPlace(inFolder?: string): Promise<GatewayPlace> {
  const folder = inFolder ?? (await tempFolder());
  const playlistsFolder = join(folder, 'playlists');
  await mkdir(playlistsFolder);
  await cp(join(root, 'playlists'), playlistsFolder, { recursive: true });
  return {
    stateFolder: join(folder, 'state'),
    playlistsFolder,
    httpPort: await freePort(),
    securePort: await freePort(),
    mqttPort: await freePort(),
    mqttTlsPort: await freePort(),
  };
}

/** What happens to a thing when its test is over; by default that of the test which is running. */
export type AtTheEnd = (undo: () => Promise<void>) => void;

export async function startGateway(
  place: GatewayPlace,
  env: NodeJS.ProcessEnv = {},
  atTheEnd: AtTheEnd = onTestFinished,
  program = 'gateway/dist/main.js',
): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [join(root, program)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      LOA_THON_STATE_FOLDER: place.stateFolder,
      LOA_THON_PLAYLISTS_FOLDER: place.playlistsFolder,
      LOA_THON_HTTP_PORT: String(place.httpPort),
      LOA_THON_HTTP_SECURE_PORT: String(place.securePort),
      LOA_THON_MQTT_PORT: String(place.mqttPort),
      LOA_THON_MQTT_TLS_PORT: String(place.mqttTlsPort),
      LOA_THON_VILLAGE: 'ngot',
      ...env,
    },
  });
  atTheEnd(() => end(child, 'SIGKILL').then(() => undefined));
  const output: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => output.push(line));
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      output.push(line);
      // The welcome ends with an empty line; the set-up code stands before it.
      if (line === '' && output.some((said) => said.startsWith('Loa Thôn is running'))) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}:\n${output.join('\n')}`)));
  });
  return {
    url: `http://127.0.0.1:${place.httpPort}`,
    mqttPort: place.mqttPort,
    setUpCode: output.map((line) => /^Set-up code.*:\s+(\S+)/.exec(line)?.[1]).find(Boolean) ?? null,
    output,
    pid: child.pid ?? 0,
    end: (signal) => end(child, signal),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
  return child.exitCode;
}

/** Between two looks: at first often, for what comes at once; what takes long is not asked for twenty times a second. */
const lookMs = (waitedMs: number) => (waitedMs < 2_000 ? 50 : 200);

/** Looks until `found` gives something other than undefined, null or false; throws with `what` after `withinMs`. */
export async function until<T>(
  what: string,
  found: () => T | Promise<T>,
  withinMs = 60_000,
): Promise<Exclude<T, false | null | undefined>> {
  const began = performance.now();
  for (;;) {
    const answer = await found();
    if (answer !== undefined && answer !== null && answer !== false)
      return answer as Exclude<T, false | null | undefined>;
    const waitedMs = performance.now() - began;
    if (waitedMs > withinMs) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, lookMs(waitedMs)));
  }
}
