import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createAlerts } from './alerts/alerts.ts';
import { createAiring } from './airing.ts';
import { createByHand } from './by-hand.ts';
import { createButtons } from './buttons/button-service.ts';
import type { Config } from './config/config.ts';
import type { ChangeEvents } from './contract/index.ts';
import { villageBounds } from './core/addresses.ts';
import { createChanges } from './core/changes.ts';
import { createClockWatch } from './core/clock/clock-watch.ts';
import { bootId, findClockEvidence } from './core/clock/evidence.ts';
import { createSystemClock } from './core/clock/system-clock.ts';
import { lanAddress, lanAddresses, ownAddresses } from './core/lan-address.ts';
import type { Logger } from './core/log.ts';
import { openSecretBox } from './core/secret-box.ts';
import { stopInOrder } from './core/stop-in-order.ts';
import { createSupervisor } from './core/supervise.ts';
import { dayMs } from './core/village-time.ts';
import { createDevices } from './devices.ts';
import type { Services } from './http/ports.ts';
import { createHttpServer } from './http/server.ts';
import { createAudit } from './identity/audit.ts';
import { createHttps } from './https/https-service.ts';
import { createHomeAssistant } from './home-assistant/home-assistant-service.ts';
import { createIdentity } from './identity/identity.ts';
import { createMqttLink } from './mqtt/mqtt-link.ts';
import { createOutlook } from './outlook.ts';
import { createOverview } from './overview.ts';
import type { ApprovalStep } from './schedule/ports.ts';
import { createSounds } from './sounds.ts';
import { openStorage } from './storage/migrate.ts';
import { createSettingsStore } from './village/settings-store.ts';
import { createVillageMap } from './village-map/village-map.ts';
import { createWatching } from './watching.ts';
import { faultAmong } from './zones/fault-among.ts';
import { createZones } from './zones/zone-service.ts';

export interface App {
  /** Starts everything in order; resolves when the panel can be opened. */
  start(): Promise<{ readonly httpPort: number; readonly securePort: number | null }>;
  /** Sound off, amplifiers off, outcomes written, then the rest in the opposite order. Safe twice. */
  stop(): Promise<void>;
  /** Lets somebody make the first account; null once there is one. */
  setupCode(): string | null;
}

/** What a step that another command took is called in the audit log; a draft asks nobody. */
const actionOf: Record<ApprovalStep, string | null> = {
  draft: null,
  submitted: 'submitProgramme',
  approved: 'approveProgramme',
  'content-submitted': 'replaceSlot',
};

/** The map of the product: builds every part, joins them, and says in which order they start and stop. */
export async function createApp(
  config: Config,
  root: string,
  log: Logger,
  onNewSetupCode: (code: string) => void,
  bounds = villageBounds(ownAddresses),
): Promise<App> {
  const { villageId, timeZone, stateFolder } = config;
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
  const villageTopic = `loa-thon/${villageId}`;

  // The ground: time, storage, and who hears of changes.
  const clock = createSystemClock();
  const changes = createChanges<ChangeEvents>();
  const supervisor = createSupervisor({ clock, log });
  await mkdir(stateFolder, { recursive: true });
  const place = {
    file: join(stateFolder, 'loa-thon.sqlite'),
    backups: join(stateFolder, 'backups'),
    migrations: join(root, 'gateway/migrations'),
  };
  const storage = await openStorage(place, log);
  const settings = createSettingsStore(storage);
  const ground = { storage, settings, changes, clock, log };
  const box = await openSecretBox(join(stateFolder, 'secrets.key'));
  const boot = await bootId();
  const confirmedByPerson = (await settings.get('clock.confirmed-boot')) === boot;
  const clockWatch = createClockWatch({ clock, log, findEvidence: findClockEvidence, confirmedByPerson });
  const clockTrusted = () => clockWatch.trust().trusted;

  // People.
  const identity = createIdentity({ ...ground, onNewSetupCode });
  const audit = createAudit({ storage, clock });

  // The line to the devices.
  const devices = createDevices({
    ...config,
    ...ground,
    villageTopic,
    templatesFolder: join(root, 'firmware-config'),
    stream: firstStream,
  });
  const { accounts, link, firmware, relays, provisioning, advertised } = devices;

  // What can be heard, and where.
  const sounds = createSounds({
    ...config,
    ...ground,
    supervisor,
    mayReach: bounds.station,
    usedBy: async (kind, id) => [
      ...(await schedule.usedBy(kind, id)),
      ...(kind === 'recording' ? [...buttons.usedBy(id), ...cameraEvents.usedBy(id)] : []),
    ],
    beforePlaylistChange: (id, actor) => schedule.playlistChanges(id, actor),
  });
  const { media, library, playlists, chimes, upstreams, outputs, airedSound, soundSettings } = sounds;
  const zones = createZones({ storage, relays, changes });
  changes.on('relay.changed', ({ id, availability }) => {
    if (availability === 'online') zones.relayRecovered(id);
  });

  // What airs when, and what came of it.
  const airing = createAiring({
    ...ground,
    airedSound,
    clockWatch,
    clockPatienceMs: 1_000 * config.clockPatienceSeconds,
    timeZone,
    zone: zones.settings,
    content: sounds.content,
    chimes,
    equipment: async (zoneIds) => faultAmong(zoneIds, await zones.list(), await relays.list()),
    mayApprove: ({ roles }) => identity.permissionsOf(roles).includes('approve'),
    onApproval: async (id, step, { login }) => {
      const action = actionOf[step];
      if (action) await audit.record({ who: login, action, subject: id, result: 'ok' });
    },
    ports: { zones, amplifiers: zones.amplifiers, buses: outputs, content: sounds.content, chimes },
  });
  const { airLog, overlays, schedule, broadcasts, planner } = airing;

  // What people begin with their own hands.
  const byHand = createByHand({
    ...config,
    ...ground,
    sounds,
    broadcasts,
    audit: (entry) => audit.record(entry),
  });
  const { emergencies, liveVoices } = byHand;
  const buttons = createButtons({
    ...ground,
    link,
    accounts,
    village: { id: villageId },
    advertised,
    ports: {
      emergencies,
      firmware,
      zones: zones.list,
      recording: async (id) => (await library.find([id])).get(id),
      audit,
    },
  });

  // What cameras see, and whom it calls when one sees nothing.
  const watching = createWatching({
    ...ground,
    box,
    media,
    mayBe: bounds.camera,
    stateFolder,
    timeZone,
    ports: {
      settings,
      recording: library.get,
      broadcasts: { ...broadcasts.commands, startedBefore: broadcasts.startedBefore },
      clockTrusted,
    },
  });
  const { cameras, events: cameraEvents } = watching;
  const alerts = createAlerts({
    ...ground,
    village: { id: villageId, name: () => village.get().name },
    box,
    link,
    villageTopic,
    timeZone,
    clockTrusted,
    mayReach: bounds.station,
    cameras: cameras.list,
    still: cameras.still,
    stateFolder,
  });

  // Looking ahead and back, and the schedule on other people's phones.
  const outlook = createOutlook({
    ...ground,
    ...{ timeZone, stateFolder, villageId, clockTrusted },
    sounds,
    airing,
    zones: zones.list,
    relays: relays.list,
    villageName: () => village.get().name,
  });
  const { preflight, calendar, reports } = outlook;

  // Who else is let in, and told.
  const https = createHttps({
    ...ground,
    source: config.https,
    stateFolder,
    villageId,
    whereabouts: () => ({ hostName: hostname(), addresses: lanAddresses() }),
    address: lanAddress,
    httpPort: () => http.port(),
    door: { present: (pair) => http.secure.present(pair) },
  });
  const homeAssistant = createHomeAssistant({
    ...ground,
    village: { id: villageId, timeZone, version },
    luck: Math.random,
    ports: {
      village: () => village.get(),
      zones: zones.list,
      relays: relays.list,
      broadcasts: broadcasts.commands.list,
      slots: schedule.between,
      panelUrl: () => `http://${lanAddress()}:${http.port()}`,
      // Its failures are said once each, not at every try.
      openLine: (place) =>
        createMqttLink({
          ...place,
          clientId: `loa-thon-${villageId}-home`,
          clock,
          log: log.child({}, { level: 'error' }),
        }),
    },
  });

  // What a panel may ask, and what it is told.
  const villageMap = createVillageMap({ ...ground, folder: join(stateFolder, 'village-map') });
  const services: Omit<Services, 'village'> = {
    villageMap: villageMap.commands,
    zones,
    relays,
    provisioning: provisioning.commands,
    buttons,
    mqttAccounts: accounts.forPanel,
    homeAssistant: homeAssistant.commands,
    outputs,
    recordings: library,
    speech: sounds.speech,
    playlists,
    chimes,
    upstreams,
    cameras,
    cameraEvents: cameraEvents.commands,
    cameraWarnings: cameraEvents.warnings,
    programmes: schedule.programmes,
    slots: schedule.slots,
    overlays,
    preflight: preflight.commands,
    calendar,
    https: https.commands,
    reports,
    ...alerts.commands,
    broadcasts: broadcasts.commands,
    emergencies,
    liveVoices: liveVoices.commands,
    soundSettings: soundSettings.commands,
    airLog,
    airedSound,
    identity,
    audit,
  };
  const village = createOverview({
    ...ground,
    ...{ id: villageId, timeZone, version, supervisor, services },
    trust: clockWatch.trust,
    confirmClock: async () => {
      await settings.set('clock.confirmed-boot', boot);
      clockWatch.confirm();
    },
    lately: () => schedule.over(clock.now() - dayMs, clock.now()),
    signs: () => ({
      mqttConnected: link.connected,
      ffmpegPresent: media.present(),
      airedSoundFault: airedSound.fault(),
      httpsProblem: https.problem(),
    }),
    isAwaited: provisioning.isAwaited,
    shift: alerts.shift,
    panels: () => http.panels(),
  });
  const http = createHttpServer({
    ...{ changes, log, clock },
    ...config.http,
    services: { ...services, village },
    panelFolder: join(root, 'ui/dist'),
  });

  /** What a network speaker plays, as far as it can be known before somebody says which output is its own. */
  async function firstStream(): Promise<string> {
    const output = (await outputs.list()).find(({ sink }) => sink.kind === 'http-stream');
    return `http://${lanAddress()}:${http.port()}/streams/${output?.id ?? 'loa'}.mp3`;
  }

  let stopped: Promise<void> | null = null;

  return {
    async start() {
      await clockWatch.start();
      await devices.startLine();
      await zones.start();
      airing.knowZones(await zones.list());
      await relays.start();
      provisioning.start();
      await sounds.start();
      await overlays.start();
      await broadcasts.start();
      await byHand.start();
      await buttons.start();
      await watching.start();
      supervisor.start('schedule', planner.run);
      supervisor.start('plan', planner.keepPlan);
      supervisor.start('preflight', preflight.run);
      await identity.start();
      await alerts.start();
      supervisor.start('alerts', alerts.run);
      await village.start();
      await villageMap.start();
      const { port } = await http.start();
      await https.start();
      supervisor.start('https', https.run);
      if (devices.runTls) supervisor.start('mqtt-tls', devices.runTls);
      await homeAssistant.start();
      return { httpPort: port, securePort: https.commands.state().port };
    },
    stop() {
      stopped ??= stopAll();
      return stopped;
    },
    setupCode: identity.setupCode,
  };

  function stopAll(): Promise<void> {
    const steps = [
      () => http.stop(),
      () => homeAssistant.stop(),
      () => alerts.stop(),
      () => watching.stop(),
      () => provisioning.stop(),
      () => buttons.stop(),
      () => byHand.stop(),
      () => broadcasts.stop(),
      () => relays.stop(),
      () => supervisor.stop(),
      ...sounds.stops,
      ...devices.lineStops,
      () => {
        liveVoices.stop();
        zones.stop();
        village.stop();
        clockWatch.stop();
      },
      () => storage.close(),
    ];
    return stopInOrder(steps, { clock, log });
  }
}
