import type { Camera, CameraInput, CameraTest, CameraTestResult, FoundCamera } from '#contract';
import type { Draft } from '../../../lib/draft.ts';
import { inParallel } from '../../../lib/in-parallel.ts';
import type { Address } from './addresses.ts';
import { Candidate, type Known } from './candidate.svelte.ts';

export const steps = ['find', 'login', 'test', 'name'] as const;
export type Step = (typeof steps)[number];

/** What outlives a lost connection and a closed tab: all but passwords. */
export interface KeptIntake {
  readonly username: string;
  readonly cameras: readonly Known[];
}

export interface IntakeParts {
  readonly test: (input: CameraTest) => Promise<CameraTestResult>;
  readonly create: (input: CameraInput) => Promise<Camera>;
  readonly sayProblem: (thrown: unknown) => string;
  /** What a camera is called for as long as nobody says otherwise. */
  readonly usualName: (candidate: Candidate) => string;
  readonly draft: Draft<KeptIntake>;
}

/** A browser talks with one server on six lines; some are taken by what it listens to. */
const atOnce = 4;

/** Cameras on their way in, from the first look for them until they are saved. */
export class Intake {
  candidates = $state.raw<readonly Candidate[]>([]);
  username = $state('admin');
  password = $state('');
  /** What a search found; null: nobody has searched yet. */
  found = $state.raw<readonly FoundCamera[] | null>(null);
  busy = $state(false);
  /** How many this intake has brought in. */
  added = $state(0);
  /** How many were on their way when this page was opened. */
  readonly restored: number;
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    const kept = parts.draft.read();
    this.username = kept?.username ?? 'admin';
    this.candidates = (kept?.cameras ?? []).map((known) => new Candidate(known));
    this.restored = this.candidates.length;
  }

  /** The one at that address. */
  at(address: Address): Candidate | undefined {
    const { key } = new Candidate(address);
    return this.candidates.find((each) => each.key === key);
  }

  has(known: Address): boolean {
    return this.at(known) !== undefined;
  }

  add(known: Known): void {
    if (!this.has(known)) this.candidates = [...this.candidates, new Candidate(known)];
  }

  /** As it stands in somebody's list. A list that is pasted anew corrects what the one before said of it. */
  take(row: Known): void {
    // A password alone belongs to the name that all have.
    const known = row.password && !row.username ? { ...row, username: this.username } : row;
    const there = this.at(known);
    if (there) there.learn(known);
    else this.add(known);
  }

  leaveOut(known: Address): void {
    const { key } = new Candidate(known);
    this.candidates = this.candidates.filter((each) => each.key !== key);
  }

  clear(): void {
    this.candidates = [];
    this.password = '';
    this.added = 0;
    this.#parts.draft.drop();
  }

  /** The furthest step that makes sense now, of the one that was asked for. */
  stepFor(asked: Step): Step {
    if (this.candidates.length === 0) return 'find';
    if (asked === 'name' && this.wanted.length === 0 && this.added === 0) return this.stepFor('test');
    if (asked === 'test' && this.candidates.every(({ phase }) => phase === 'untried')) return 'login';
    return asked;
  }

  get wanted(): Candidate[] {
    return this.candidates.filter(({ wanted }) => wanted);
  }

  get tested(): Candidate[] {
    return this.candidates.filter(({ phase }) => phase === 'tested');
  }

  /** Asks each that was not asked yet with the login that it has now. */
  async testAll(): Promise<void> {
    // One that waits for its turn is asked with the login of then.
    const due = this.candidates.filter((each) => !each.saved && each.phase !== 'queued' && !each.isKnownWith(this));
    for (const candidate of due) candidate.phase = 'queued';
    await inParallel(due, atOnce, (candidate) => this.test(candidate));
  }

  /** `again`: somebody says that it was put right, and a login that was refused may be tried once more. */
  async test(candidate: Candidate, again = false): Promise<void> {
    const asked = candidate.begin(this);
    try {
      const result = await this.#parts.test({ ...candidate.test(this), ...(again && { again }) });
      if (candidate.awaits(asked)) candidate.heard(result);
    } catch (thrown) {
      if (candidate.awaits(asked)) candidate.unasked(this.#parts.sayProblem(thrown));
    }
    if (candidate.name.trim() === '') candidate.name = this.#parts.usualName(candidate);
  }

  /** One was looked for at a wrong address: asks it at this one, unless another is there already. */
  async testAt(candidate: Candidate, address: Address): Promise<void> {
    if (this.has(address)) return;
    const named = candidate.name.trim() !== this.#parts.usualName(candidate);
    candidate.moveTo(address);
    if (!named) candidate.name = '';
    await this.test(candidate);
  }

  /** Saves what is wanted; what the gateway refuses stays, with the reason. True: all of it is in. */
  async save(): Promise<boolean> {
    this.busy = true;
    const wanted = this.wanted;
    await inParallel(wanted, atOnce, async (candidate) => {
      candidate.trouble = null;
      try {
        await this.#parts.create(candidate.input(this));
        candidate.saved = true;
        this.added++;
      } catch (thrown) {
        candidate.trouble = this.#parts.sayProblem(thrown);
      }
    });
    this.busy = false;
    this.keep();
    return wanted.every(({ saved }) => saved);
  }

  keep(): void {
    const left = this.candidates.filter(({ saved }) => !saved);
    if (left.length === 0) this.#parts.draft.drop();
    else this.#parts.draft.keep({ username: this.username, cameras: left.map(keptOf) });
  }
}

function keptOf({ host, port, path, model, name, cabinet, zoneIds, username }: Candidate): Known {
  return { host, port, path, model, name, cabinet, zoneIds, username };
}
