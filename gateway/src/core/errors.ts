/** Expected trouble, in one shape for the whole gateway. A bug throws anything else. */

export interface AppErrorOptions {
  readonly cause?: unknown;
  /** Facts the panel puts into its translated sentence, e.g. `{ file: 'a.mp3' }`. Never a secret. */
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * `code` is stable and dotted (`relay.unreachable`): the panel translates it. `status` is the HTTP status it becomes.
 * `message` is English, names the thing and the next step, and is for logs and integrators.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly status: number;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: string, status: number, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = status;
    this.params = options.params ?? {};
  }
}

/** The stable code of any thrown thing; `internal` for a bug. */
export function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : 'internal';
}

/** The code of any thrown thing with the facts of its sentence: what an outcome or a fault keeps of it. */
export function reasonOf(error: unknown): { code: string; params: Record<string, string | number> } {
  return { code: codeOf(error), params: error instanceof AppError ? { ...error.params } : {} };
}

/** The sentence of any thrown thing, for logs and outcomes. */
export function messageOf(error: unknown): string {
  // A name with several addresses, none of which answers: Node says nothing of its own (`net.connect`, autoSelectFamily).
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

export function notFound(kind: string, id: string): AppError {
  return new AppError(`${kind}.not-found`, 404, `There is no ${kind} with the id '${id}'.`, { params: { id } });
}
