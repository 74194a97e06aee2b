import { expect, test } from 'vitest';
import type { Permission, Role } from '../../../gateway/src/contract/index.ts';
import { permissionsOf } from '../../../gateway/src/identity/roles.ts';

const may = (roles: Role[], permission: Permission) => permissionsOf(roles).includes(permission);
const allowed = (permission: Permission) =>
  (['head', 'announcer', 'approver', 'technician', 'security', 'viewer'] as Role[]).filter((role) =>
    may([role], permission),
  );

test('the head may do everything', () => {
  const all: Permission[] = [
    'broadcast',
    'stop',
    'library',
    'schedule',
    'approve',
    'preflight',
    'equipment',
    'audit',
    'watch',
    'village',
  ];
  for (const permission of all) expect(may(['head'], permission)).toBe(true);
});

test('only the head and the announcer start a broadcast, but approver and technician may stop one too', () => {
  expect(allowed('broadcast')).toEqual(['head', 'announcer']);
  expect(allowed('stop')).toEqual(['head', 'announcer', 'approver', 'technician']);
});

test('the announcer keeps the library and the schedule, the technician the equipment', () => {
  expect(allowed('library')).toEqual(['head', 'announcer']);
  expect(allowed('schedule')).toEqual(['head', 'announcer']);
  expect(allowed('equipment')).toEqual(['head', 'technician']);
});

test('what others made is approved by the head or an approver, not by its announcer', () => {
  expect(allowed('approve')).toEqual(['head', 'approver']);
});

test('everybody who makes, approves or repairs the sound may look ahead at what would keep it from being heard', () => {
  expect(allowed('preflight')).toEqual(['head', 'announcer', 'approver', 'technician']);
});

test('what cameras see is seen by those who look after the safety of the village, not by whoever has an account', () => {
  expect(allowed('watch')).toEqual(['head', 'technician', 'security']);
});

test("only the head manages people's accounts", () => {
  expect(allowed('village')).toEqual(['head']);
});

test('each permission is named once, whatever roles a person has', () => {
  const both = permissionsOf(['head', 'technician']);
  expect(new Set(both).size).toBe(both.length);
});

test('a person with two roles may do what either may', () => {
  expect(may(['security', 'announcer'], 'broadcast')).toBe(true);
  expect(may(['security', 'viewer'], 'stop')).toBe(false);
});
