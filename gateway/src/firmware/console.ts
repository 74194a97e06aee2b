import { listText, tasmotaLists } from '../core/tasmota-lists.ts';

const prefix = 'Backlog ';
/** Tasmota runs at most 30 commands from one Backlog (Commands.md), and its console takes at most about 500 characters. */
const room = { commands: 30, bytes: 500 - prefix.length };

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
  return tasmotaLists(commands.split('\n'), room)
    .map((list) => prefix + listText(list))
    .join('\n');
}
