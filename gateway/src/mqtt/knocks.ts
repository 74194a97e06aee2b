/** Somebody was turned away at the door. Never a password, wherever it was given. */
export interface Knock {
  /** Empty: it came no further than the handshake. */
  readonly clientId: string;
  /** Null: none was given. */
  readonly username: string | null;
  readonly address: string;
  readonly why: KnockReason;
}

/** It has found in. */
export interface LetIn {
  readonly clientId: string;
  readonly address: string;
  readonly why: null;
}

/**
 * `client-id`: the account is right, but it is another's name that it calls itself by. `crowded`: too many are being paired.
 * `tls-distrusts`: it does not believe our certificate. `tls-old`: it knows no TLS that we speak. `tls-none`: it speaks plainly
 * where TLS is spoken.
 */
export type KnockReason =
  'no-name' | 'unknown-account' | 'wrong-password' | 'client-id' | 'crowded' | 'tls-distrusts' | 'tls-old' | 'tls-none';
