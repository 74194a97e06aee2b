import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';

/** What Fastify itself refuses, in our words. */
const frameworkRefusals: Record<string, { code: string; message: string }> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'request.media-type', message: 'The body must be application/json.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'request.malformed', message: 'The body is not JSON.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'request.malformed', message: 'The body is empty, but is said to be JSON.' },
  FST_ERR_BAD_URL: { code: 'request.malformed', message: 'The address is not a valid URL.' },
};

/** Longer lists of what does not fit help nobody. */
const mostErrors = 20;

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
}

/** Any thrown thing as an RFC 9457 problem. A bug becomes `internal` and says nothing of itself. `mostBytes`: of a body. */
export function problemOf(error: unknown, mostBytes: number): Problem {
  if (error instanceof AppError) return problem(error.status, error.code, error.message, { ...error.params });
  const { validation, validationContext, statusCode, code } = error as FastifyError;
  if (validation) {
    const errors = readable(validation as unknown as SchemaError[]);
    const [first] = errors;
    const detail = `The ${validationContext ?? 'request'} does not fit: ${first ? `${first.path} ${first.message}` : 'see errors'}.`;
    return { ...problem(400, 'request.invalid', detail, {}), errors };
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const megabytes = Math.floor(mostBytes / 1_000_000);
    return problem(413, 'request.too-large', `The body is too large: at most ${megabytes} MB.`, { megabytes });
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const known = frameworkRefusals[code];
    return problem(statusCode, known?.code ?? 'request.refused', known?.message ?? 'The request was refused.', {});
  }
  return problem(500, 'internal', 'The gateway made a mistake; its log says more.', {});
}

/** Answers with the problem, and leaves its code for the audit log. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const thrown = brokenOff(request) && !(error instanceof AppError) ? connectionLost() : error;
  const answer = problemOf(thrown, request.routeOptions.bodyLimit);
  request.refusal = answer.code;
  if (answer.status >= 500) {
    request.log.error({ err: error, method: request.method, url: request.routeOptions.url }, 'request failed');
  }
  if (answer.status === 429 && typeof answer.params.seconds === 'number') {
    reply.header('retry-after', answer.params.seconds);
  }
  return reply.code(answer.status).header('content-type', 'application/problem+json').send(answer);
}

/** The client went away in the middle of its body: no mistake of ours, and nobody is there to read the answer. */
function brokenOff({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

function connectionLost(): AppError {
  return new AppError('request.broken-off', 400, 'The connection ended before the request was whole.');
}

function problem(status: number, code: string, detail: string, params: Problem['params']): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Refused', status, detail, code, params };
}

/** An unknown field is reported twice: at its object, and as a field whose schema is `false`. The latter names it. */
function readable(errors: readonly SchemaError[]): { path: string; message: string }[] {
  return errors
    .filter(({ keyword }) => keyword !== 'additionalProperties')
    .slice(0, mostErrors)
    .map(({ keyword, instancePath, message }) => ({
      path: instancePath || '/',
      message: keyword === 'boolean' ? 'is not known here' : message,
    }));
}
