import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoryLine } from '../../gateway/src/simulator/relays/simulated-relay.ts';
import { toneShare, type RtpListener } from './rtp-listener.ts';
import { soundRate } from './sound.ts';
import { tempFolder } from './temp-folder.ts';

/** What sounds and is none of the tones. */
export const chimesAndSiren = 'chimes, siren';

/** A tenth of a second at one horn: how loud it was, and which of the known tones it was. */
export interface HeardCell {
  /** Epoch ms. */
  readonly at: number;
  readonly levelDb: number;
  /** The name of the tone, or `chimesAndSiren`; null: silence. */
  readonly source: string | null;
}

const cellMs = 100;
const silentDb = -60;

/** What a receiver heard, tenth by tenth; a tone is known by its frequency. */
export function heardBy({ packets }: RtpListener, tones: Readonly<Record<string, number>>): HeardCell[] {
  const cells = new Map<number, Int16Array[]>();
  for (const { at, samples } of packets) {
    const cell = Math.floor(at / cellMs) * cellMs;
    cells.set(cell, [...(cells.get(cell) ?? []), samples]);
  }
  return [...cells].map(([at, parts]) => {
    const samples = Int16Array.from(parts.flatMap((part) => [...part]));
    const power = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length;
    const levelDb = Math.max(silentDb, 10 * Math.log10(power || 1e-12));
    const known = Object.entries(tones).find(([, hz]) => toneShare(samples, hz, soundRate) > 0.6);
    return { at, levelDb, source: levelDb <= silentDb ? null : (known?.[0] ?? chimesAndSiren) };
  });
}

/** One after the other, what was heard for at least `leastMs`; what came between for less is left out. */
export function sourcesIn(cells: readonly HeardCell[], leastMs = 500): string[] {
  const stretches: { source: string; cells: number }[] = [];
  for (const { source } of cells) {
    if (source === null) continue;
    const last = stretches.at(-1);
    if (last?.source === source) last.cells++;
    else stretches.push({ source, cells: 1 });
  }
  const long = stretches.filter(({ cells }) => cells * cellMs >= leastMs).map(({ source }) => source);
  return long.filter((source, index) => source !== long[index - 1]);
}

interface SoundingStretch {
  readonly at: number;
  readonly to: number;
  readonly levelDb: number;
  readonly source: string;
}

/** The cells that sounded, joined where one follows another as loud: a picture of a few kilobytes. */
function stretchesOf(cells: readonly HeardCell[]): SoundingStretch[] {
  const stretches: SoundingStretch[] = [];
  for (const { at, levelDb, source } of cells) {
    if (source === null) continue;
    const last = stretches.at(-1);
    const goesOn = last?.to === at && last.source === source && Math.abs(last.levelDb - levelDb) < 0.5;
    if (goesOn) stretches[stretches.length - 1] = { ...last, to: at + cellMs };
    else stretches.push({ at, to: at + cellMs, levelDb, source });
  }
  return stretches;
}

export interface GraphedZone {
  readonly name: string;
  readonly cells: readonly HeardCell[];
  readonly relay: readonly StoryLine[];
}

const colours = ['#5b7d3a', '#1f6f8b', '#7a5ea8', '#b3541e', '#c2185b', '#8a6d00', '#546e7a'];
const left = 120;
const right = 20;
const width = 1_200;
const laneHeight = 150;
const levelHeight = 90;

/** The picture of it: for every zone the level at its horn in the colour of what sounded, and its relay below. */
export function drawVillage(
  title: string,
  zones: readonly GraphedZone[],
  marks: readonly { readonly at: number; readonly label: string }[],
): string {
  const times = zones.flatMap(({ cells, relay }) => [...cells.map(({ at }) => at), ...relay.map(({ at }) => at)]);
  const from = Math.floor(Math.min(...times) / 1_000) * 1_000;
  const to = Math.ceil((Math.max(...times) + 1_000) / 1_000) * 1_000;
  const x = (at: number) => left + ((at - from) / (to - from)) * (width - left - right);
  const sources = [...new Set(zones.flatMap(({ cells }) => cells.flatMap(({ source }) => source ?? [])))];
  const colourOf = (source: string) => colours[sources.indexOf(source) % colours.length] ?? '#000';
  const top = 90;
  const height = top + zones.length * laneHeight + 50;

  const lanes = zones.map(({ name, cells, relay }, lane) => {
    const base = top + lane * laneHeight + levelHeight;
    const bars = stretchesOf(cells).map(({ at, to, levelDb, source }) => {
      const bar = ((levelDb - silentDb) / -silentDb) * levelHeight;
      return `<rect x="${round(x(at))}" y="${round(base - bar)}" width="${round(x(to) - x(at) + 0.3)}" height="${round(bar)}" fill="${colourOf(source)}"/>`;
    });
    const power = relay.map(({ at, state }, index) => {
      const end = relay[index + 1]?.at ?? to;
      const on = state === 'on';
      return `<rect x="${round(x(at))}" y="${base + 8}" width="${round(x(end) - x(at))}" height="14" fill="${on ? '#c62828' : '#cfd8dc'}"/>`;
    });
    return `<text x="${left - 10}" y="${base - levelHeight / 2}" text-anchor="end">${name}</text>
<text x="${left - 10}" y="${base + 19}" text-anchor="end" font-size="11">relay ON</text>
<line x1="${left}" x2="${width - right}" y1="${base}" y2="${base}" stroke="#90a4ae"/>
${bars.join('\n')}
${power.join('\n')}`;
  });
  const bottom = height - 45;
  const seconds = Array.from({ length: Math.floor((to - from) / 10_000) + 1 }, (_, tens) => from + tens * 10_000);
  const axis = seconds.map(
    (at) =>
      `<text x="${round(x(at))}" y="${bottom + 18}" font-size="11" text-anchor="middle">${(at - from) / 1_000} s</text>`,
  );
  const lines = marks.map(
    ({ at, label }, index) =>
      `<line x1="${round(x(at))}" x2="${round(x(at))}" y1="${top - 12}" y2="${bottom}" stroke="#455a64" stroke-dasharray="3 3"/>
<text x="${round(x(at) + 3)}" y="${top - 30 + (index % 2) * 14}" font-size="11">${label}</text>`,
  );
  const legend = sources.map(
    (source, index) =>
      `<rect x="${left + index * 150}" y="${height - 16}" width="12" height="12" fill="${colourOf(source)}"/><text x="${left + index * 150 + 17}" y="${height - 6}" font-size="12">${source}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="14" fill="#263238">
<rect width="${width}" height="${height}" fill="#fdfcf8"/>
<text x="${left}" y="28" font-size="18">${title}</text>
${lanes.join('\n')}
${axis.join('\n')}
${lines.join('\n')}
${legend.join('\n')}
</svg>
`;
}

/** Writes it where `LOA_THON_PICTURES` says, else to a folder that goes away with the test; returns the path. */
export async function keepPicture(name: string, svg: string): Promise<string> {
  const folder = process.env.LOA_THON_PICTURES ?? (await tempFolder());
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, svg);
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
