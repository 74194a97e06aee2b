import type {
  Alert,
  Camera,
  EmergencyButton,
  Outcome,
  Output,
  Preflight,
  Reason,
  Relay,
  Slot,
  Village,
  Zone,
} from '../contract/index.ts';
import { reasonOfTrouble, troubleRank, type Trouble } from '../core/alerts/reason.ts';
import { lostSites } from './common-cause.ts';

/** What the one traffic light of the panel is decided from. */
export interface VillageFacts {
  readonly clockTrusted: boolean;
  readonly mqttConnected: boolean;
  readonly ffmpegPresent: boolean;
  readonly zones: readonly Zone[];
  readonly relays: readonly Relay[];
  /** A device was sent the settings of this relay, and is on its way. */
  readonly isAwaited: (relayId: string) => boolean;
  readonly buttons: readonly EmergencyButton[];
  readonly outputs: readonly Output[];
  /** The slots of the last 24 hours that are over. */
  readonly lately: readonly Slot[];
  /** Why what airs is not kept for hearing again. */
  readonly airedSoundFault: Reason | null;
  /** What is wrong with the panel over TLS. */
  readonly httpsProblem: Reason | null;
  /** Loops of the gateway that have failed and are waiting to be tried again. */
  readonly downLoops: readonly string[];
  /** What is on air now of a station that gives no sound, by title. */
  readonly silentStations: readonly string[];
  /** The last look through the coming hours. */
  readonly preflight: Preflight | null;
  /** Those of cameras that are open. */
  readonly alerts: readonly Alert[];
  readonly cameras: readonly Pick<Camera, 'id' | 'name' | 'status' | 'cause' | 'maintenance'>[];
  readonly now: number;
}

type Light = Village['light'];

/** Red: the next programme would not be heard as it should. Amber: somebody should look. The reasons come worst first. */
export function judgeLight(facts: VillageFacts): Light {
  const red: Reason[] = [];
  const amber: Reason[] = [];
  if (!facts.clockTrusted) red.push(reason('village.clock-untrusted'));
  if (!facts.mqttConnected) red.push(reason('village.mqtt-offline'));
  for (const loop of facts.downLoops) red.push(reason('village.loop-down', { loop }));
  for (const zone of facts.zones)
    if (zone.fault) red.push(reason('village.zone-fault', { zone: zone.name, cause: zone.fault.code }));
  // One that no zone listens to keeps nobody from hearing: its own page says so.
  const heard = new Set(facts.zones.map((zone) => zone.outputId));
  for (const output of facts.outputs) {
    if (output.fault && heard.has(output.id))
      red.push(reason('village.output-fault', { output: output.name, cause: output.fault.code }));
  }
  const together = lostSites(facts.relays);
  const switching = new Set(facts.zones.flatMap((zone) => zone.channels.map((channel) => channel.relayId)));
  for (const { site, relays } of together) {
    const heard = relays.some(({ id }) => switching.has(id));
    (heard ? red : amber).push(reason('village.site-lost', { site, count: relays.length }));
  }
  const explained = new Set(together.flatMap(({ relays }) => relays.map(({ id }) => id)));
  for (const relay of facts.relays) {
    if (relay.maintenance || explained.has(relay.id)) continue;
    const stuck = relay.channels.find((channel) => channel.fault);
    if (mayStillBeOn(relay)) red.push(reason('village.relay-maybe-on', { relay: relay.name }));
    else if (stuck?.fault) red.push(reason('village.relay-fault', { relay: relay.name, cause: stuck.fault.code }));
    else if (relay.availability === 'never-seen') {
      if (!facts.isAwaited(relay.id)) amber.push(reason('village.relay-new', { relay: relay.name }));
    } else if (relay.availability === 'offline') {
      (switching.has(relay.id) ? red : amber).push(reason('village.relay-offline', { relay: relay.name }));
    }
  }
  judgeButtons(facts, red, amber);
  for (const title of facts.silentStations) amber.push(reason('village.station-silent', { title }));
  if (!facts.ffmpegPresent) amber.push(reason('village.ffmpeg-missing'));
  if (facts.airedSoundFault) {
    amber.push(reason('village.aired-sound-not-kept', { cause: facts.airedSoundFault.code }));
  }
  if (facts.httpsProblem) amber.push(reason('village.https-problem', { cause: facts.httpsProblem.code }));
  const count = countBlocking(facts);
  if (count > 0) amber.push(reason('village.preflight-blocks', { count }));
  const failed = facts.lately.filter((slot) => slot.outcome && isTrouble(slot.outcome)).at(-1);
  if (failed?.outcome)
    amber.push(reason('village.slot-failed', { title: failed.title, at: failed.startsAt, cause: failed.outcome.code }));
  amber.push(...tellCameras(facts));
  if (facts.zones.length === 0) amber.push(reason('village.no-zones'));
  const colour = red.length > 0 ? 'red' : amber.length > 0 ? 'amber' : 'green';
  return { colour, reasons: [...red, ...amber] };
}

/** It fell silent while a contact was closed that nobody wants closed: it may have an amplifier on for ever. */
function mayStillBeOn({ availability, channels }: Relay): boolean {
  return channels.some(
    ({ state, wanted, fault }) =>
      state === 'on' && wanted === 'off' && (availability === 'offline' || fault?.code === 'relay.unreachable'),
  );
}

/** So long somebody should know that a hand on the wall was not obeyed. */
const refusedPressMs = 15 * 60_000;

/** Whoever runs to a button that is dead loses the minutes that count: that is red. */
function judgeButtons({ buttons, now }: VillageFacts, red: Reason[], amber: Reason[]): void {
  for (const { name: button, maintenance, availability, lastPress, problem } of buttons) {
    if (maintenance) continue;
    if (availability === 'offline') red.push(reason('village.button-offline', { button }));
    if (availability === 'never-seen') amber.push(reason('village.button-new', { button }));
    if (problem) red.push(reason('village.button-cannot', { button, cause: problem.code }));
    if (lastPress?.did !== 'refused' || now - Date.parse(lastPress.at) > refusedPressMs) continue;
    // While an emergency sounds nobody was left without one.
    const code = lastPress.reason?.code;
    if (code && !heardAnyway.has(code)) {
      red.push(reason('village.button-refused', { button, at: lastPress.at, cause: code }));
    }
  }
}

const heardAnyway = new Set(['broadcast.behind-emergency', 'button.too-soon']);

/** What would keep a coming slot from being heard; a look whose hours are over says nothing, nor does one of slots that are. */
function countBlocking({ preflight, lately, now }: VillageFacts): number {
  if (!preflight || Date.parse(preflight.to) <= now) return 0;
  const over = new Set(lately.map(({ id }) => id));
  return preflight.findings.filter(
    ({ severity, slotIds }) => severity === 'blocks' && (slotIds.length === 0 || slotIds.some((id) => !over.has(id))),
  ).length;
}

/** What somebody knows of is on their mind, and not on everybody's. Before its alert is raised a camera is named by itself. */
function tellCameras({ alerts, cameras }: VillageFacts): Reason[] {
  const away = ({ cameras: members }: Alert) => members.filter(({ backAt }) => backAt === null);
  const told = new Set(alerts.flatMap((alert) => away(alert).map(({ id }) => id)));
  const untold = cameras.flatMap(({ id, name, cause, status, maintenance }): Trouble[] => {
    if (maintenance || told.has(id) || status === 'online' || status === 'unknown') return [];
    return [{ kind: `camera-${status}`, cabinet: null, about: [{ name, cause }] }];
  });
  return alerts
    .filter(({ acknowledged, held }) => !acknowledged && !held)
    .map((alert): Trouble => ({ ...alert, about: away(alert) }))
    .concat(untold)
    .sort((a, b) => troubleRank[a.kind] - troubleRank[b.kind])
    .map(reasonOfTrouble);
}

const troubled = new Set<string>(['failed', 'missed', 'aired-partly']);
/** Held back because nobody had approved it in time: nobody wanted that silence. */
const unapproved = new Set(['slot.not-approved', 'slot.content-not-approved']);

/** A funeral, quiet hours, a zone's minutes: what stays silent by somebody's wish is no trouble, wholly or in some zones. */
function isTrouble({ kind, code }: Outcome): boolean {
  return unapproved.has(code) || (troubled.has(kind) && code !== 'slot.zones-held');
}

function reason(code: string, params: Reason['params'] = {}): Reason {
  return { code, params };
}
