import type { FastifyInstance } from 'fastify';
import type { Services } from './ports.ts';

/** Every command that was answered, refused ones too, is in the audit log before its answer leaves. Never a body. */
export function auditCommands(app: FastifyInstance, audit: Services['audit']): void {
  app.addHook('onSend', async (request) => {
    const { route } = request.routeOptions.config;
    if (!route?.audited) return;
    const { id } = (request.params ?? {}) as { id?: string };
    try {
      await audit.record({
        who: request.actor?.login ?? '-',
        action: route.operationId,
        subject: id ?? request.subject,
        result: request.refusal ?? 'ok',
      });
    } catch (error) {
      // The command has acted: a full disk must not make "stopped" look like "not stopped".
      request.log.error({ err: error, action: route.operationId }, 'command missing from the audit log');
    }
  });
}
