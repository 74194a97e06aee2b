import type { Priority } from '../../contract/index.ts';

/** thông thường < ưu tiên < khẩn cấp: fixed. */
const rank: Record<Priority, number> = { normal: 0, priority: 1, emergency: 2 };

export function outranks(a: Priority, b: Priority): boolean {
  return rank[a] > rank[b];
}
