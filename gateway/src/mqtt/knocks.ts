/** Somebody was turned away at the door. Never what was given as the password. */
export interface Knock {
  readonly clientId: string;
  /** Null: none was given. */
  readonly username: string | null;
  readonly address: string;
  readonly why: KnockReason;
}

/** `client-id`: the account is right, but it is another's name that it calls itself by. `crowded`: too many are being paired. */
export type KnockReason = 'no-name' | 'unknown-account' | 'wrong-password' | 'client-id' | 'crowded';
