import type { Permission, Session, SetUp, SignIn, User } from '#contract';
import { problemOf, type Api, type ApiProblem } from './api.ts';

/** Where this browser stands with the gateway. */
export type Standing = 'asking' | 'unreachable' | 'set-up' | 'signed-out' | 'signed-in';

const retryMs = 3_000;

/** Who is using the panel. The proof is a cookie this code cannot read. */
export class PanelSession {
  standing = $state<Standing>('asking');
  user = $state.raw<User | null>(null);
  /** What the gateway lets this person do; here it only spares a vain tap. */
  permissions = $state.raw<readonly Permission[]>([]);
  /** Why the gateway could not be asked. */
  problem = $state.raw<ApiProblem | null>(null);

  readonly #api: () => Api['session'];

  constructor(api: () => Api['session']) {
    this.#api = api;
  }

  async start(): Promise<void> {
    try {
      this.#take(await this.#api().get());
    } catch (thrown) {
      this.problem = problemOf(thrown);
      this.standing = 'unreachable';
      setTimeout(() => void this.start(), retryMs);
    }
  }

  async setUp(input: SetUp): Promise<void> {
    this.#take(await this.#api().setUp(input));
  }

  async signIn(input: SignIn): Promise<void> {
    this.#take(await this.#api().signIn(input));
  }

  async signOut(): Promise<void> {
    await this.#api().signOut();
    this.ended();
  }

  /** The gateway no longer knows this browser. */
  ended(): void {
    if (this.standing !== 'signed-in') return;
    this.user = null;
    this.permissions = [];
    this.standing = 'signed-out';
  }

  #take({ setUp, user, permissions }: Session): void {
    this.problem = null;
    this.user = user;
    this.permissions = permissions;
    this.standing = user ? 'signed-in' : setUp ? 'signed-out' : 'set-up';
  }
}
