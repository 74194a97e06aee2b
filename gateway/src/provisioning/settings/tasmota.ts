import { listText, tasmotaLists } from '../../core/tasmota-lists.ts';

const prefix = 'Backlog ';
/** 30 commands in one Backlog (Commands.md); a packet has at most 1,200 bytes with its topic (MQTT_MAX_PACKET_SIZE). */
const room = { commands: 30, bytes: 1_000 };

/** What is pasted into the console, as payloads for `cmnd/…/Backlog`, in order: mostly one. */
export function backlogsOf(paste: string): string[] {
  const commands = paste
    .split('\n')
    .filter((line) => line.startsWith(prefix))
    .flatMap((line) => line.slice(prefix.length).split('; '));
  return tasmotaLists(commands, room).map(listText);
}

/** How many commands a payload has: each is answered on its own. */
export function commandsIn(backlog: string): number {
  return backlog.split('; ').length;
}
