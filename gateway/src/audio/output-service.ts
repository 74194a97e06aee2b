import type { ChangeEvents, Levels, Output, OutputChange, OutputInput, Reason } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { freshSlug } from '../core/ids.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Logger } from '../core/log.ts';
import type { Services } from '../http/ports.ts';
import type { StreamCoder } from '../media/ports.ts';
import type { Storage } from '../storage/storage.ts';
import type { Bus, Buses, OpenBus, Played, PlayEvent, PlayRequest } from './bus.ts';
import { silenceDb } from './meter.ts';
import { connecting } from './icecast/icecast.ts';
import { createOnward, type Onward } from './onward.ts';
import { passwordFor } from './output-password.ts';
import { createOutputStore, type OutputSettings } from './output-store.ts';
import { sessionDescription } from './rtp.ts';
import type { Taped } from './tape.ts';

export interface OutputsParts {
  readonly storage: Storage;
  readonly changes: Changes<ChangeEvents>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly openBus: OpenBus;
  readonly coder: StreamCoder;
  /** How whatever is played is treated, as the village set it; left out: as usual. */
  readonly treatment?: () => Pick<PlayRequest, 'silence' | 'bedLevels'>;
  /** Hears everything that leaves. */
  readonly onAired: (outputId: string, sound: Taped) => void;
}

export type Outputs = Services['outputs'] & Buses & { start(): Promise<void>; stop(): Promise<void> };

/** An output while the gateway runs: what is set up, its bus once it was needed, and how it does. */
interface LiveOutput {
  settings: OutputSettings;
  bus: Bus | null;
  /** Where its sound goes on from here, and what keeps it from that. */
  onward: Onward | null;
  onwardFault: Reason | null;
  /** Counts the ways it had: one that was left says nothing any more. */
  way: number;
  state: Output['state'];
  fault: Reason | null;
  level: Levels[string];
  plays: number;
  /** Its bus was opened with other settings than these. */
  stale: boolean;
}

const silent = { rmsDb: silenceDb, peakDb: silenceDb };
const levelsEveryMs = 125;

/** Where sound leaves: the outputs of the village, and a bus for each that is played on. */
export function createOutputs({
  storage,
  changes,
  log,
  clock,
  openBus,
  coder,
  treatment = () => ({}),
  onAired,
}: OutputsParts): Outputs {
  const store = createOutputStore(storage);
  const outputs = new Map<string, LiveOutput>();
  /** Two made at once must not take one id, nor one bring back what the other removed. */
  const inTurn = createTurns();
  let levelsChanged = false;
  let cancelLevels: Cancel = () => undefined;

  function find(id: string): LiveOutput {
    const output = outputs.get(id);
    if (!output) throw notFound('output', id);
    return output;
  }

  function view({ settings, state, fault, onwardFault }: LiveOutput): Output {
    const trouble = (onwardFault === connecting ? null : onwardFault) ?? fault;
    const { password: _, ...shown } = settings;
    const streamPath = settings.sink.kind === 'http-stream' ? `/streams/${settings.id}.mp3` : null;
    return { ...shown, sdp: sdpOf(settings), streamPath, state: trouble ? 'fault' : state, fault: trouble };
  }

  function live(settings: OutputSettings): LiveOutput {
    const none = { bus: null, onward: null, onwardFault: null, fault: null };
    const output: LiveOutput = { settings, ...none, way: 0, state: 'idle', level: silent, plays: 0, stale: false };
    outputs.set(settings.id, output);
    openOnward(output);
    return output;
  }

  function openOnward(output: LiveOutput): void {
    const way = ++output.way;
    output.onward = createOnward(output.settings, {
      clock,
      log,
      coder,
      name: () => output.settings.name,
      onFault(fault) {
        if (way !== output.way || fault?.code === output.onwardFault?.code) return;
        output.onwardFault = fault;
        output.bus?.behind(fault);
        if (fault) log.warn({ outputId: output.settings.id, fault }, 'sound does not go on from here');
        changes.emit('output.changed', view(output));
      },
    });
  }

  function busOf(output: LiveOutput): Bus {
    if (output.bus) return output.bus;
    const { id: outputId, sink, latencyMs, delayMs } = output.settings;
    output.bus = openBus(
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
          output.onward?.put(sound.samples);
        },
        note: (message, facts) => log.info({ outputId, ...facts }, message),
      },
    );
    if (output.onwardFault) output.bus.behind(output.onwardFault);
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

  async function close(output: LiveOutput): Promise<void> {
    const { bus, onward } = output;
    output.bus = null;
    output.stale = false;
    output.state = 'idle';
    output.fault = null;
    output.level = silent;
    output.onward = null;
    output.way++;
    onward?.close();
    output.onwardFault = null;
    await bus?.close();
  }

  /** A way that is in use is not taken away under a broadcast: it is replaced when nothing is left on it. */
  async function renewIfFree(output: LiveOutput): Promise<void> {
    if (!output.stale || output.plays > 0) return;
    const closing = close(output);
    openOnward(output);
    await closing;
  }

  async function create({ name, sink, latencyMs = 0, delayMs = 0, password: given }: OutputInput): Promise<LiveOutput> {
    const password = passwordFor(sink, given, null);
    const settings = { id: freshSlug(name, outputs.keys(), 'output'), name, sink, latencyMs, delayMs, password };
    await save(settings);
    return live(settings);
  }

  async function alter(id: string, change: OutputChange): Promise<LiveOutput> {
    const output = find(id);
    const password = passwordFor(change.sink ?? output.settings.sink, change.password, output.settings);
    const settings = { ...output.settings, ...change, password };
    const wayOf = ({ name: _, ...way }: OutputSettings) => JSON.stringify(way);
    // What was refused changes nothing, and takes nothing from those who listen.
    await save(settings);
    output.stale ||= wayOf(settings) !== wayOf(output.settings);
    output.settings = settings;
    return output;
  }

  async function forget(id: string): Promise<LiveOutput> {
    const output = find(id);
    if (output.plays > 0) throw onAir(output.settings);
    await store.remove(output.settings);
    outputs.delete(id);
    return output;
  }

  return {
    async list() {
      return [...outputs.values()].map(view);
    },
    async get(id) {
      return view(find(id));
    },
    async create(input) {
      const output = await inTurn(() => create(input));
      changes.emit('output.changed', view(output));
      return view(output);
    },
    async change(id, change) {
      const output = await inTurn(() => alter(id, change));
      await renewIfFree(output);
      changes.emit('output.changed', view(output));
      return view(output);
    },
    async remove(id) {
      const output = await inTurn(() => forget(id));
      await close(output);
      changes.emit('output.removed', { id });
    },
    async play(outputId, request, onEvent, signal) {
      const output = outputs.get(outputId);
      if (!output) return neverPlayed(request, { code: 'output.not-found', params: { id: outputId } });
      output.plays++;
      try {
        const told = (event: PlayEvent) => {
          if (event.kind === 'started') output.onward?.onAir(request.title);
          onEvent(event);
        };
        return await busOf(output).play({ ...request, ...treatment() }, told, signal);
      } finally {
        output.plays--;
        if (output.plays === 0) output.onward?.onAir(null);
        await renewIfFree(output);
      }
    },
    levels,
    stream(id) {
      const { settings, onward } = find(id);
      if (settings.sink.kind !== 'http-stream' || !onward) throw notFound('stream', id);
      return onward.listen();
    },
    endStreams() {
      for (const { settings, onward } of outputs.values()) if (settings.sink.kind === 'http-stream') onward?.close();
    },
    async start() {
      for (const settings of await store.list()) live(settings);
      cancelLevels = clock.every(levelsEveryMs, () => {
        if (!levelsChanged) return;
        levelsChanged = false;
        changes.emit('levels', levels());
      });
    },
    async stop() {
      cancelLevels();
      await Promise.all([...outputs.values()].map(close));
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
