import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AirLogEntry, Broadcast, Recording, Upstream } from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { createListeningSink } from '../../gateway/src/simulator/listening-sink.ts';
import type { Api } from './api.ts';
import type { AtTheEnd, GatewayProcess } from './gateway-process.ts';
import { tempFolder } from './temp-folder.ts';
import { toneIn } from './tones.ts';
import { airLogOf, powerZone } from './village-on-the-wire.ts';

export interface Order {
  readonly name: string;
  readonly urls: readonly string[];
  readonly fallback?: Recording;
  /** Its addresses may be of the village's own network. */
  readonly lanAllowed?: boolean;
}

/** A station on the air in a zone of its own, and somebody below its horn who writes down what is heard. */
export interface ListenedZone {
  readonly outputId: string;
  /** Resolves so many ms after its first sample was due. */
  at(ms: number): Promise<void>;
  stop(): Promise<void>;
  /** Its line in the air log, and what was heard: one name of a tone a second since the first sample was due. */
  ended(): Promise<{ readonly entry: AirLogEntry; readonly heard: readonly string[] }>;
}

const clock = createSystemClock();
const secondFrames = 48_000;

/** Rebroadcasts one minute of it, now. */
export async function listenInZone(
  { api, gateway }: { readonly api: Api; readonly gateway: GatewayProcess },
  { name, urls, fallback, lanAllowed = false }: Order,
  tones: Readonly<Record<string, number>>,
  atTheEnd: AtTheEnd,
): Promise<ListenedZone> {
  const file = join(await tempFolder(atTheEnd), 'nghe.wav');
  const sink = createListeningSink({ clock, file });
  await sink.start();
  atTheEnd(() => sink.stop());
  const target = { kind: 'listening', host: '127.0.0.1', port: sink.port } as const;
  const { zone, output } = await powerZone({ api, gateway }, { name, sink: target, atTheEnd });
  const { id: upstreamId } = await api.post<Upstream>('/api/upstreams', {
    name,
    urls,
    fallback: fallback ? { kind: 'recording', recordingId: fallback.id } : null,
    lanAllowed,
  });
  const content = { kind: 'rebroadcast', upstreamId, minutes: 1 } as const;
  const broadcast = await api.post<Broadcast>('/api/broadcasts', {
    id: newId(),
    content,
    zoneIds: [zone.id],
    priority: 'normal',
  });
  const startsAt = Date.parse(broadcast.startsAt);

  return {
    outputId: output.id,
    at: (ms) => clock.sleep(startsAt + ms - clock.now()),
    async stop() {
      await api.post(`/api/broadcasts/${broadcast.id}/stop`);
    },
    async ended() {
      const entry = await airLogOf(api, broadcast);
      const onset = sink.story().find((heard) => heard.kind === 'onset')?.at ?? startsAt;
      await sink.stop();
      const wav = await readFile(file);
      const bytes = wav.subarray(44, wav.length - (wav.length % 2));
      const sound = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      // The card plays silence until the first sample; that one left at `onset`.
      const first = sound.findIndex((sample) => Math.abs(sample) > 33);
      const from = first - Math.round(((onset - startsAt) * secondFrames) / 1_000);
      const seconds = Math.floor((sound.length - from) / secondFrames);
      const heard = Array.from({ length: seconds }, (_, second) =>
        toneIn(sound.subarray(Math.max(0, from + second * secondFrames), from + (second + 1) * secondFrames), tones),
      );
      return { entry, heard };
    },
  };
}
