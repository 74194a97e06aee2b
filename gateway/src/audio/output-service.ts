import type { ChangeEvents, Levels, Output, OutputChange, OutputInput, Reason } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { freshSlug } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import type { Services } from '../http/ports.ts';
import type { StreamCoder } from '../media/ports.ts';
import type { Storage } from '../storage/storage.ts';
import type { Bus, Buses, OpenBus, Played, PlayRequest } from './bus.ts';
import { silenceDb } from './meter.ts';
import { createOutputStore, type OutputSettings } from './output-store.ts';
import { sessionDescription } from './rtp.ts';
import { createStream, type Stream } from './stream.ts';
import type { Taped } from './tape.ts';

export interface OutputsParts {
  readonly storage: Storage;
  readonly changes: Changes<ChangeEvents>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly openBus: OpenBus;
  readonly coder: StreamCoder;
  /** Hears everything that leaves. */
  readonly onAired: (outputId: string, sound: Taped) => void;
}

export type Outputs = Services['outputs'] & Buses & { start(): Promise<void>; stop(): Promise<void> };

/** An output while the gateway runs: what is set up, its bus once it was needed, and how it does. */
interface LiveOutput {
  settings: OutputSettings;
  bus: Bus | null;
  /** For those who listen over HTTP. */
  stream: Stream | null;
  streamFault: Reason | null;
  state: Output['state'];
  fault: Reason | null;
  level: Levels[string];
  plays: number;
  /** Its bus was opened with other settings than these. */
  stale: boolean;
}

const silence = { rmsDb: silenceDb, peakDb: silenceDb };
const levelsEveryMs = 125;

/** Where sound leaves: the outputs of the village, and a bus for each that is played on. */
export function createOutputs({ storage, changes, log, clock, openBus, coder, onAired }: OutputsParts): Outputs {
  const store = createOutputStore(storage);
  const outputs = new Map<string, LiveOutput>();
  let levelsChanged = false;
  let cancelLevels: Cancel = () => undefined;

  function find(id: string): LiveOutput {
    const output = outputs.get(id);
    if (!output) throw notFound('output', id);
    return output;
  }

  function view({ settings, state, fault, streamFault }: LiveOutput): Output {
    const trouble = fault ?? streamFault;
    const { id, sink } = settings;
    const streamPath = sink.kind === 'http-stream' ? `/streams/${id}.mp3` : null;
    return { ...settings, sdp: sdpOf(settings), streamPath, state: trouble ? 'fault' : state, fault: trouble };
  }

  function streamOf(output: LiveOutput): Stream {
    output.stream ??= createStream({
      clock,
      coder,
      onFault(fault) {
        if (fault?.code === output.streamFault?.code) return;
        output.streamFault = fault;
        if (fault) log.warn({ outputId: output.settings.id, fault }, 'stream is faulty');
        changes.emit('output.changed', view(output));
      },
    });
    return output.stream;
  }

  function live(settings: OutputSettings): LiveOutput {
    const none = { bus: null, stream: null, streamFault: null };
    return { settings, ...none, state: 'idle', fault: null, level: silence, plays: 0, stale: false };
  }

  function busOf(output: LiveOutput): Bus {
    const { id: outputId, sink, latencyMs, delayMs } = output.settings;
    output.bus ??= openBus(
      { outputId, sink, latencyMs, delayMs },
      {
        level(rmsDb, peakDb) {
          output.level = { rmsDb, peakDb };
          levelsChanged = true;
        },
        state(state, fault) {
          output.state = state;
          output.fault = fault;
          if (fault) log.warn({ outputId, fault }, 'output is faulty');
          changes.emit('output.changed', view(output));
        },
        aired(sound) {
          onAired(outputId, sound);
          output.stream?.put(sound.samples);
        },
        note: (message, facts) => log.info({ outputId, ...facts }, message),
      },
    );
    return output.bus;
  }

  function levels(): Levels {
    return Object.fromEntries([...outputs.values()].map(({ settings, level }) => [settings.id, level]));
  }

  async function save(settings: OutputSettings): Promise<void> {
    for (const { settings: other } of outputs.values()) {
      if (other.id !== settings.id && other.name === settings.name) {
        throw new AppError('output.name-taken', 409, `There is an output called '${settings.name}' already.`, {
          params: { name: settings.name },
        });
      }
    }
    await store.put(settings);
  }

  async function closeBus(output: LiveOutput): Promise<void> {
    const { bus } = output;
    output.bus = null;
    output.stale = false;
    output.state = 'idle';
    output.fault = null;
    output.level = silence;
    output.stream?.close();
    output.stream = null;
    output.streamFault = null;
    await bus?.close();
  }

  return {
    async list() {
      return [...outputs.values()].map(view);
    },
    async get(id) {
      return view(find(id));
    },
    async create({ name, sink, latencyMs = 0, delayMs = 0 }: OutputInput) {
      const settings = { id: freshSlug(name, outputs.keys(), 'output'), name, sink, latencyMs, delayMs };
      await save(settings);
      const output = live(settings);
      outputs.set(settings.id, output);
      changes.emit('output.changed', view(output));
      return view(output);
    },
    async change(id, change: OutputChange) {
      const output = find(id);
      const settings = { ...output.settings, ...change };
      const sameWay =
        JSON.stringify(settings.sink) === JSON.stringify(output.settings.sink) &&
        settings.latencyMs === output.settings.latencyMs &&
        settings.delayMs === output.settings.delayMs;
      await save(settings);
      output.settings = settings;
      // A bus that plays is not taken away under a broadcast: it is replaced when it has nothing left.
      output.stale ||= !sameWay && output.bus !== null;
      if (output.stale && output.plays === 0) await closeBus(output);
      if (settings.sink.kind !== 'http-stream') output.stream?.close();
      changes.emit('output.changed', view(output));
      return view(output);
    },
    async remove(id) {
      const output = find(id);
      if (output.plays > 0) throw onAir(output.settings);
      await store.remove(output.settings);
      outputs.delete(id);
      await closeBus(output);
      changes.emit('output.removed', { id });
    },
    async play(outputId, request, onEvent, signal) {
      const output = outputs.get(outputId);
      if (!output) return neverPlayed(request, { code: 'output.not-found', params: { id: outputId } });
      output.plays++;
      try {
        return await busOf(output).play(request, onEvent, signal);
      } finally {
        output.plays--;
        if (output.stale && output.plays === 0) await closeBus(output);
      }
    },
    levels,
    stream(id) {
      const output = find(id);
      if (output.settings.sink.kind !== 'http-stream') throw notFound('stream', id);
      return streamOf(output).listen();
    },
    endStreams() {
      for (const { stream } of outputs.values()) stream?.close();
    },
    async start() {
      for (const settings of await store.list()) outputs.set(settings.id, live(settings));
      cancelLevels = clock.every(levelsEveryMs, () => {
        if (!levelsChanged) return;
        levelsChanged = false;
        changes.emit('levels', levels());
      });
    },
    async stop() {
      cancelLevels();
      await Promise.all([...outputs.values()].map(closeBus));
    },
  };
}

function onAir({ name }: OutputSettings): AppError {
  return new AppError('output.on-air', 409, `The output '${name}' is on air: stop the broadcast first.`, {
    params: { name },
  });
}

function neverPlayed(request: PlayRequest, fault: Reason): Played {
  return {
    startedAt: null,
    airedMs: 0,
    items: request.items.map(({ title }) => ({ title, airedMs: 0, problem: null })),
    ending: 'failed',
    fault,
    underruns: 0,
  };
}

function sdpOf({ name, sink }: OutputSettings): string | null {
  if (sink.kind !== 'rtp') return null;
  const { host, port, codec, ttl } = sink;
  return sessionDescription({ name, address: host, port, codec, ttl });
}
