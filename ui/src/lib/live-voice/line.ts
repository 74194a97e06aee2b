import type { LiveVoiceMessage } from '#contract';

/** The way of frames to the gateway. It comes back by itself after a hole in the network. */
export interface Line {
  send(frame: ArrayBuffer): void;
  open(): boolean;
  close(): void;
}

export interface LineParts {
  readonly id: string;
  readonly onmessage: (message: LiveVoiceMessage) => void;
  /** It opened, or broke. */
  readonly onchange: () => void;
  /** The gateway closed it and wants no more; `why`: its code. */
  readonly onrefused: (why: string) => void;
  /** Only the end is awaited: the gateway says nothing while its closing chime sounds. */
  readonly closing: () => boolean;
}

/** A second of sound that has not left: what is said now would come too late to be of use. */
const mostWaitingBytes = 97_000;
/** The gateway says eight times a second what it hears. A socket can be dead for minutes without saying so. */
const deafMs = 1_000;
/** Longer than a chime. */
const deafClosingMs = 15_000;
/** On a weak network a handshake takes seconds: begun anew each second it would never come to its end. */
const connectMs = 5_000;
/** A line that opens slower than this is away for now. */
const slowMs = 500;
const againMs = 250;
const closedByGateway = 4_000;

export function openLine({ id, onmessage, onchange, onrefused, closing }: LineParts): Line {
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live-voices/${id}/sound`;
  /** Since when nothing was heard of the gateway; while connecting, since that began. */
  let heardAt = performance.now();
  let socket = connect();
  let closed = false;

  function connect(): WebSocket {
    const opened = new WebSocket(address);
    opened.binaryType = 'arraybuffer';
    opened.onopen = () => {
      heardAt = performance.now();
      onchange();
    };
    opened.onmessage = ({ data }: MessageEvent<string>) => {
      if (socket !== opened) return;
      heardAt = performance.now();
      onmessage(JSON.parse(data) as LiveVoiceMessage);
    };
    opened.onclose = ({ code, reason }) => {
      if (socket !== opened || closed) return;
      if (code === closedByGateway) {
        closed = true;
        onrefused(reason);
      } else onchange();
    };
    return opened;
  }

  function mind(): void {
    const connecting = socket.readyState === WebSocket.CONNECTING;
    const quietMs = performance.now() - heardAt;
    const patienceMs = connecting ? connectMs : closing() ? deafClosingMs : deafMs;
    if (socket.readyState === WebSocket.CLOSED || quietMs > patienceMs) {
      const old = socket;
      heardAt = performance.now();
      socket = connect();
      old.close();
    } else if (connecting && quietMs > slowMs) onchange();
  }

  const timer = setInterval(() => {
    if (!closed) mind();
  }, againMs);

  return {
    send(frame) {
      if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < mostWaitingBytes) socket.send(frame);
    },
    open: () => socket.readyState === WebSocket.OPEN,
    close() {
      closed = true;
      clearInterval(timer);
      socket.close();
    },
  };
}
