import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Load {
  stop(): Promise<void>;
}

/** An upload being written and synced, and 100 requests a second answered with JSON: all on this main thread. */
export async function uploadAndRequests(): Promise<Load> {
  const stopping = new AbortController();
  const path = join(tmpdir(), `loa-thon-upload-${process.pid}`);
  const file = await open(path, 'w');
  const chunk = Buffer.alloc(1 << 20, 7);
  const uploading = (async () => {
    for (let written = 0; !stopping.signal.aborted; written += chunk.length) {
      await file.write(chunk, 0, chunk.length, written % (1 << 28));
      await file.datasync();
    }
    await file.close();
    await rm(path);
  })();

  const rows = Array.from({ length: 300 }, (_, i) => ({ id: `slot-${i}`, title: `Bản tin ${i}`, at: i * 60_000 }));
  const server = createServer((_request, response) => void response.end(JSON.stringify(rows)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const asking = (async () => {
    while (!stopping.signal.aborted) {
      const request = fetch(url).then((response) => response.json());
      await Promise.all([request, delay(10)]);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await Promise.all([uploading, asking]);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every core kept busy by somebody else. */
export function foreignLoad(): Load {
  const children = Array.from({ length: availableParallelism() }, () =>
    spawn('yes', { stdio: ['ignore', 'ignore', 'ignore'] }),
  );
  return {
    async stop() {
      const ends = children.map((child) => once(child, 'exit'));
      for (const child of children) child.kill();
      await Promise.all(ends);
    },
  };
}
