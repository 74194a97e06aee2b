import type { User, UserChange, UserInput } from '#contract';
import type { Api } from '../../../lib/api.ts';

/** The accounts of people: not part of the live state, so they are fetched, and again after each change. */
export class PeopleList {
  all = $state.raw<readonly User[] | null>(null);
  readonly #api: Api['users'];

  constructor(api: Api['users']) {
    this.#api = api;
  }

  async load(): Promise<void> {
    const users = await this.#api.list();
    this.all = users.toSorted((a, b) => a.name.localeCompare(b.name, 'vi'));
  }

  find(id: string): User | undefined {
    return this.all?.find((user) => user.id === id);
  }

  async create(input: UserInput): Promise<User> {
    const user = await this.#api.create(input);
    await this.load();
    return user;
  }

  async change(id: string, change: UserChange): Promise<User> {
    const user = await this.#api.change(id, change);
    await this.load();
    return user;
  }

  async remove(id: string): Promise<void> {
    await this.#api.remove(id);
    await this.load();
  }

  /** Without this person nobody could manage the accounts. */
  isLastHead(id: string): boolean {
    const heads = this.all?.filter(({ roles }) => roles.includes('head')) ?? [];
    return heads.length === 1 && heads[0]?.id === id;
  }
}
