import { Type, type Static } from 'typebox';
import { Id, Name, Nullable, Reason } from './common.ts';

/** `auto`: PulseAudio or PipeWire when one answers, else ALSA. */
export const SoundCardSink = Type.Object(
  {
    kind: Type.Literal('sound-card'),
    system: Type.Union([Type.Literal('auto'), Type.Literal('pulse'), Type.Literal('alsa')]),
    device: Type.String({ maxLength: 200, pattern: '^[\\w.:,=+/@ -]*$' }),
  },
  { additionalProperties: false },
);
const host = Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:_-]+$' });
const port = Type.Integer({ minimum: 1, maximum: 65535 });
/** RFC 3551: L16 at 48 kHz mono (dynamic type 96) or PCMU at 8 kHz (type 0). Multicast when the host is. */
export const RtpSink = Type.Object(
  {
    kind: Type.Literal('rtp'),
    host,
    port,
    codec: Type.Union([Type.Literal('L16'), Type.Literal('PCMU')]),
    ttl: Type.Integer({ minimum: 1, maximum: 255 }),
  },
  { additionalProperties: false },
);
/** MP3 over plain HTTP from the gateway itself, for players such as an ESP32; heard seconds later. */
export const HttpStreamSink = Type.Object({ kind: Type.Literal('http-stream') }, { additionalProperties: false });
/** MP3 to a mount of an Icecast 2.4 server, which hands it on to its listeners; heard seconds later. */
export const IcecastSink = Type.Object(
  {
    kind: Type.Literal('icecast'),
    host,
    port,
    mount: Type.String({ maxLength: 100, pattern: '^(/[A-Za-z0-9._~-]+)+$' }),
    username: Type.String({ minLength: 1, maxLength: 64, pattern: '^[^:\\s\\x00-\\x1f]+$' }),
  },
  { additionalProperties: false },
);
/** The simulator's "sound card": a TCP service that plays at real-time pace and says what it heard. */
export const ListeningSink = Type.Object(
  { kind: Type.Literal('listening'), host, port },
  { additionalProperties: false },
);
export const Sink = Type.Union([SoundCardSink, RtpSink, HttpStreamSink, IcecastSink, ListeningSink]);
export type Sink = Static<typeof Sink>;

/**
 * `latencyMs` is what the way behind the sink adds (measured once per output); the bus starts that much earlier, and the
 * first sample is heard on time. `delayMs` is how much later than the others it is meant to be heard: for distance.
 * `password` is for `icecast`, is never told again, and has to be given anew with another host, port or user.
 */
export const OutputInput = Type.Object(
  {
    name: Name,
    sink: Sink,
    latencyMs: Type.Optional(Type.Number({ minimum: -500, maximum: 5000 })),
    delayMs: Type.Optional(Type.Number({ minimum: 0, maximum: 3000 })),
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\x00-\\x1f]+$' })),
  },
  { additionalProperties: false },
);
export type OutputInput = Static<typeof OutputInput>;
export const OutputChange = Type.Partial(OutputInput, { additionalProperties: false });
export type OutputChange = Static<typeof OutputChange>;

export const Output = Type.Object({
  id: Id,
  name: Name,
  sink: Sink,
  latencyMs: Type.Number(),
  delayMs: Type.Number(),
  /** What a receiver of an RTP output opens (RFC 8866); null for the others. */
  sdp: Nullable(Type.String()),
  /** Where a player on the network finds an HTTP stream, `/streams/<id>.mp3`; null for the others. */
  streamPath: Nullable(Type.String()),
  state: Type.Union([Type.Literal('idle'), Type.Literal('playing'), Type.Literal('fault')]),
  fault: Nullable(Reason),
});
export type Output = Static<typeof Output>;

export const StreamParams = Type.Object(
  { file: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,47}\\.mp3$' }) },
  { additionalProperties: false },
);
