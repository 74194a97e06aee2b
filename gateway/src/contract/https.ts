import { Type, type Static } from 'typebox';
import { Instant, Nullable, Reason } from './common.ts';

/** The panel over TLS: where, with what, and what is wrong with it. Everybody may know: each visitor sees the certificate. */
export const HttpsState = Type.Object({
  /** Whose certificate: of the gateway's own authority, one that somebody brought, or none because it is switched off. */
  source: Type.Union([Type.Literal('village'), Type.Literal('given'), Type.Literal('off')]),
  /** Where it answers; null: nowhere now. */
  port: Nullable(Type.Integer()),
  /** Where the plain panel answers. */
  httpPort: Type.Integer(),
  /** Of this computer in the village's network. */
  address: Type.String(),
  /** Host names and addresses the certificate vouches for. */
  names: Type.Array(Type.String()),
  validTo: Nullable(Instant),
  /** What phones have to trust; null when the certificate is not of our own authority. */
  authority: Nullable(
    Type.Object({
      /** As phones list it. */
      name: Type.String(),
      /** SHA-256 of the certificate, `AB:CD:…`. */
      fingerprint: Type.String(),
      validTo: Instant,
    }),
  ),
  /** Why it does not work, or will stop to. */
  problem: Nullable(Reason),
});
export type HttpsState = Static<typeof HttpsState>;
