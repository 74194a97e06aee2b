import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLiveLine } from '../../../ui/src/lib/camera/live-line.ts';

/** A socket that does what the test says. */
class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = FakeSocket.CONNECTING;
  closed = false;
  binaryType = '';
  onmessage = (_event: { data: string | ArrayBuffer }) => undefined;
  onclose = () => undefined;
  readonly address: string;
  constructor(address: string) {
    this.address = address;
    FakeSocket.all.push(this);
  }
  says(message: object | ArrayBuffer) {
    this.readyState = FakeSocket.OPEN;
    this.onmessage({ data: message instanceof ArrayBuffer ? message : JSON.stringify(message) });
  }
  close() {
    this.closed = true;
  }
}

function open() {
  const seen: string[] = [];
  const line = openLiveLine({
    path: '/api/cameras/c1/live/sub',
    onmessage: ({ kind }) => void seen.push(kind),
    onbytes: (bytes) => void seen.push(`${bytes.byteLength} bytes`),
    onlost: () => void seen.push('lost'),
  });
  return { line, seen };
}
const sockets = () => FakeSocket.all.length;
const newest = () => FakeSocket.all.at(-1)!;
const alive = { kind: 'alive', now: '2026-11-26T01:00:00.000Z', pictureAt: null, live: true };

describe('the line of a camera’s pictures', () => {
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

  it('goes to the gateway that the page is from, as safely as the page', () => {
    open();
    expect(newest().address).toBe('wss://thon.local/api/cameras/c1/live/sub');
  });

  it('hands on what is said and what is shown', () => {
    const { seen } = open();
    newest().says({ kind: 'starts', mime: 'video/mp4', now: alive.now });
    newest().says(new ArrayBuffer(8));
    expect(seen).toEqual(['starts', '8 bytes']);
  });

  it('that says nothing for three seconds is lost, and opened anew', () => {
    const { seen } = open();
    newest().says(alive);
    vi.advanceTimersByTime(2_750);
    expect(seen).not.toContain('lost');
    vi.advanceTimersByTime(500);
    expect(seen).toContain('lost');
    vi.advanceTimersByTime(500);
    expect(sockets()).toBe(2);
    expect(FakeSocket.all[0]!.closed).toBe(true);
  });

  it('is tried again more and more seldom while the gateway refuses, and soon again once it lives', () => {
    open();
    for (let seconds = 0; seconds < 60; seconds++) {
      newest().onclose();
      vi.advanceTimersByTime(1_000);
    }
    expect(sockets()).toBeLessThan(20);
    vi.advanceTimersByTime(5_000);
    newest().says(alive);
    const before = sockets();
    newest().onclose();
    vi.advanceTimersByTime(500);
    expect(sockets()).toBe(before + 1);
  });

  it('hears nothing of a socket that it left', () => {
    const { line, seen } = open();
    const left = newest();
    line.again();
    left.says(alive);
    left.onclose();
    expect(seen).toEqual([]);
    expect(sockets()).toBe(2);
  });

  it('that is closed stays closed', () => {
    const { line } = open();
    line.close();
    newest().onclose();
    vi.advanceTimersByTime(60_000);
    expect(sockets()).toBe(1);
  });
});
