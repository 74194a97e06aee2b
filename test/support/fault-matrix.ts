import { setTimeout as delay } from 'node:timers/promises';
import type { ExpectStatic } from 'vitest';
import type { AirLogEntry, Broadcast, RelayDriver } from '../../gateway/src/contract/index.ts';
import { everyFamily, outcomeOf, type FamilyZone, type FaultyVillage } from './faulty-village.ts';
import { until } from './gateway-process.ts';
import { hurriedRelays } from './hurried-gateway.ts';

/** What a machine that does much else adds. */
const slackMs = 5_000;

/** What came of one fault in one family. */
interface Cell {
  readonly fault: string;
  readonly family: RelayDriver;
  /** From when it had no business to be ON until it was OFF; null: it was never ON. */
  readonly offAfterMs: number | null;
  /** What opened the contact. */
  readonly by: string;
  /** What the panel said of the relay, in order. */
  readonly said: readonly string[];
  /** What the air log says of the zone. */
  readonly zone: string;
  readonly outcome: string;
}

/** A fault that has been lived through, and what is allowed to come of it. */
export interface Ending {
  readonly fault: string;
  readonly village: FaultyVillage;
  readonly zones: readonly FamilyZone[];
  readonly broadcast: Broadcast;
  /** From when on the contact has no business to be closed, epoch ms; otherwise from the end of the broadcast. */
  readonly since?: ((zone: FamilyZone) => number) | undefined;
  readonly withinMs: number;
  /** What the panel may say of the relay, and the air log of the zone; `aired`: nothing happened to it. */
  readonly codes: readonly string[];
  readonly zone: readonly string[];
  readonly expect: ExpectStatic;
}

export interface FaultMatrix {
  /** Every contact is open, was so in time, and panel and air log blamed nothing but what was at fault. */
  judge(ending: Ending): Promise<void>;
  print(title: string, order: readonly string[]): void;
}

export function createFaultMatrix(): FaultMatrix {
  const cells: Cell[] = [];

  return {
    async judge({ fault, village, zones, broadcast, since, withinMs, codes, zone: blames, expect }) {
      const entry = await outcomeOf(village, broadcast);
      await until(`${fault}: every contact is open`, () => zones.every((zone) => !zone.isOn()));
      // What comes late, comes now.
      await delay(hurriedRelays.longestRetryMs);
      for (const zone of zones) expect(zone.isOn(), `${fault}, ${zone.family}`).toBe(false);
      const ours = zones.map((zone) => cellOf(fault, zone, entry, village, since ?? (() => Date.parse(entry.endedAt))));
      cells.push(...ours);
      for (const cell of ours) {
        const what = `${fault}, ${cell.family}`;
        expect(cell.offAfterMs ?? 0, `${what}: ms until OFF`).toBeLessThanOrEqual(withinMs + slackMs);
        expect(codes, `${what}: the panel said ${cell.said.join(' → ')}`).toEqual(
          expect.arrayContaining([...cell.said]),
        );
        expect(blames, `${what}: the air log says ${cell.zone}`).toContain(cell.zone);
      }
    },

    print(title, order) {
      const rank = ({ fault, family }: Cell) => 10 * order.indexOf(fault) + everyFamily.indexOf(family);
      const head = ['fault', 'family', 'OFF after s', 'by', 'panel said', 'zone in the air log', 'outcome'];
      const rows = cells.toSorted((a, b) => rank(a) - rank(b)).map(rowOf);
      const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
      const line = (row: readonly string[]) =>
        `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
      process.stdout.write(`\n${title}\n${line(head)}${rows.map(line).join('')}`);
    },
  };
}

function cellOf(
  fault: string,
  zone: FamilyZone,
  entry: AirLogEntry,
  village: FaultyVillage,
  since: (zone: FamilyZone) => number,
): Cell {
  const line = entry.zones.find(({ zoneId }) => zoneId === zone.zoneId);
  const last = zone.story().at(-1);
  return {
    fault,
    family: zone.family,
    offAfterMs: last ? last.at - since(zone) : null,
    by: last?.by ?? '–',
    said: village.said(zone.account.id),
    zone: line?.fault?.code ?? (line?.confirmed ? 'aired' : 'not confirmed'),
    outcome: entry.outcome.code,
  };
}

function rowOf({ fault, family, offAfterMs, by, said, zone, outcome }: Cell): readonly string[] {
  const seconds = offAfterMs === null ? 'never ON' : (offAfterMs / 1_000).toFixed(1);
  return [fault, family, seconds, by, said.join(' → ') || '–', zone, outcome];
}
