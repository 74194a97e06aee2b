/** Tasmota runs at most 30 commands from one Backlog (Commands.md), and its console takes at most about 500 characters. */
const longestLine = { commands: 30, characters: 500 };

/** A template for Tasmota's console: one command a line, each with a remark that is for people. */
export function withoutRemarks(template: string): string {
  return template
    .split('\n')
    .map((line) => (/^\s*#\s*<</.test(line) ? line : line.replace(/(^|\s)#.*$/, '').trimEnd()))
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** Commands, one a line, as lines for the device's console: as few `Backlog` lines as fit, in order. */
export function backlog(commands: string): string {
  const lines: string[][] = [[]];
  for (const command of commands.split('\n')) {
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
