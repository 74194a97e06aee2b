/** Tasmota runs at most 30 commands from one Backlog (Commands.md), and its console takes at most about 500 characters. */
const longestLine = { commands: 30, characters: 500 };

/** Commands as lines for the device's console: as few `Backlog` lines as fit, in order. */
export function backlog(commands: readonly string[]): string {
  const lines: string[][] = [[]];
  for (const command of commands) {
    const line = lines.at(-1) ?? [];
    const fits = line.length < longestLine.commands && asLine([...line, command]).length <= longestLine.characters;
    if (fits) line.push(command);
    else lines.push([command]);
  }
  return lines.map(asLine).join('\n');
}

function asLine(commands: readonly string[]): string {
  return `Backlog ${commands.join('; ')}`;
}

/** PulseTime counts tenths of a second up to 111, from 112 on seconds above 100: 90 s → 190 (Commands.md). */
export function pulseTime(seconds: number): number {
  if (seconds <= 11.1) return Math.max(1, Math.round(seconds * 10));
  return Math.min(64_900, Math.round(seconds) + 100);
}
