import type { CameraInput, CameraTest, CameraTestResult, MapPlace } from '#contract';
import { sayAddress } from '../../../lib/camera/say-camera.ts';
import type { Address } from './addresses.ts';

/** What is known of a camera before it is one of the village's. */
export interface Known {
  readonly host: string;
  readonly port: number;
  readonly path?: string | null;
  /** What it says that it is. */
  readonly model?: string;
  readonly name?: string;
  readonly username?: string;
  readonly password?: string;
  readonly cabinet?: string;
  readonly zoneIds?: readonly string[];
}

interface Login {
  readonly username: string;
  readonly password: string;
}

/** A camera on its way in. */
export class Candidate {
  host = $state('');
  port = $state(80);
  path: string | null;
  model = $state('');
  name = $state('');
  cabinet = $state('');
  zoneIds = $state.raw<readonly string[]>([]);
  place = $state.raw<MapPlace | null>(null);
  /** It has a login of its own, not the one of all. */
  own = $state(false);
  username = $state('');
  password = $state('');
  phase = $state<'untried' | 'queued' | 'testing' | 'tested'>('untried');
  result = $state.raw<CameraTestResult | null>(null);
  /** Why it could not be asked, or not be saved. */
  trouble = $state<string | null>(null);
  /** A person wants it in, although it does not work yet. */
  anyway = $state(false);
  saved = $state(false);
  /** With what it was asked last: a login is not tried twice by itself. */
  #asked: string | null = null;

  constructor(known: Known) {
    this.host = known.host;
    this.port = known.port;
    this.path = known.path ?? null;
    this.model = known.model ?? '';
    this.name = known.name ?? '';
    this.cabinet = known.cabinet ?? '';
    this.zoneIds = known.zoneIds ?? [];
    this.username = known.username ?? '';
    this.password = known.password ?? '';
    this.own = this.username !== '' || this.password !== '';
  }

  get key(): string {
    return sayAddress({ host: this.host.toLowerCase(), port: this.port });
  }

  /** What a person knows it by. */
  get called(): string {
    return this.name.trim() || this.key;
  }

  get works(): boolean {
    return this.phase === 'tested' && this.result !== null && this.result.problem === null;
  }

  /** It may come in although it does not work yet. Where no camera can be, the gateway keeps none. */
  get mayStay(): boolean {
    return this.result?.problem?.code !== 'camera.address-forbidden';
  }

  /** It goes on to be named and saved. */
  get wanted(): boolean {
    return !this.saved && (this.works || (this.anyway && this.mayStay));
  }

  /** Asked with this login, what it would say is known already. */
  isKnownWith(common: Login): boolean {
    return this.#asked === JSON.stringify(this.test(common));
  }

  test(common: Login): CameraTest {
    return { host: this.host, port: this.port, path: this.path, ...this.#login(common) };
  }

  input(common: Login): CameraInput {
    return {
      ...this.test(common),
      name: this.name.trim(),
      cabinet: this.cabinet.trim() || null,
      zoneIds: [...this.zoneIds],
      place: this.place,
    };
  }

  /** It is elsewhere: nothing that was heard from the other address is said of this one. */
  moveTo({ host, port }: Address): void {
    this.host = host;
    this.port = port;
    this.path = null;
    this.model = '';
    this.phase = 'untried';
    this.result = null;
    this.trouble = null;
    this.anyway = false;
    this.#asked = null;
  }

  /** What a list says of it anew; what the list is silent about stays as it is. */
  learn({ name = '', cabinet = '', zoneIds = [], username = '', password = '' }: Known): void {
    this.name = name || this.name;
    this.cabinet = cabinet || this.cabinet;
    if (zoneIds.length > 0) this.zoneIds = zoneIds;
    if (password !== '' || (username !== '' && username !== this.username)) {
      this.own = true;
      this.username = username;
      this.password = password;
    }
  }

  /** Returns what it is asked, to know its answer by. */
  begin(common: Login): string {
    this.phase = 'testing';
    this.trouble = null;
    return (this.#asked = JSON.stringify(this.test(common)));
  }

  /** It was not asked something else since, as with another login. */
  awaits(asked: string): boolean {
    return this.phase === 'testing' && this.#asked === asked;
  }

  heard(result: CameraTestResult): void {
    this.result = result;
    this.phase = 'tested';
  }

  /** Nobody could ask it: it may be asked again. */
  unasked(trouble: string): void {
    this.trouble = trouble;
    this.result = null;
    this.phase = 'tested';
    this.#asked = null;
  }

  #login(common: Login): { username: string | null; password: string | null } {
    const { username, password } = this.own ? this : common;
    const name = username.trim() || null;
    return { username: name, password: name === null ? null : password || null };
  }
}
