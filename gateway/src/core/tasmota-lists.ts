/** What fits into one list of commands (Backlog). */
export interface ListRoom {
  readonly commands: number;
  readonly bytes: number;
}

/**
 * From this command on a Tasmota wants to begin anew as soon as its list is empty (arendst/Tasmota xdrv_02_9_mqtt.ino,
 * `restart_flag`, which waits for BACKLOG_EMPTY).
 */
const firstOfAccount = 'MqttHost ';

/**
 * Commands for a Tasmota as few lists, in order. The account is never cut in two: a device that begins anew has all of it or
 * nothing of it.
 */
export function tasmotaLists(commands: readonly string[], room: ListRoom): string[][] {
  const account = commands.findIndex((command) => command.startsWith(firstOfAccount));
  const whole = account < 0 ? [] : commands.slice(account);
  const before = account < 0 ? commands : commands.slice(0, account);
  const lists: string[][] = [[...whole]];
  for (const command of [...before].reverse()) {
    const list = lists[0] ?? [];
    if (list.length === 0 || fits([command, ...list], room)) list.unshift(command);
    else lists.unshift([command]);
  }
  return lists;
}

/** As it stands behind `Backlog`. */
export function listText(commands: readonly string[]): string {
  return commands.join('; ');
}

function fits(commands: readonly string[], room: ListRoom): boolean {
  return commands.length <= room.commands && Buffer.byteLength(listText(commands)) <= room.bytes;
}
