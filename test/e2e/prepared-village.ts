import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { PageOf, Playlist } from '../../gateway/src/contract/index.ts';
import { setUpVillage } from '../support/api.ts';
import { gatewayPlace, startGateway, until, type GatewayPlace } from '../support/gateway-process.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folders of a gateway that nobody runs: to be copied (state), and to be read (playlists). */
    preparedVillage: Pick<GatewayPlace, 'stateFolder' | 'playlistsFolder'>;
  }
}

/**
 * Once before all browser tests: a village that has been set up, with its chimes and spoken words prepared. Each test that
 * takes these for granted begins with a copy, instead of five seconds of ffmpeg.
 */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-prepared-'));
  const { stateFolder, playlistsFolder, ...ports } = await gatewayPlace(folder);
  const undo: (() => Promise<void>)[] = [];
  const gateway = await startGateway({ stateFolder, playlistsFolder, ...ports }, {}, (one) => void undo.push(one));
  try {
    const api = await setUpVillage(gateway.url, gateway.setUpCode);
    await until('the chimes are prepared', async () => {
      const { items } = await api.get<PageOf<Playlist>>('/api/playlists');
      return items.length > 2 && items.every(({ durationMs }) => durationMs !== null);
    });
    await until('the words are spoken', async () => {
      const files = await readdir(join(stateFolder, 'alarms'));
      return ['drill-words', 'all-clear-words'].every((words) => files.some((name) => name.startsWith(words)));
    });
    await gateway.end('SIGTERM');
  } finally {
    for (const one of undo) await one();
  }
  project.provide('preparedVillage', { stateFolder, playlistsFolder });
  return () => rm(folder, { recursive: true, force: true });
}
