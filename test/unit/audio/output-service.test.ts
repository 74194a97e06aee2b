import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bus, BusListener, OpenBus, Played, PlayRequest } from '../../../gateway/src/audio/bus.ts';
import { createOutputs, type Outputs } from '../../../gateway/src/audio/output-service.ts';
import type { ChangeEvents, Sink } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import type { StreamCoder } from '../../../gateway/src/media/ports.ts';
import { openDatabase, type Storage } from '../../../gateway/src/storage/storage.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { readFile } from 'node:fs/promises';

const horn: Sink = { kind: 'sound-card', system: 'auto', device: '' };
const field: Sink = { kind: 'rtp', host: '239.1.1.1', port: 5004, codec: 'L16', ttl: 4 };
const request: PlayRequest = { title: 'news', startAt: 0, items: [], gainDb: 0, loops: false, endBy: null };
const played: Played = { startedAt: 1, airedMs: 5, items: [], ending: 'ended', fault: null, underruns: 0 };
const forever = new AbortController().signal;

/** Buses that play nothing, until told. */
function fakeBuses() {
  const opened: {
    sink: Sink;
    latencyMs: number;
    delayMs?: number | undefined;
    listener: BusListener;
    closed: boolean;
    behind: string | null;
    end: () => void;
  }[] = [];
  const openBus: OpenBus = ({ sink, latencyMs, delayMs }, listener): Bus => {
    const bus: (typeof opened)[number] = {
      sink,
      latencyMs,
      delayMs,
      listener,
      closed: false,
      behind: null,
      end: () => undefined,
    };
    opened.push(bus);
    return {
      play: () => new Promise((resolve) => (bus.end = () => resolve(played))),
      behind: (why) => void (bus.behind = why?.code ?? null),
      close: async () => void (bus.closed = true),
    };
  };
  return { opened, openBus };
}

let storage: Storage;
let clock: FakeClock;
let buses: ReturnType<typeof fakeBuses>;
let outputs: Outputs;
let story: string[];
const changes = createChanges<ChangeEvents>();

const coder: StreamCoder = {
  encodeStream: () => ({ write: () => true, end: () => undefined, over: new Promise(() => undefined) }),
};
const open = () =>
  createOutputs({ storage, changes, log: quietLog, clock, openBus: buses.openBus, coder, onAired: () => undefined });

beforeEach(async () => {
  storage = await openDatabase(':memory:');
  await storage.script(await readFile('gateway/migrations/0004_outputs.sql', 'utf8'));
  await storage.script(await readFile('gateway/migrations/0012_output_delay.sql', 'utf8'));
  await storage.script(await readFile('gateway/migrations/0014_output_password.sql', 'utf8'));
  await storage.script('create table zones (id text primary key, output_id text references outputs (id)) strict');
  clock = createFakeClock();
  buses = fakeBuses();
  story = [];
  outputs = open();
  await outputs.start();
});
afterEach(async () => {
  await outputs.stop();
  await storage.close();
});
changes.listen((name, payload) => story.push(`${name} ${name === 'levels' ? JSON.stringify(payload) : idOf(payload)}`));
const idOf = (payload: object) => ('id' in payload ? (payload.id as string) : '');

describe('an output', () => {
  test('is named after what people call it, and outlives a restart', async () => {
    const made = await outputs.create({ name: 'Nhà văn hóa', sink: horn });
    expect(made).toEqual({
      id: 'nha-van-hoa',
      name: 'Nhà văn hóa',
      sink: horn,
      latencyMs: 0,
      delayMs: 0,
      streamPath: null,
      sdp: null,
      state: 'idle',
      fault: null,
    });
    const again = open();
    await again.start();
    expect(await again.list()).toEqual([made]);
    await again.stop();
  });

  test('made at the same moment as another whose name has the same id is one of two', async () => {
    const made = await Promise.all([
      outputs.create({ name: 'Nhà văn hóa', sink: horn }),
      outputs.create({ name: 'Nha van hoa', sink: field }),
    ]);
    expect(made.map(({ id }) => id)).toEqual(['nha-van-hoa', 'nha-van-hoa-2']);
    expect(await outputs.list()).toHaveLength(2);
  });

  test('needs a name of its own', async () => {
    await outputs.create({ name: 'Loa', sink: horn });
    const other = await outputs.create({ name: 'Loa xóm', sink: field });
    await expect(outputs.create({ name: 'Loa', sink: field })).rejects.toMatchObject({ code: 'output.name-taken' });
    await expect(outputs.change(other.id, { name: 'Loa' })).rejects.toMatchObject({ code: 'output.name-taken' });
  });

  test('that feeds a zone is not removed', async () => {
    const { id } = await outputs.create({ name: 'Loa', sink: horn });
    await storage.run('insert into zones (id, output_id) values (?, ?)', ['dau-thon', id]);
    await expect(outputs.remove(id)).rejects.toMatchObject({ code: 'output.in-use', status: 409 });
    await storage.run('delete from zones');
    await outputs.remove(id);
    expect(await outputs.list()).toEqual([]);
    expect(story.at(-1)).toBe('output.removed loa');
    await expect(outputs.get(id)).rejects.toMatchObject({ code: 'output.not-found', status: 404 });
  });
});

describe('the password of an Icecast output', () => {
  // Port 9 (discard) is nobody's on loopback.
  const server: Sink = { kind: 'icecast', host: '127.0.0.1', port: 9, mount: '/loa.mp3', username: 'source' };
  const kept = () => storage.all('select password from outputs');

  test('is needed, and told to nobody', async () => {
    await expect(outputs.create({ name: 'Loa', sink: server })).rejects.toMatchObject({
      code: 'output.password-needed',
      status: 422,
    });
    const made = await outputs.create({ name: 'Loa', sink: server, password: 'kín' });
    expect(JSON.stringify([made, await outputs.list(), await outputs.get(made.id)])).not.toContain('kín');
    expect(await kept()).toEqual([{ password: 'kín' }]);
  });

  test('stays when nobody repeats it, but is not taken to another server, nor kept for another kind', async () => {
    const { id } = await outputs.create({ name: 'Loa', sink: server, password: 'kín' });
    await outputs.change(id, { name: 'Loa xã', sink: { ...server, mount: '/xa.mp3' } });
    expect(await kept()).toEqual([{ password: 'kín' }]);
    for (const other of [{ host: 'noi-khac.vn' }, { port: 10 }, { username: 'khac' }]) {
      await expect(outputs.change(id, { sink: { ...server, ...other } })).rejects.toMatchObject({
        code: 'output.password-needed',
      });
    }
    await outputs.change(id, { sink: horn });
    expect(await kept()).toEqual([{ password: null }]);
  });

  test('that is changed under a broadcast is used once that is over', async () => {
    const { id } = await outputs.create({ name: 'Loa', sink: server, password: 'kín' });
    const playing = outputs.play(id, request, () => undefined, forever);
    expect(buses.opened[0]?.behind).toMatch(/^icecast\./);
    await outputs.change(id, { password: 'mới' });
    expect(buses.opened[0]?.closed).toBe(false);
    buses.opened[0]?.end();
    await playing;
    expect(buses.opened[0]?.closed).toBe(true);
  });
});

describe('its bus', () => {
  test('is opened when something is played, not before', async () => {
    const { id } = await outputs.create({ name: 'Loa', sink: horn, latencyMs: 40, delayMs: 290 });
    expect(buses.opened).toHaveLength(0);
    const playing = outputs.play(id, request, () => undefined, forever);
    expect(buses.opened).toMatchObject([{ sink: horn, latencyMs: 40, delayMs: 290 }]);
    buses.opened[0]?.end();
    expect(await playing).toBe(played);
  });

  test('is replaced when the way changes, but never under a broadcast', async () => {
    const { id } = await outputs.create({ name: 'Loa', sink: horn });
    const playing = outputs.play(id, request, () => undefined, forever);
    await outputs.change(id, { sink: field });
    expect(buses.opened[0]?.closed).toBe(false);
    buses.opened[0]?.end();
    await playing;
    expect(buses.opened[0]?.closed).toBe(true);
    void outputs.play(id, request, () => undefined, forever);
    expect(buses.opened[1]?.sink).toEqual(field);
  });

  test('stays when a change of its way was refused', async () => {
    await outputs.create({ name: 'Loa xóm', sink: field });
    const { id } = await outputs.create({ name: 'Loa', sink: horn });
    const playing = outputs.play(id, request, () => undefined, forever);
    await expect(outputs.change(id, { name: 'Loa xóm', sink: field })).rejects.toMatchObject({
      code: 'output.name-taken',
    });
    buses.opened[0]?.end();
    await playing;
    expect(buses.opened[0]?.closed).toBe(false);
  });

  test('stays when only the name changes', async () => {
    const { id } = await outputs.create({ name: 'Loa', sink: horn });
    const playing = outputs.play(id, request, () => undefined, forever);
    buses.opened[0]?.end();
    await playing;
    expect(await outputs.change(id, { name: 'Loa chính' })).toMatchObject({ id, name: 'Loa chính' });
    expect(buses.opened[0]?.closed).toBe(false);
  });

  test('tells its faults to everybody', async () => {
    const { id } = await outputs.create({ name: 'Loa', sink: horn });
    void outputs.play(id, request, () => undefined, forever);
    const fault = { code: 'audio.no-sound-card', params: {} };
    buses.opened[0]?.listener.state('fault', fault);
    expect(await outputs.get(id)).toMatchObject({ state: 'fault', fault });
    expect(story.at(-1)).toBe('output.changed loa');
  });

  test('shows its level, all outputs together, eight times a second', async () => {
    const { id } = await outputs.create({ name: 'Loa', sink: horn });
    await outputs.create({ name: 'Ngọt', sink: field });
    void outputs.play(id, request, () => undefined, forever);
    buses.opened[0]?.listener.level(-20, -12);
    buses.opened[0]?.listener.level(-18, -10);
    await clock.advance(1_000);
    expect(story.filter((told) => told.startsWith('levels'))).toEqual([
      'levels {"loa":{"rmsDb":-18,"peakDb":-10},"ngot":{"rmsDb":-100,"peakDb":-100}}',
    ]);
    expect(outputs.levels()[id]).toEqual({ rmsDb: -18, peakDb: -10 });
  });

  test('over RTP can be opened by a receiver: the output says its SDP, a sound card has none', async () => {
    const sink = { kind: 'rtp', host: '239.1.2.3', port: 5004, codec: 'L16', ttl: 4 } as const;
    expect((await outputs.create({ name: 'Loa IP', sink })).sdp).toContain('m=audio 5004 RTP/AVP 96');
    const card = { kind: 'sound-card', system: 'auto', device: '' } as const;
    expect((await outputs.create({ name: 'Card', sink: card })).sdp).toBeNull();
  });

  test('of an output that is gone is a result that says so', async () => {
    const result = await outputs.play('nowhere', request, () => undefined, forever);
    expect(result).toMatchObject({ ending: 'failed', startedAt: null, fault: { code: 'output.not-found' } });
  });
});
