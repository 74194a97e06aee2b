import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { AppError } from '../core/errors.ts';

/** Sound whose length is known before it is made. */
export interface SoundOnDemand {
  readonly bytes: number;
  /** Its bytes from `from` up to `to`, not included. */
  read(from: number, to: number, signal: AbortSignal): AsyncIterable<Buffer>;
}

/**
 * The one range that is asked for (RFC 9110 §14.1.2), `to` not included; null: none, or more than one, which may be
 * answered with the whole.
 */
export function rangeOf(header: string | undefined, bytes: number): { from: number; to: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1);
  if (from < to) return { from, to };
  throw new AppError('request.range', 416, `There are only ${bytes} bytes of it.`, { params: { bytes } });
}

/** Answers with the sound or the range of it that was asked for; nothing is made for who has hung up. */
export function sendSound(request: FastifyRequest, reply: FastifyReply, sound: SoundOnDemand): FastifyReply {
  const range = rangeOf(request.headers.range, sound.bytes);
  const { from, to } = range ?? { from: 0, to: sound.bytes };
  const hungUp = new AbortController();
  reply.raw.once('close', () => hungUp.abort(new Error('nobody listens any more')));
  reply
    .header('content-type', 'audio/wav')
    .header('accept-ranges', 'bytes')
    .header('content-length', to - from);
  reply.header('cache-control', 'private, no-store');
  if (range) reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${sound.bytes}`);
  return reply.send(Readable.from(sound.read(from, to, hungUp.signal), { objectMode: false }));
}
