import { Type, type Static } from 'typebox';
import { Id, Instant, Nullable, Reason } from './common.ts';

/** What pre-flight found: `blocks` a slot will not be heard as things stand, `warns` it may not be. */
export const PreflightFinding = Type.Object({
  severity: Type.Union([Type.Literal('blocks'), Type.Literal('warns')]),
  reason: Reason,
  /** What to open to mend it. */
  fix: Nullable(
    Type.Object({
      kind: Type.Union([
        Type.Literal('programme'),
        Type.Literal('slot'),
        Type.Literal('recording'),
        Type.Literal('playlist'),
        Type.Literal('upstream'),
        Type.Literal('relay'),
        Type.Literal('zone'),
        Type.Literal('overlay'),
        Type.Literal('clock'),
      ]),
      id: Nullable(Id),
    }),
  ),
  /** The slots it concerns. */
  slotIds: Type.Array(Id),
});
export type PreflightFinding = Static<typeof PreflightFinding>;

/** The next 24 hours, looked through at 18:00 and whenever somebody asks. */
export const Preflight = Type.Object({
  at: Instant,
  from: Instant,
  to: Instant,
  /** How many slots were looked at. */
  slots: Type.Integer(),
  /** What was looked at and is well, for the one line: files, relays. */
  checked: Type.Object({ files: Type.Integer(), relays: Type.Integer() }),
  findings: Type.Array(PreflightFinding),
});
export type Preflight = Static<typeof Preflight>;
export const LastPreflight = Type.Object({ preflight: Nullable(Preflight) });
export type LastPreflight = Static<typeof LastPreflight>;
