import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLine } from '../../../ui/src/lib/live-voice/line.ts';

/** A socket that does what the test says. */
class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  static all: FakeSocket[] = [];
  readyState = FakeSocket.CONNECTING;
  binaryType = '';
  onopen = () => undefined;
  onmessage = (_event: { data: string }) => undefined;
  onclose = (_event: { code: number; reason: string }) => undefined;

  constructor() {
    FakeSocket.all.push(this);
  }
  opens() {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }
  says(message: object) {
    this.onmessage({ data: JSON.stringify(message) });
  }
  breaks(code = 1_006, reason = '') {
    this.readyState = FakeSocket.CLOSED;
    this.onclose({ code, reason });
  }
  close() {
    this.readyState = FakeSocket.CLOSED;
  }
}

function open() {
  const state = { closing: false, refused: null as string | null, seenOpen: [] as boolean[] };
  const line = openLine({
    id: 'v1',
    onmessage: () => undefined,
    onchange: () => void state.seenOpen.push(line.open()),
    onrefused: (why) => (state.refused = why),
    closing: () => state.closing,
  });
  return { line, state };
}
const sockets = () => FakeSocket.all.length;
const newest = () => FakeSocket.all.at(-1)!;

describe('the line of a speaker', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('location', { protocol: 'https:', host: 'thon.local' });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    FakeSocket.all = [];
  });

  it('has five seconds to be opened on a weak network before it is tried anew, and is away meanwhile', () => {
    const { line, state } = open();
    vi.advanceTimersByTime(4_500);
    expect(sockets()).toBe(1);
    expect(state.seenOpen).toContain(false);
    newest().opens();
    expect(line.open()).toBe(true);
    vi.advanceTimersByTime(750);
    expect(sockets()).toBe(1);
  });

  it('that does not open at all is tried anew', () => {
    open();
    vi.advanceTimersByTime(5_500);
    expect(sockets()).toBe(2);
    vi.advanceTimersByTime(5_500);
    expect(sockets()).toBe(3);
  });

  it('on which nothing is heard for a second is opened anew; one that breaks, at once', () => {
    open();
    newest().opens();
    vi.advanceTimersByTime(750);
    newest().says({ type: 'level', rmsDb: -20, peakDb: -9 });
    vi.advanceTimersByTime(1_000);
    expect(sockets()).toBe(1);
    vi.advanceTimersByTime(250);
    expect(sockets()).toBe(2);
    newest().opens();
    newest().breaks();
    vi.advanceTimersByTime(250);
    expect(sockets()).toBe(3);
  });

  it('is left alone while the closing chime sounds and the gateway says nothing', () => {
    const { state } = open();
    newest().opens();
    state.closing = true;
    vi.advanceTimersByTime(10_000);
    expect(sockets()).toBe(1);
    expect(state.seenOpen).toEqual([true]);
  });

  it('is not opened again when the gateway wants no more', () => {
    const { state } = open();
    newest().opens();
    newest().breaks(4_000, 'live.over');
    vi.advanceTimersByTime(30_000);
    expect(state.refused).toBe('live.over');
    expect(sockets()).toBe(1);
  });
});
