import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cabinetName, villageCameras, villageLogin } from './cameras/village/nine.ts';
import { typedHelp } from './cameras/village/typed.ts';
import type { PanelClient } from './panel-client.ts';

interface Where {
  readonly host: string;
  readonly port: number;
}

/** The demo's nine cameras: seven registered, two to be found by whoever tries it. */
export interface DemoCameras {
  /** Resolves with what to print about them. */
  register(panel: PanelClient, zoneIds: readonly string[]): Promise<readonly string[]>;
  typed(line: string): void;
  stop(): Promise<void>;
}

/** Their scenes are drawn meanwhile. */
export function startDemoCameras(say: (line: string) => void): DemoCameras {
  const program = fileURLToPath(new URL('./cameras/village/cameras-process.js', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => undefined);
  const ready = new Promise<readonly Where[]>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The simulated cameras have ended.')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { cameras, story } = JSON.parse(line) as { cameras?: readonly Where[]; story?: string };
      if (cameras) resolve(cameras);
      if (story) story.split('\n').forEach(say);
    });
  });
  ready.catch(() => undefined);

  return {
    async register(panel, zoneIds) {
      const places = await ready;
      for (const [n, { name, cabinet, place, zone, isNew }] of villageCameras.entries()) {
        const [where, zoneId] = [places[n], zoneIds[zone]];
        if (!where || isNew) continue;
        const beside = { place, cabinet: cabinetName(cabinet), zoneIds: zoneId === undefined ? [] : [zoneId] };
        await panel.addCamera({ name, ...where, ...villageLogin, ...beside });
      }
      const waiting = villageCameras.flatMap(({ name, isNew }, n) => (isNew ? [`${name} ${at(places[n])}`] : []));
      const { username, password } = villageLogin;
      return [
        `Two cameras wait to be added: ${waiting.join(', ')}; sign in as ${username} with ${password}.`,
        ...typedHelp,
      ];
    },
    typed: (line) => void child.stdin.write(`${line}\n`),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
    },
  };
}

const at = (where: Where | undefined) => (where ? `(${where.host}:${where.port})` : '');
