import type { Problem } from '#contract';

/** A refusal of the gateway (RFC 9457), or `panel.unreachable` / `panel.timeout` with status 0 when it did not answer. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly status: number;
  readonly params: Problem['params'];
  readonly errors: NonNullable<Problem['errors']>;

  constructor(problem: Pick<Problem, 'code' | 'status' | 'detail'> & Partial<Problem>) {
    super(problem.detail);
    this.code = problem.code;
    this.status = problem.status;
    this.params = problem.params ?? {};
    this.errors = problem.errors ?? [];
  }
}

/** Whatever was thrown, as something the panel can say. */
export function problemOf(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiProblem({ code: 'panel.unexpected', status: 0, detail });
}

/** A body that is no problem document (a proxy's page, an empty 502) becomes `panel.unexpected`. */
export function readProblem(status: number, body: string): ApiProblem {
  try {
    const parsed = JSON.parse(body) as Partial<Problem> | null;
    if (parsed && typeof parsed.code === 'string') {
      return new ApiProblem({ ...parsed, code: parsed.code, status, detail: parsed.detail ?? parsed.code });
    }
  } catch {
    // Not JSON: said below.
  }
  return new ApiProblem({ code: 'panel.unexpected', status, detail: `The gateway answered ${status}.` });
}
