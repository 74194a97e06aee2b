import { Readable } from 'node:stream';
import type { Output } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

export const output: Output = {
  id: 'loa',
  name: 'Loa',
  sink: { kind: 'sound-card', system: 'auto', device: '' },
  latencyMs: 0,
  delayMs: 0,
  sdp: null,
  streamPath: null,
  state: 'idle',
  fault: null,
};

export const fakeOutputs: Fake<'outputs'> = ({ the, tell }) => ({
  list: async () => [output],
  get: async (id) => the('output', output, id),
  create: async ({ name }) => tell(`output ${name}`, output),
  change: async (id) => tell(`output ${id}`, the('output', output, id)),
  remove: async (id) => tell(`no output ${the('output', output, id).id}`, undefined),
  stream: (id) => Readable.from([Buffer.from(`mp3 of ${the('output', output, id).id}`)]),
  endStreams: () => undefined,
});
