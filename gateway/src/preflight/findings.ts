import type { PreflightFinding, Reason, Slot } from '../contract/index.ts';

type Severity = PreflightFinding['severity'];
type Fix = PreflightFinding['fix'];

export function finding(
  severity: Severity,
  reason: Reason,
  fix: Fix,
  slots: readonly Pick<Slot, 'id'>[],
): PreflightFinding {
  return { severity, reason, fix, slotIds: slots.map(({ id }) => id) };
}

/** The same said of several slots becomes one finding, as grave as the gravest, with the first of their times. */
export function merge(findings: readonly PreflightFinding[]): PreflightFinding[] {
  const merged = new Map<string, PreflightFinding>();
  for (const one of findings) {
    const { at: _at, ...params } = one.reason.params;
    const key = JSON.stringify([one.reason.code, params, one.fix]);
    const before = merged.get(key);
    if (!before) merged.set(key, one);
    else {
      const slotIds = [...new Set([...before.slotIds, ...one.slotIds])];
      merged.set(key, { ...before, severity: graver(before.severity, one.severity), slotIds });
    }
  }
  const all = [...merged.values()];
  return [
    ...all.filter(({ severity }) => severity === 'blocks'),
    ...all.filter(({ severity }) => severity === 'warns'),
  ];
}

function graver(a: Severity, b: Severity): Severity {
  return a === 'blocks' ? a : b;
}
