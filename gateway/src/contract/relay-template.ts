import { Type, type Static } from 'typebox';
import { Nullable } from './common.ts';

/** Below the relay's own topic; `{channel}` counts from 1, `{index}` from 0. What else is wanted: `#relays/template`. */
const Subtopic = Type.String({ minLength: 1, maxLength: 80 });
/** `{seconds}`: the lease, where a command has one. */
const Payload = Type.String({ minLength: 1, maxLength: 200 });
const Word = Type.String({ minLength: 1, maxLength: 40 });
/** Where in a JSON message: `relays.{index}.on`; null: the message is the word or the number. */
const Path = Nullable(Type.String({ minLength: 1, maxLength: 80 }));
const closed = { additionalProperties: false };

/** How a board says and hears what a relay must: sub-topics, payloads, and what it does by itself. */
export const RelayTemplate = Type.Object(
  {
    command: Type.Object({ topic: Subtopic, on: Payload, off: Payload }, closed),
    state: Type.Object({ topic: Subtopic, path: Path, on: Word, off: Word }, closed),
    /** Its birth message and last will; null: it has none, and only its silence tells. */
    availability: Nullable(Type.Object({ topic: Subtopic, path: Path, online: Word, offline: Word }, closed)),
    /** Watts; null: it has no meter. */
    power: Nullable(Type.Object({ topic: Subtopic, path: Path }, closed)),
    /**
     * How it goes OFF by itself. `hold`: it is told the seconds, before ON and again; `command`: ON says the seconds;
     * `repeat`: so long after the last ON; `none`: it does not.
     */
    lease: Type.Union([
      Type.Object({ kind: Type.Literal('hold'), topic: Subtopic, payload: Payload }, closed),
      Type.Object({ kind: Type.Literal('command') }, closed),
      Type.Object({ kind: Type.Literal('repeat'), seconds: Type.Integer({ minimum: 10, maximum: 90 }) }, closed),
      Type.Object({ kind: Type.Literal('none') }, closed),
    ]),
    /** What makes it say its state; `afterCommand`: it says nothing when told what it does already. Null: it cannot be asked. */
    ask: Nullable(
      Type.Object({ topic: Subtopic, payload: Type.String({ maxLength: 200 }), afterCommand: Type.Boolean() }, closed),
    ),
  },
  closed,
);
export type RelayTemplate = Static<typeof RelayTemplate>;
