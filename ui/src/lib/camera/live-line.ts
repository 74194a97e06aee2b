import type { CameraLiveMessage } from '#contract';

/** The way of a camera's pictures to this screen. It comes back by itself after a hole in the network. */
export interface LiveLine {
  /** Begins anew at once, with a key frame. */
  again(): void;
  close(): void;
}

export interface LiveLineParts {
  /** The path of the socket, on the gateway that this page is from. */
  readonly path: string;
  readonly onmessage: (message: CameraLiveMessage) => void;
  readonly onbytes: (bytes: ArrayBuffer) => void;
  /** Nothing comes now; it is tried again. */
  readonly onlost: () => void;
}

/** `alive` comes each second. */
const deafMs = 3_000;
const connectMs = 5_000;
const lookMs = 250;
const firstPauseMs = 250;
const longestPauseMs = 5_000;

export function openLiveLine({ path, onmessage, onbytes, onlost }: LiveLineParts): LiveLine {
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
  let pauseMs = firstPauseMs;
  /** When something was heard last; while connecting, when that began; while it pauses, when that ends. */
  let since = performance.now();
  let socket: WebSocket | null = connect();

  function connect(): WebSocket {
    since = performance.now();
    const opened = new WebSocket(address);
    opened.binaryType = 'arraybuffer';
    opened.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (socket !== opened) return;
      since = performance.now();
      if (typeof data !== 'string') return onbytes(data);
      const message = JSON.parse(data) as CameraLiveMessage;
      if (message.kind === 'alive' && message.live) pauseMs = firstPauseMs;
      onmessage(message);
    };
    opened.onclose = () => {
      if (socket === opened) lose();
    };
    return opened;
  }

  function lose(): void {
    drop();
    since = performance.now() + pauseMs;
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    onlost();
  }

  function drop(): void {
    const old = socket;
    socket = null;
    old?.close();
  }

  function look(): void {
    const elapsedMs = performance.now() - since;
    if (socket === null) {
      if (elapsedMs >= 0) socket = connect();
    } else if (elapsedMs > (socket.readyState === WebSocket.CONNECTING ? connectMs : deafMs)) lose();
  }

  const timer = setInterval(look, lookMs);

  return {
    again() {
      drop();
      socket = connect();
    },
    close() {
      clearInterval(timer);
      drop();
    },
  };
}
