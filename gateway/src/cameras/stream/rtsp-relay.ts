import type { Clock } from '../../core/clock/clock.ts';
import type { StreamSource } from '../ports.ts';
import { leaveCamera, reachCamera } from './camera-line.ts';
import { openPlayerDoor, type PlayerDoor } from './player-door.ts';
import { createRtspConversation, type RtspConversation } from './rtsp-conversation.ts';
import { createSigner } from './rtsp-login.ts';
import { createRtspReader } from './rtsp-wire.ts';
import { StreamFailure } from './trouble.ts';

/**
 * A way to a camera for a program that is told no password, because everybody on the machine can read its words. The player's
 * requests go on with the camera's address and a signature, the camera's packets come back as they are.
 */
export interface RtspRelay {
  /** For the player. */
  readonly uri: string;
  /** See `RtspConversation`. */
  readonly encoding: string | null;
  /** Resolves when it is over, to why. Never rejects. */
  readonly over: Promise<StreamFailure>;
  close(): void;
}

/** For a connection, for a reply, and for the first packet. */
const answerMs = 5_000;
/** A line that carried packets and carries none. */
const stallMs = 10_000;
/** For the player to come, on a busy machine. */
const playerMs = 20_000;
/** A player that takes in nothing is of no use. */
const mostWaiting = 4 * 1024 * 1024;

/** Reaches the camera first: a player is only started for one that is there. Rejects with StreamFailure, or the signal's reason. */
export async function openRtspRelay(
  parts: { readonly clock: Clock; readonly source: StreamSource; readonly maySign: () => boolean },
  signal: AbortSignal,
): Promise<RtspRelay> {
  const { clock, source, maySign } = parts;
  const camera = await reachCamera(clock, new URL(source.uri), answerMs, signal);
  let packets = false;
  let lastAt = clock.monotonic();
  let ended = false;
  let settle: (why: StreamFailure) => void = () => undefined;
  const over = new Promise<StreamFailure>((resolve) => (settle = resolve));

  const door: PlayerDoor = await openPlayerDoor({
    onMessage: (message) => guarded(() => tell(conversation.request(message))),
    onPackets: (bytes) => void camera.write(bytes),
    onLeft: () => end(new StreamFailure('gone', 'the player left')),
  }).catch((error: unknown) => {
    camera.destroy();
    throw error;
  });
  const conversation: RtspConversation = createRtspConversation({
    ...{ playerUri: door.uri, cameraUri: source.uri, sign: createSigner(clock, source.login, maySign) },
  });

  function tell(request: Buffer): void {
    camera.write(request);
    lastAt = clock.monotonic();
  }

  const read = createRtspReader({
    onMessage(message) {
      const next = conversation.reply(message);
      if (next?.to === 'camera') tell(next.bytes);
      else if (next) door.player?.write(next.bytes);
    },
    onPackets(bytes) {
      packets = true;
      if ((door.player?.writableLength ?? 0) > mostWaiting) throw new StreamFailure('stalled', 'nobody takes it in');
      door.player?.write(bytes);
    },
  });

  /** Whatever is thrown while it is read ends it. */
  function guarded(work: () => void): void {
    if (ended) return;
    try {
      work();
    } catch (error) {
      end(error instanceof StreamFailure ? error : new StreamFailure('unreadable', 'its reader failed', error));
    }
  }

  function end(why: StreamFailure): void {
    if (ended) return;
    ended = true;
    cancel();
    door.close();
    leaveCamera(clock, camera, conversation.goodbye());
    settle(why);
  }

  /** Nothing came for longer than what it waits for may take; null: not yet. */
  function lostPatience(): StreamFailure | null {
    const quietMs = clock.monotonic() - lastAt;
    if (packets) return quietMs > stallMs ? new StreamFailure('stalled', 'no packet comes any more') : null;
    if (conversation.waiting) return quietMs > answerMs ? new StreamFailure('silent', 'no reply came') : null;
    if (conversation.playing) return quietMs > answerMs ? new StreamFailure('silent', 'no packet came') : null;
    return quietMs > playerMs ? new StreamFailure('gone', 'the player never came') : null;
  }

  const cancel = clock.every(500, () => {
    const why = lostPatience();
    if (why) end(why);
  });
  camera.on('data', (chunk) => {
    lastAt = clock.monotonic();
    guarded(() => read(chunk));
  });
  camera.on('close', () => end(new StreamFailure('gone', 'the line to the camera broke')));
  if (camera.destroyed) end(new StreamFailure('gone', 'the camera hung up at once'));

  return {
    uri: door.uri,
    over,
    get encoding() {
      return conversation.encoding;
    },
    close: () => end(new StreamFailure('gone', 'it is not wanted any more')),
  };
}
