import type { Reason, Relay, RelayChannel, RelayEvent } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { MqttLink } from '../mqtt/link.ts';
import { createAlarm, createThrottle } from '../core/alarm.ts';
import { type AwayCode, wanted } from './channel.ts';
import type { Driver, Fact, Family, Message } from './driver.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { observe, type PresenceEvent, unheard } from '../core/presence.ts';
import { failSafeOf, lacksFailSafe, newRelay, type RelayRow } from './relay-store.ts';
import { type RelayTiming, timingOf } from './timing.ts';
import { relayError } from './trouble.ts';

/** One relay as it is now: its channels, whether it is there, and what it says. */
export interface Device {
  /** What a person chose; replaced as a whole when it changes. */
  row: RelayRow;
  readonly topic: string;
  readonly family: Family;
  /** Every sub-topic on which it says something, where those are its own and not its family's. */
  readonly hears: readonly string[] | null;
  /** The sub-topics on which it is told something. */
  readonly commands: ReadonlySet<string>;
  readonly timing: RelayTiming;
  readonly lastSeenAt: string | null;
  /** Why it cannot be reached now, if so. */
  readonly away: AwayCode | null;
  readonly keepers: readonly Keeper[];
  view(): Relay;
  /** What its driver makes of a message; null: nonsense. */
  understand(subtopic: string, payload: string): readonly Fact[] | null;
  /** A message from below its topic. */
  hear(subtopic: string, payload: Buffer, retained: boolean): void;
  lineChanged(connected: boolean): void;
  announce(): void;
  stop(): void;
}

export interface DeviceParts {
  readonly row: RelayRow;
  readonly topic: string;
  readonly family: Family;
  readonly link: MqttLink;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing: RelayTiming;
  announce(relay: Relay): void;
  lost(channel: number, code: string): void;
  doubted(channel: number, code: string): void;
  /** It came, went, failed or was cured. */
  note(event: Omit<RelayEvent, 'at'>): void;
  /** Its availability changed: worth keeping when it was last seen. */
  cameOrWent(): void;
}

/** Nothing a relay says is longer; telemetry of the largest Tasmota is below 2 KiB. */
const longestPayloadBytes = 8_192;
/** A bridge that tells its whole configuration. */
const longPayloadBytes = 262_144;
const garbageLogMs = 60_000;
const dayMs = 86_400_000;
/** More a day than a device with any Wi-Fi at all. */
const mostConnections = 1_000;

export function createDevice(parts: DeviceParts): Device {
  const { topic, family, link, clock, log } = parts;
  const { channels, template } = parts.row;
  const timing = timingOf(template, parts.timing);
  const driver = family.driver({ topic, channels, template });
  const askable = driver.ask().length > 0;
  let row = parts.row;
  let presence = unheard(row.lastSeenAt === null ? 'never-seen' : 'offline');
  let lastSeenAt = row.lastSeenAt;
  /** When it was last found gone; epoch ms. */
  let wentAt = row.lastSeenAt === null ? null : Date.parse(row.lastSeenAt);
  let wifiPercent: number | null = null;
  let firmware: string | null = null;
  /** When it connected anew, the first time left out; monotonic. */
  const connections: number[] = [];
  let connectedBefore = false;
  let reconnects = 0;
  let away: AwayCode | null = 'relay.offline';
  let garbage = { count: 0, loggedAtMs: -Infinity };

  const throttle = createThrottle(clock, timing.announceMs, () => parts.announce(view()));
  const presenceAlarm = createAlarm(clock, () => seen('time'));
  const keepers = Array.from({ length: row.channels }, (_, index) => {
    const channel = index + 1;
    return createKeeper({
      clock,
      timing,
      send: (command, leaseSeconds) => publish(driver[command](channel, leaseSeconds)),
      askable,
      minDrawW: () => row.minDrawW,
      maxOnMs: () => (row.maxOnMinutes === null ? null : row.maxOnMinutes * 60_000),
      error: (code) => relayError(code, row, channel),
      changed() {
        noteFault(channel);
        throttle.ask();
      },
      lost: (code) => parts.lost(channel, code),
      doubted: (code) => parts.doubted(channel, code),
    });
  });

  const faults = new Map<number, string>();
  function noteFault(channel: number): void {
    const { fault, proof } = faultsOf(channel);
    const code = fault ?? proof;
    const before = faults.get(channel);
    if (code === (before ?? null)) return;
    if (before !== undefined) parts.note({ kind: 'cured', channel, code: before, awayMs: null });
    faults.delete(channel);
    if (code === null) return;
    faults.set(channel, code);
    parts.note({ kind: 'fault', channel, code, awayMs: null });
  }
  const faultsOf = (channel: number) => ({
    fault: keepers[channel - 1]?.channel.fault ?? null,
    proof: keepers[channel - 1]?.proof.fault ?? null,
  });

  /** In order, and never while the line is down. What is lost on the way is noticed by the missing answer. */
  function publish(messages: readonly Message[]): void {
    if (!link.connected) return;
    for (const { subtopic, payload } of messages) {
      link.publish(`${topic}/${subtopic}`, payload, { qos: family.qos }).catch((error: unknown) => {
        log.debug({ relayId: row.id, subtopic, reason: messageOf(error) }, 'relay command not sent');
      });
    }
  }

  /** Something that it must answer and that switches nothing. One that cannot be asked is told what it does already. */
  function probe(): void {
    if (askable) return publish(driver.ask());
    keepers.forEach(({ channel }, index) => {
      if (channel.phase === 'off') publish(driver.off(index + 1));
      // Between two renewals it may be silent for longer than anybody who is there.
      if (channel.phase === 'on') publish(driver.renew(index + 1, timing.leaseSeconds));
    });
  }

  /** Whatever it were told now would spoil its trial: until that is over its silence means nothing. */
  const mustNotBeProbed = () => !askable && keepers.some(({ channel }) => channel.trial);

  function seen(event: PresenceEvent, reconnected = false): void {
    if (event === 'time' && presence.doubtedAtMs === null && mustNotBeProbed()) {
      return presenceAlarm.set(clock.monotonic() + timing.askMs);
    }
    const before = presence.shown;
    const silenceMs = Math.max(
      1_000,
      timing.silenceMs + (row.offlineAfterSeconds - newRelay.offlineAfterSeconds) * 1_000,
    );
    const doubted = presence.doubtedAtMs !== null;
    const { presence: now, ask } = observe(presence, event, clock.monotonic(), { ...timing, silenceMs });
    presence = now;
    presenceAlarm.set(presence.dueAtMs);
    if (ask) probe();
    reach(reconnected);
    if (presence.shown === before) return;
    log.info({ relayId: row.id, availability: presence.shown }, 'relay availability changed');
    parts.cameOrWent();
    noteComing(before, doubted);
    throttle.ask();
  }

  function noteComing(before: Relay['availability'], doubted: boolean): void {
    if (presence.shown === 'online') {
      const awayMs = wentAt === null ? null : Math.max(0, clock.now() - wentAt);
      parts.note({ kind: 'came', channel: null, code: null, awayMs });
    } else if (before === 'online') {
      wentAt = clock.now();
      parts.note({ kind: 'went', channel: null, code: doubted ? 'relay.line-lost' : 'relay.silent', awayMs: null });
    }
  }

  function countConnection(): void {
    if (connectedBefore) {
      reconnects++;
      connections.push(clock.monotonic());
      if (connections.length > mostConnections) connections.shift();
    }
    connectedBefore = true;
  }

  /** A device that is back, or connected anew, may have been restarted: it is asked, and told OFF where nobody holds it. */
  function reach(reconnected: boolean): void {
    const now: AwayCode | null = !link.connected
      ? 'mqtt.offline'
      : presence.shown === 'online'
        ? null
        : 'relay.offline';
    if (now === away && !(reconnected && now === null)) return;
    away = now;
    if (now === null) publish([...driver.ask(), ...(firmware === null || reconnected ? driver.identify() : [])]);
    for (const keeper of keepers) keeper.tell(now === null ? { kind: 'back' } : { kind: 'away', code: now });
  }

  function ignore(subtopic: string, bytes: number): void {
    garbage = { ...garbage, count: garbage.count + 1 };
    if (clock.monotonic() - garbage.loggedAtMs < garbageLogMs) return;
    log.warn({ relayId: row.id, subtopic, bytes, ignored: garbage.count }, 'relay message makes no sense, ignored');
    garbage = { count: 0, loggedAtMs: clock.monotonic() };
  }

  function hear(subtopic: string, payload: Buffer, retained: boolean): void {
    // An empty retained message clears the broker's memory of a topic; it says nothing.
    if (payload.length === 0) return;
    const longest = family.long?.includes(subtopic) ? longPayloadBytes : longestPayloadBytes;
    const facts = payload.length <= longest ? driver.decode(subtopic, payload.toString('utf8')) : null;
    const births = (facts ?? []).flatMap((fact) => (fact.kind === 'availability' ? [fact.online] : []));
    if (!retained) {
      if (births.includes(true)) countConnection();
      if (!births.includes(false)) lastSeenAt = new Date(clock.now()).toISOString();
      seen(births.includes(false) ? 'last-will' : 'spoke', births.includes(true));
    }
    if (!facts) return ignore(subtopic, payload.length);
    for (const fact of facts) {
      if (fact.kind === 'said') keepers[fact.channel - 1]?.tell({ ...fact, retained, at: clock.now() });
      else if (fact.kind === 'power') {
        // What the broker repeats was drawn some time ago.
        if (!retained) keepers[fact.channel - 1]?.measured(fact.watts);
      } else if (fact.kind === 'wifi') wifiPercent = fact.percent;
      else if (fact.kind === 'firmware') firmware = fact.version;
    }
  }

  function view(): Relay {
    return {
      id: row.id,
      name: row.name,
      driver: row.driver,
      template: row.template,
      topic,
      availability: presence.shown,
      lastSeenAt,
      wifiPercent,
      maintenance: row.maintenance,
      minDrawW: row.minDrawW,
      maxOnMinutes: row.maxOnMinutes,
      waiver: row.waiver,
      offlineAfterSeconds: row.offlineAfterSeconds,
      site: row.site,
      firmware,
      reconnects: {
        sinceStart: reconnects,
        lastDay: connections.filter((at) => clock.monotonic() - at < dayMs).length,
      },
      channels: keepers.map((keeper, index) => channelView(keeper, index + 1, row)),
    };
  }

  return {
    get row() {
      return row;
    },
    set row(next) {
      row = next;
    },
    topic,
    family,
    hears: driver.hears ?? null,
    commands: new Set(everyCommand(driver, channels).map(({ subtopic }) => subtopic)),
    timing,
    get lastSeenAt() {
      return lastSeenAt;
    },
    get away() {
      return away;
    },
    keepers,
    view,
    understand: driver.decode,
    hear,
    lineChanged(connected) {
      reach(false);
      // To those not known to be there too: whoever hears it and should not be ON goes OFF, and its answer says it is there.
      if (!connected || away === null) return;
      publish(keepers.flatMap((keeper, index) => (keeper.held ? [] : driver.off(index + 1))));
      publish(driver.ask());
    },
    announce: () => throttle.ask(),
    stop() {
      presenceAlarm.set(null);
      throttle.stop();
      for (const keeper of keepers) keeper.stop();
    },
  };
}

function everyCommand(driver: Driver, channels: number): Message[] {
  const all = Array.from({ length: channels }, (_, index) => index + 1);
  const ofChannel = (channel: number) => [...driver.on(channel, 1), ...driver.off(channel), ...driver.measure(channel)];
  return [...all.flatMap(ofChannel), ...driver.ask(), ...driver.identify()];
}

function channelView({ channel, proof }: Keeper, number: number, row: RelayRow): RelayChannel {
  const code = channel.fault ?? proof.fault ?? (lacksFailSafe(row, number) ? 'relay.no-fail-safe' : null);
  const fault: Reason | null = code && { code, params: { relay: row.name, channel: number } };
  return {
    channel: number,
    state: channel.said,
    wanted: wanted(channel),
    saidAt: channel.saidAt === null ? null : new Date(channel.saidAt).toISOString(),
    powerW: proof.watts,
    failSafe: failSafeOf(row, number),
    fault,
  };
}
