import { pino, type Logger } from 'pino';

export type { Logger };

/** The process's one logger: lower-case sentences, facts as fields, secrets cut out even if somebody passes them. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: ['password', '*.password', 'secret', '*.secret', 'headers.cookie', 'headers.authorization', 'req.headers'],
      censor: '[hidden]',
    },
  });
}
