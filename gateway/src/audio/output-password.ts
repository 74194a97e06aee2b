import type { Sink } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import type { OutputSettings } from './output-store.ts';

/**
 * The password an output goes on with. One that nobody repeats is kept, but never taken to another server or user: who may
 * change an output could have it sent to a machine of his own. Refuses with `output.password-needed`.
 */
export function passwordFor(
  sink: Sink,
  given: string | undefined,
  before: Pick<OutputSettings, 'sink' | 'password'> | null,
): string | null {
  if (sink.kind !== 'icecast') return null;
  const was = before?.sink;
  const same =
    was?.kind === 'icecast' && was.host === sink.host && was.port === sink.port && was.username === sink.username;
  const password = given ?? (same ? before?.password : null) ?? null;
  if (password !== null) return password;
  throw new AppError('output.password-needed', 422, 'Give the password of the Icecast server.');
}
