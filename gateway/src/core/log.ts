import { pino, type Logger } from 'pino';

export type { Logger };

/**
 * The process's one logger: lower-case sentences, facts as fields, secrets cut out even if somebody passes them.
 * `destination`: a file, which begins anew with each start, or a descriptor.
 */
export function createLog(level: string, destination: string | number = process.stderr.fd): Logger {
  const redact = {
    paths: ['password', '*.password', 'secret', '*.secret', 'headers.cookie', 'headers.authorization', 'req.headers'],
    censor: '[hidden]',
  };
  return pino({ level, base: null, redact }, pino.destination({ dest: destination, mkdir: true, append: false }));
}
