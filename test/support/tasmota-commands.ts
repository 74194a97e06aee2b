/**
 * The console commands that our templates use, and what each may be told. Source: tasmota/docs Commands.md @9849ab94
 * (names, ranges, PulseTime), MQTT.md (Topic, FullTopic, MqttClient), arendst/Tasmota settings (lengths).
 */
const between = (from: number, to: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to;
const exactly = (pattern: RegExp) => (value: string) => pattern.test(value);

const commands: readonly { readonly name: RegExp; readonly takes: (value: string) => boolean }[] = [
  { name: /^SetOption(0|1|4|11|13|40|65|73|103|114|132)$/, takes: between(0, 1) },
  { name: /^SetOption32$/, takes: between(1, 100) },
  { name: /^PowerOnState$/, takes: between(0, 5) },
  { name: /^(PowerRetain|ButtonRetain|SwitchRetain)$/, takes: between(0, 1) },
  { name: /^PulseTime([1-9]|[12]\d|3[0-2])$/, takes: between(0, 64_900) },
  { name: /^TelePeriod$/, takes: between(10, 3_600) },
  { name: /^PowerDelta$/, takes: between(0, 32_000) },
  { name: /^MqttKeepAlive$/, takes: between(1, 100) },
  { name: /^MqttPort$/, takes: between(1, 65_535) },
  { name: /^MqttHost$/, takes: exactly(/^[A-Za-z0-9.:-]{1,32}$/) },
  { name: /^(MqttClient|MqttUser)$/, takes: exactly(/^[\x21-\x7e]{2,64}$/) },
  { name: /^(MqttPassword2|WebPassword)$/, takes: exactly(/^[\x21-\x7e][\x20-\x7e]{0,64}$/) },
  { name: /^DeviceName$/, takes: exactly(/^.{1,200}$/) },
  // `%topic%` and `%prefix%` are Tasmota's own; no wildcards, no blanks.
  { name: /^FullTopic$/, takes: exactly(/^[a-z0-9/-]+\/%topic%\/%prefix%\/$/) },
  { name: /^Topic$/, takes: exactly(/^[A-Za-z0-9_-]{1,64}$/) },
  { name: /^SwitchMode[1-8]$/, takes: between(0, 15) },
  { name: /^Interlock$/, takes: exactly(/^(ON|OFF|0|1|\d+(,\d+)*( \d+(,\d+)*)*)$/) },
  { name: /^MqttFingerprint[12]$/, takes: exactly(/^[0-9A-F]{2}( [0-9A-F]{2}){19}$/) },
  { name: /^Module$/, takes: exactly(/^(1|18)$/) },
  // Inputs with a pull-up: buttons from 32, switches from 160; relays from 224, inverted from 256 (Components.md).
  { name: /^GPIO(4|5|1[2-9]|2[1-7]|3[23])$/, takes: exactly(/^(3[2-9]|16[0-7]|22[4-9]|23\d|25[6-9]|26\d)$/) },
  { name: /^Restart$/, takes: exactly(/^1$/) },
];

/** A paste for the console as its commands. Throws at what the console would not take. */
export function commandsOf(paste: string): [name: string, value: string][] {
  return paste
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      if (!line.startsWith('Backlog ')) throw new Error(`no Backlog: ${line}`);
      if (line.length > 500) throw new Error(`${line.length} characters in a line`);
      const parts = line.slice('Backlog '.length).split('; ');
      if (parts.length > 30) throw new Error(`${parts.length} commands in a Backlog`);
      return parts.map((part): [string, string] => {
        const [, name = '', value = ''] = /^(\S+) (.*)$/.exec(part) ?? [];
        return [name, value];
      });
    });
}

/** What Tasmota would not understand of a paste; empty: nothing. */
export function troubles(paste: string): string[] {
  return commandsOf(paste).flatMap(([name, value]) => {
    const known = commands.find((command) => command.name.test(name));
    if (!known) return [`'${name}' is no command`];
    return known.takes(value) ? [] : [`'${name}' does not take '${value}'`];
  });
}
