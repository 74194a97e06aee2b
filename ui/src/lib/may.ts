import type { Role } from '#contract';

/** What a person may be allowed to do; the gateway's own table (identity/roles.ts) decides, this one spares a refusal. */
export type Permission = 'broadcast' | 'stop' | 'library' | 'schedule' | 'equipment' | 'audit' | 'village';

/** Equal to the gateway's, held to it by a test. Who has a permission, and so whom to ask for help. */
const permissions: Record<Role, readonly Permission[]> = {
  head: ['broadcast', 'stop', 'library', 'schedule', 'equipment', 'audit', 'village'],
  announcer: ['broadcast', 'stop', 'library', 'schedule'],
  approver: ['stop'],
  technician: ['stop', 'equipment', 'audit'],
  security: [],
  viewer: [],
};

/** A person has what any of their roles has; nobody has nothing. */
export function may(user: { readonly roles: readonly Role[] } | null, permission: Permission): boolean {
  return user?.roles.some((role) => permissions[role].includes(permission)) ?? false;
}
