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
}

/** A second of sound that has not left: what is said now would come too late to be of use. */
const mostWaitingBytes = 97_000;
/** The gateway says eight times a second what it hears. A socket can be dead for minutes without saying so. */
const deafMs = 1_000;
const againMs = 250;
const closedByGateway = 4_000;

export function openLine({ id, onmessage, onchange, onrefused }: LineParts): Line {
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live-voices/${id}/sound`;
  let socket: WebSocket | null = null;
  let heardAt = 0;
  let closed = false;

  function connect(): void {
    const opened = new WebSocket(address);
    opened.binaryType = 'arraybuffer';
    socket = opened;
    heardAt = performance.now();
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
  }

  function mind(): void {
    const { readyState } = socket ?? { readyState: WebSocket.CLOSED };
    const dead = performance.now() - heardAt > deafMs;
    if (readyState === WebSocket.CLOSED || dead) {
      const old = socket;
      connect();
      old?.close();
    }
  }

  connect();
  const timer = setInterval(() => {
    if (!closed) mind();
  }, againMs);

  return {
    send(frame) {
      if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < mostWaitingBytes) socket.send(frame);
    },
    open: () => socket?.readyState === WebSocket.OPEN,
    close() {
      closed = true;
      clearInterval(timer);
      socket?.close();
    },
  };
}
