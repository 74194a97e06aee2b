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

/** Where a Tasmota finds its broker, and what it is called there. */
export interface TasmotaPlace {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Above the folders of all devices of its kind. */
  readonly root: string;
  /** Its own folder. */
  readonly id: string;
}

/** Makes it one of the village's devices; the last commands of a set-up, as it restarts after them. */
export function joinCommands({ host, port, username, password, root, id }: TasmotaPlace): string[] {
  return [
    'MqttKeepAlive 15', // the broker notices after 1.5 times this
    `MqttHost ${host}`,
    `MqttPort ${port}`,
    `MqttClient ${username}`, // must differ from Topic, which Tasmota resets otherwise
    `MqttUser ${username}`,
    `MqttPassword ${password}`,
    `FullTopic ${root}/%topic%/%prefix%/`,
    `Topic ${id}`,
    'Restart 1',
  ];
}

/** PulseTime counts tenths of a second up to 111, from 112 on seconds above 100: 90 s → 190 (Commands.md). */
export function pulseTime(seconds: number): number {
  if (seconds <= 11.1) return Math.max(1, Math.round(seconds * 10));
  return Math.min(64_900, Math.round(seconds) + 100);
}
