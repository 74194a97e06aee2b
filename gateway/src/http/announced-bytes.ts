import type { FastifyRequest } from 'fastify';

/** What the client says it will send; null when it doesn't. */
export function announcedBytes({ headers }: FastifyRequest): number | null {
  const size = headers['content-length'];
  return size === undefined ? null : Number(size);
}
