import { expect, test } from 'vitest';
import type { Role } from '../../../gateway/src/contract/index.ts';
import { may as gatewayMay } from '../../../gateway/src/identity/roles.ts';
import { may, type Permission } from '../../../ui/src/lib/permissions.ts';

const roles: Role[] = ['head', 'announcer', 'approver', 'technician', 'security', 'viewer'];
const permissions: Permission[] = ['broadcast', 'stop', 'library', 'schedule', 'equipment', 'audit', 'village'];

test.each(roles)('the panel offers a %s exactly what the gateway allows', (role) => {
  for (const permission of permissions) {
    expect(may([role], permission), permission).toBe(gatewayMay([role], permission));
  }
});
