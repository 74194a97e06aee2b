import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PiperModel } from './piper-messages.ts';

/** The first complete voice below `folder`: `<name>/<any>.onnx`, `<name>/tokens.txt`, `<name>/espeak-ng-data/`. */
export async function findModel(folder: string): Promise<(PiperModel & { readonly name: string }) | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map(({ name }) => name);
  for (const name of names.sort()) {
    const place = join(folder, name);
    const files = await readdir(place).catch((): string[] => []);
    const model = files.sort().find((file) => file.endsWith('.onnx'));
    if (model === undefined || !files.includes('tokens.txt') || !files.includes('espeak-ng-data')) continue;
    const dataDir = join(place, 'espeak-ng-data');
    const whole = await stat(join(dataDir, 'phontab')).catch(() => null);
    if (whole) return { name, model: join(place, model), tokens: join(place, 'tokens.txt'), dataDir };
  }
  return null;
}
