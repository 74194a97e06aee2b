import type { Permission, Role } from '../contract/index.ts';

/**
 * Who may do what; everybody signed in may look. An emergency is the head's and the announcer's, as any broadcast is.
 * Whoever makes, approves or repairs the sound may stop it, and look ahead at what would keep it from being heard; the
 * security team and viewers have no say over it. What cameras see is for those who look after the village's safety only:
 * it shows people, who were promised that not everybody with an account sees them.
 */
const permissions: Record<Role, readonly Permission[]> = {
  head: ['broadcast', 'stop', 'library', 'schedule', 'approve', 'preflight', 'equipment', 'audit', 'watch', 'village'],
  announcer: ['broadcast', 'stop', 'library', 'schedule', 'preflight'],
  approver: ['stop', 'approve', 'preflight'],
  technician: ['stop', 'preflight', 'equipment', 'audit', 'watch'],
  security: ['watch'],
  viewer: [],
};

/** A person may do what any of their roles may. */
export function permissionsOf(roles: readonly Role[]): Permission[] {
  return [...new Set(roles.flatMap((role) => permissions[role]))];
}
