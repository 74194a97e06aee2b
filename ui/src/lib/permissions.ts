import type { Role } from '#contract';

/** What roles differ in; looking is for everybody who is signed in. */
export type Permission = 'broadcast' | 'stop' | 'library' | 'schedule' | 'equipment' | 'audit' | 'village';

/** As the gateway has it. Here it only hides what would be refused. */
const permissions: Record<Role, readonly Permission[]> = {
  head: ['broadcast', 'stop', 'library', 'schedule', 'equipment', 'audit', 'village'],
  announcer: ['broadcast', 'stop', 'library', 'schedule'],
  approver: ['stop'],
  technician: ['stop', 'equipment', 'audit'],
  security: [],
  viewer: [],
};

export function may(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => permissions[role].includes(permission));
}
