/** One thing a person asks of the gateway: at work, or refused with words. What was typed stays where it is. */
export class Attempt {
  busy = $state(false);
  trouble = $state<string | null>(null);
  readonly #sayProblem: (thrown: unknown) => string;

  constructor(sayProblem: (thrown: unknown) => string) {
    this.#sayProblem = sayProblem;
  }

  async run(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.trouble = null;
    try {
      await work();
    } catch (thrown) {
      this.trouble = this.#sayProblem(thrown);
    } finally {
      this.busy = false;
    }
  }
}
