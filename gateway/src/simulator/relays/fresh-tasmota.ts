import { becomes, livesAs, type FreshDevice, type FreshDeviceParts } from './fresh-device.ts';
import { createTasmotaRelay } from './tasmota.ts';
import { createUnit } from './unit.ts';

/** SetOption34: the pause between the commands of a Backlog. */
const betweenCommandsMs = 200;
/** Commands after which the device begins anew as soon as its list is empty (`restart_flag`). */
const restarting = /^(MqttHost|MqttPort|MqttClient|MqttUser|MqttPassword2?|FullTopic|Topic|Restart)$/;
const version = '14.2.0(simulated)';

/**
 * A Tasmota with its factory settings but for the account: topic `tasmota_%06X`, client id `DVES_%06X`, FullTopic
 * `%prefix%/%topic%/`. Source: arendst/Tasmota xdrv_12_discovery.ino (what it says of itself, ten seconds after it came),
 * xdrv_02_9_mqtt.ino (answers; Topic and FullTopic say `Offline` where they were; a restart waits for the end of the list),
 * support_command.ino (Backlog). Protocol-faithful, not firmware.
 */
export function createFreshTasmota(parts: FreshDeviceParts): FreshDevice {
  const { mac, channels, clock, watts } = parts;
  // One that has a meter where it says watts.
  const [one, several] = watts === undefined ? ['Sonoff Basic', 'Sonoff 4CH'] : ['Sonoff Pow R2', 'Sonoff Dual R3'];
  const model = channels === 1 ? one : several;
  const tail = mac.slice(-6).toUpperCase();
  const settings = new Map<string, string>();
  const topic = `tasmota_${tail}`;
  const backlog: string[] = [];
  let restart = false;

  /** A new FullTopic counts at once, a new Topic only after the restart. */
  function at(prefix: string): string {
    return (settings.get('FullTopic') ?? '%prefix%/%topic%/').replace('%prefix%', prefix).replace('%topic%', topic);
  }

  function say(prefix: string, word: string, payload: string | object, retain = false): void {
    unit.publish(`${at(prefix)}${word}`, typeof payload === 'string' ? payload : JSON.stringify(payload), { retain });
  }

  function discover(): void {
    const at32 = <T, U>(first: T, rest: U) =>
      Array.from({ length: 32 }, (_, index) => (index < channels ? first : rest));
    const about = {
      ip: '192.168.1.34',
      dn: 'Tasmota',
      fn: Array.from({ length: 8 }, (_, index) => (index < channels ? `Tasmota${index === 0 ? '' : index + 1}` : null)),
      hn: `tasmota-${tail}-0034`,
      mac: mac.toUpperCase(),
      md: model,
      ty: 0,
      if: 0,
      ofln: 'Offline',
      onln: 'Online',
      state: ['OFF', 'ON', 'TOGGLE', 'HOLD'],
      sw: version,
      t: topic,
      ft: settings.get('FullTopic') ?? '%prefix%/%topic%/',
      tp: ['cmnd', 'stat', 'tele'],
      rl: at32(1, 0),
      swc: at32(-1, -1),
      swn: at32(null, null),
      btn: at32(0, 0),
      so: { 4: 0, 11: 0, 13: 0, 17: 0, 20: 0, 30: 0, 68: 0, 73: 0, 82: 0, 114: 0, 117: 0 },
      lk: 0,
      lt_st: 0,
      sho: [0, 0, 0, 0],
      ver: 1,
    };
    unit.publish(`tasmota/discovery/${mac.toUpperCase()}/config`, JSON.stringify(about), { retain: true });
    unit.publish(`tasmota/discovery/${mac.toUpperCase()}/sensors`, '{"sn":{},"ver":1}', { retain: true });
  }

  function run(command: string): void {
    const [, name = '', value = ''] = /^(\S+) ?(.*)$/.exec(command.trim()) ?? [];
    if (name === 'FullTopic' || name === 'Topic') say('tele', 'LWT', 'Offline', true);
    settings.set(name, value);
    if (restarting.test(name)) restart = true;
    const hidden = name === 'MqttPassword2' || name === 'WebPassword2';
    say('stat', 'RESULT', { [name.replace(/(Password)2$/, '$1')]: hidden ? '****' : value });
  }

  function work(): void {
    const command = backlog.shift();
    if (command !== undefined) {
      run(command);
      unit.later(betweenCommandsMs, work);
    } else if (restart) {
      restart = false;
      unit.later(1_000, beginAnew);
    }
  }

  /** `EspPrepRestart` says goodbye, so nobody hears its last will. */
  function beginAnew(): void {
    const root = (settings.get('FullTopic') ?? '').replace('%topic%/%prefix%/', settings.get('Topic') ?? '');
    const username = settings.get('MqttUser') ?? '';
    const account = { username, password: settings.get('MqttPassword2') ?? settings.get('MqttPassword') ?? '' };
    // Ours are bound to their client id.
    life.beginAnew(username === settings.get('MqttClient') ? becomes(root, account, parts, createTasmotaRelay) : null);
  }

  const unit = createUnit({
    url: parts.url,
    clientId: `DVES_${tail}`,
    username: parts.username,
    password: parts.password,
    will: { topic: `tele/${topic}/LWT`, payload: 'Offline' },
    clock,
    retryMs: (failures) => (parts.retryMs ?? 10_000) * Math.min(failures, 12),
    connected(booted) {
      say('tele', 'LWT', 'Online', true);
      say('cmnd', 'POWER', ''); // to please ioBroker (Tasmota#299)
      unit.subscribe(`${at('cmnd')}#`, 0);
      unit.subscribe('cmnd/tasmotas/#', 0);
      unit.subscribe(`cmnd/DVES_${tail}_fb/#`, 0);
      if (booted) say('tele', 'INFO1', { Info1: { Module: model, Version: version } });
      unit.later(booted ? (parts.announceMs ?? 10_000) : 1_000, discover);
    },
    heard(heardTopic, payload) {
      const word = heardTopic.slice(at('cmnd').length);
      if (!/^Backlog[0-3]?$/i.test(word)) return;
      const idle = backlog.length === 0;
      backlog.push(...payload.split(';').map((command) => command.trim()));
      if (idle) work();
    },
  });

  const life = livesAs(unit, settings, clock, parts.restartMs ?? 5_000);
  return life.device;
}
