import { headerOf, writeRtsp, type RtspMessage } from './rtsp-wire.ts';
import { isAboutLogin, StreamFailure, type StreamTrouble } from './trouble.ts';

export interface ConversationParts {
  /** What the player takes for the camera's address. */
  readonly playerUri: string;
  /** The camera's, without a login. */
  readonly cameraUri: string;
  /** A value for `Authorization`; null: no login, or no challenge that can be answered. */
  readonly sign: (challenges: readonly string[], request: { method: string; uri: string }) => string | null;
}

/** What is said between a player that knows no password and a camera that wants one. Without sockets. */
export interface RtspConversation {
  /** The player's request as the camera is to hear it. */
  request(message: RtspMessage): Buffer;
  /** The camera's reply: for the player, or the request once more, signed. Throws StreamFailure where it ends here. */
  reply(message: RtspMessage): { readonly to: 'player' | 'camera'; readonly bytes: Buffer } | null;
  /** The packets begin, or began. */
  readonly playing: boolean;
  /** It waits for a reply. */
  readonly waiting: boolean;
  /** How the camera names what its video is encoded with, in capitals; null: it did not say yet. */
  readonly encoding: string | null;
  /** The request that gives the camera's session back; null: there is none. */
  goodbye(): Buffer | null;
}

interface Pending {
  readonly message: RtspMessage;
  readonly method: string;
  readonly uri: string;
  readonly playersNumber: string;
  /** How often it was signed. */
  signed: number;
  /** With the nonce that was given for it. */
  fresh: boolean;
}

/** Some cameras never answer what only keeps the line open. */
const mostPending = 8;
/** RFC 2326 §7.1.1: what else a camera says ends the conversation. */
const troubles: Readonly<Record<number, StreamTrouble>> = { 423: 'locked', 453: 'busy', 503: 'busy' };
/** Said to who has signed: Hikvision's illegal login lock says it of an address, others of an account that may not look. */
const forbidden = 403;
/** Of these the player thinks nothing when they fail: they only keep the line open. */
const keepsOpen = new Set(['GET_PARAMETER', 'SET_PARAMETER', 'OPTIONS', 'TEARDOWN']);

export function createRtspConversation({ playerUri, cameraUri, sign }: ConversationParts): RtspConversation {
  const pending = new Map<string, Pending>();
  let number = 0;
  let challenges: readonly string[] = [];
  /** A signed request was answered with anything but 401: the password is right, whatever else is refused later. */
  let proven = false;
  let session: string | null = null;
  let playing = false;
  let encoding: string | null = null;

  function send(asked: Pending, answersChallenge = false): Buffer {
    const { message, method, uri } = asked;
    // Minutes later a nonce may have run out or the password be another, and a refusal would not tell which: what only keeps the
    // line open is signed once the camera asks for it, with the nonce that it gives then.
    const signs = answersChallenge || !playing || !keepsOpen.has(method) || method === 'TEARDOWN';
    const own = String(++number);
    pending.set(own, asked);
    const kept = message.headers.filter(([name]) => !/^(cseq|authorization)$/i.test(name));
    const authorization = signs && challenges.length > 0 ? sign(challenges, { method, uri }) : null;
    if (authorization !== null) asked.signed++;
    asked.fresh = answersChallenge;
    const headers = [['CSeq', own], ...kept, ...(authorization === null ? [] : [['Authorization', authorization]])];
    return writeRtsp({
      first: `${method} ${uri} RTSP/1.0`,
      headers: headers as RtspMessage['headers'],
      body: message.body,
    });
  }

  function forgetOldest(): void {
    const [oldest] = pending.keys();
    if (oldest !== undefined && pending.size >= mostPending) pending.delete(oldest);
  }

  /** By its number; one that says none can only mean what alone is unanswered. */
  function answered({ headers }: RtspMessage): readonly [string, Pending] | null {
    const own = headerOf(headers, 'cseq');
    const only = pending.size === 1 ? [...pending][0] : undefined;
    if (own === undefined) return only ?? null;
    const asked = pending.get(own);
    return asked ? [own, asked] : null;
  }

  function failed(trouble: StreamTrouble, { method }: Pending, status: number): StreamFailure {
    // The goodbye that follows would be a second try.
    if (isAboutLogin(trouble)) challenges = [];
    return new StreamFailure(trouble, `${method} was answered with ${status}`);
  }

  /**
   * RFC 7616 §3.3: a nonce that ran out is no wrong password; and where the password was right once, neither is a nonce of before.
   * null: what keeps the line open is left unsigned.
   */
  function signAgain(asked: Pending, reply: RtspMessage): Buffer | null {
    const named = reply.headers.filter(([name]) => name.toLowerCase() === 'www-authenticate').map(([, value]) => value);
    const stale = named.some((challenge) => /stale\s*=\s*"?true/i.test(challenge));
    if (asked.signed > 0 && !stale && (asked.fresh || !proven)) throw failed('wrong-password', asked, 401);
    if (asked.signed > 1) throw failed('denied', asked, 401);
    challenges = named;
    if (named.length > 0 && sign(named, asked) !== null) return send(asked, true);
    if (playing && keepsOpen.has(asked.method)) return null;
    throw failed('wrong-password', asked, 401);
  }

  function learn({ method }: Pending, { headers, body }: RtspMessage): void {
    if (method === 'DESCRIBE') encoding = encodingIn(body.toString('latin1'));
    if (method === 'SETUP') session ??= headerOf(headers, 'session')?.split(';')[0] ?? null;
    if (method === 'PLAY') playing = true;
  }

  return {
    request(message) {
      const [method = '', uri = ''] = message.first.split(' ');
      forgetOldest();
      const own = uri.startsWith(playerUri) ? cameraUri + uri.slice(playerUri.length) : uri;
      const playersNumber = headerOf(message.headers, 'cseq') ?? '0';
      return send({ ...{ message, method, playersNumber }, uri: own, signed: 0, fresh: false });
    },
    reply(message) {
      const status = Number(/^RTSP\/\d\.\d (\d{3})/.exec(message.first)?.[1] ?? NaN);
      const found = answered(message);
      // A request of the camera's own, an answer to nothing, or one that is to come.
      if (Number.isNaN(status) || status < 200 || !found) return null;
      const [own, asked] = found;
      pending.delete(own);
      if (status === 401) {
        const again = signAgain(asked, message);
        if (again) return { to: 'camera', bytes: again };
      }
      if (status === forbidden && asked.signed > 0 && !proven) throw failed('locked', asked, status);
      proven ||= asked.signed > 0;
      if (status >= 300 && !keepsOpen.has(asked.method)) {
        throw failed(troubles[status] ?? (status < 400 ? 'elsewhere' : 'denied'), asked, status);
      }
      if (status < 300) learn(asked, message);
      const headers = message.headers.map(
        ([name, value]) => [name, name.toLowerCase() === 'cseq' ? asked.playersNumber : value] as const,
      );
      return { to: 'player', bytes: writeRtsp({ ...message, headers }) };
    },
    get playing() {
      return playing;
    },
    get waiting() {
      return pending.size > 0;
    },
    get encoding() {
      return encoding;
    },
    goodbye() {
      if (session === null) return null;
      const message = { first: '', headers: [['Session', session]] as const, body: Buffer.alloc(0) };
      return send({ ...{ message, method: 'TEARDOWN', uri: cameraUri, playersNumber: '0' }, signed: 0, fresh: false });
    },
  };
}

/** Of the first video in an SDP (RFC 4566 §6, rtpmap). */
function encodingIn(sdp: string): string | null {
  const video = /^m=video[^]*?(?=^m=|$(?![^]))/m.exec(sdp)?.[0] ?? '';
  return /^a=rtpmap:\d+ ([\w-]+)\//m.exec(video)?.[1]?.toUpperCase() ?? null;
}
