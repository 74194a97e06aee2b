import { readFileSync } from 'node:fs';
import { mkdir, rm, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createAiredSound } from './air-log/aired-sound.ts';
import { createAiring } from './airing.ts';
import { createFeed } from './audio/feed.ts';
import { createInputWatch } from './audio/input-watch.ts';
import { findSilence } from './audio/file-silence.ts';
import { createLimiter, lookaheadFrames } from './audio/limiter.ts';
import { createOutputs } from './audio/output-service.ts';
import { createSoundSettings } from './audio/sound-settings.ts';
import { openThreadBus } from './audio/thread-bus.ts';
import type { CuedContent } from './broadcast/ports.ts';
import { createCalendar } from './calendar/calendar-service.ts';
import { createChimes } from './chimes/chimes.ts';
import { createButtons } from './buttons/button-service.ts';
import type { Config } from './config/config.ts';
import { parseToml } from './config/toml.ts';
import type { ChangeEvents, Content, Health } from './contract/index.ts';
import { createChanges } from './core/changes.ts';
import { createClockWatch } from './core/clock/clock-watch.ts';
import { bootId, findClockEvidence } from './core/clock/evidence.ts';
import { createSystemClock } from './core/clock/system-clock.ts';
import { lanAddress, lanAddresses, ownAddresses } from './core/lan-address.ts';
import type { Logger } from './core/log.ts';
import { stopInOrder } from './core/stop-in-order.ts';
import { createSupervisor } from './core/supervise.ts';
import { addDays, dayMs, minuteMs, toLocal } from './core/village-time.ts';
import { createEmergencies } from './emergency/emergency-service.ts';
import { createSpokenWords } from './emergency/spoken-words.ts';
import type { Services } from './http/ports.ts';
import { createHttpServer } from './http/server.ts';
import { createAudit } from './identity/audit.ts';
import { createHttps } from './https/https-service.ts';
import { createIdentity } from './identity/identity.ts';
import { createLiveVoices } from './live/live-service.ts';
import { createLibrary } from './library/library.ts';
import { prepare } from './library/prepare.ts';
import { createAlarmSounds } from './media/alarm-sounds.ts';
import { createMedia } from './media/media.ts';
import { createAccountBook } from './mqtt/account-book.ts';
import { createMqttAccounts } from './mqtt/accounts.ts';
import { createBroker } from './mqtt/broker.ts';
import { createMqttLink } from './mqtt/mqtt-link.ts';
import { createPreflight } from './preflight/preflight.ts';
import { createReports } from './reports/reports.ts';
import { createPlaylists } from './playlists/playlists.ts';
import { createRelays } from './relays/relay-service.ts';
import { villageRule } from './rebroadcast/addresses.ts';
import { createUpstreams } from './rebroadcast/upstream-service.ts';
import type { ApprovalStep } from './schedule/ports.ts';
import { fromRrule, toRrule } from './schedule/rrule.ts';
import { checkRule, occurrencesFrom } from './schedule/rule.ts';
import { createEspeak } from './speech/engines/espeak.ts';
import { createPiper } from './speech/engines/piper.ts';
import { createSpeech } from './speech/speech.ts';
import { createVoices } from './speech/voices.ts';
import { openStorage } from './storage/migrate.ts';
import { createSettingsStore } from './village/settings-store.ts';
import { createVillage } from './village/village-service.ts';
import { createZones } from './zones/zone-service.ts';

export interface App {
  /** Starts everything in order; resolves when the panel can be opened. */
  start(): Promise<{ readonly httpPort: number; readonly securePort: number | null }>;
  /** Sound off, amplifiers off, outcomes written, then the rest in the opposite order. Safe twice. */
  stop(): Promise<void>;
  /** Lets somebody make the first account; null once there is one. */
  setupCode(): string | null;
}

/** Below the playlists folder: its first line opens, its second closes. */
const chimePlaylist = 'chimes/chuong-bao.m3u8';

/** What a step that another command took is called in the audit log; a draft asks nobody. */
const actionOf: Record<ApprovalStep, string | null> = {
  draft: null,
  submitted: 'submitProgramme',
  approved: 'approveProgramme',
  'content-submitted': 'replaceSlot',
};

/** Of what a speaker says: more than any bus may be behind. */
const voiceKeptSeconds = 5;

/** The map of the product: builds every part, joins them, and says in which order they start and stop. */
export async function createApp(
  config: Config,
  root: string,
  log: Logger,
  onNewSetupCode: (code: string) => void,
  mayReach = villageRule(ownAddresses),
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
  const boot = await bootId();
  const confirmedByPerson = (await settings.get('clock.confirmed-boot')) === boot;
  const clockWatch = createClockWatch({ clock, log, findEvidence: findClockEvidence, confirmedByPerson });

  // The line to the devices.
  const book = createAccountBook();
  const broker = config.mqtt.kind === 'embedded' ? createBroker({ ...config.mqtt, access: book, clock, log }) : null;
  const mqttPort = config.mqtt.kind === 'embedded' ? config.mqtt.port : Number(new URL(config.mqtt.url).port || 1883);
  const mqttHost = config.mqtt.kind === 'embedded' ? lanAddress() : new URL(config.mqtt.url).hostname;
  const advertised = { host: mqttHost, port: mqttPort };
  const accounts = createMqttAccounts({
    storage,
    clock,
    book,
    ...(broker && { broker }),
    villageTopic,
    advertised: () => advertised,
  });
  const external = config.mqtt.kind === 'external' ? config.mqtt : null;
  const link = createMqttLink({
    url: external?.url ?? `mqtt://127.0.0.1:${mqttPort}`,
    username: external?.username ?? accounts.gateway.username,
    password: external?.password ?? accounts.gateway.password,
    clientId: external ? `${villageId}-gateway` : accounts.gateway.username,
    statusTopic: `${villageTopic}/gateway/status`,
    clock,
    log,
  });
  const relays = createRelays({
    storage,
    link,
    accounts,
    clock,
    log,
    changes,
    village: { id: villageId },
    advertised: () => advertised,
  });

  // What can be heard, and where.
  const media = createMedia({ clock, log });
  const modelsFolder = join(stateFolder, 'voices');
  const voices = createVoices({
    engines: [createPiper({ clock, folder: modelsFolder }), createEspeak({ clock })],
    log,
  });
  const library = createLibrary({
    storage,
    media,
    speak: voices.speak,
    changes,
    clock,
    log,
    supervisor,
    folder: join(stateFolder, 'recordings'),
    usedBy: async (id) => [
      ...(await playlists.usedBy(id)),
      ...(await schedule.usedBy('recording', id)),
      ...(await chimes.usedBy(id)),
      ...buttons.usedBy(id),
      ...(await upstreams.usedBy('recording', id)),
    ],
  });
  const speech = createSpeech({
    voices,
    modelsFolder,
    playlistsFolder: config.playlistsFolder,
    parseToml,
    keep: library.speak,
  });
  const playlists = createPlaylists({
    library,
    changes,
    clock,
    log,
    supervisor,
    folder: config.playlistsFolder,
    usedBy: async (id) => [...(await schedule.usedBy('playlist', id)), ...(await upstreams.usedBy('playlist', id))],
    beforeChange: (id, actor) => schedule.playlistChanges(id, actor),
  });
  const chimes = createChimes({
    settings,
    changes,
    log,
    ports: {
      recordings: library,
      shipped: async () => {
        const shipped = (await playlists.list()).find(({ file }) => file === chimePlaylist);
        return shipped?.items.map(({ recordingId }) => recordingId) ?? [];
      },
    },
  });
  changes.on('playlist.changed', ({ file }) => {
    if (file === chimePlaylist) chimes.sayShipped();
  });
  const upstreams = createUpstreams({
    storage,
    changes,
    clock,
    log,
    mayReach,
    ports: { media, openFeed: createFeed, limiters: { open: createLimiter, lookaheadFrames } },
    usedBy: (id) => schedule.usedBy('upstream', id),
    cueLocal: async (content) => (await cue(content)).items.flatMap((item) => ('path' in item ? [item] : [])),
  });
  const airedFolder = join(stateFolder, 'aired-sound');
  const airedSound = createAiredSound({
    folder: airedFolder,
    coder: media,
    settings,
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(airedFolder);
      return bavail * bsize;
    },
    clock,
    log,
  });
  const sound = createSoundSettings({ settings, silence: config.silence });
  const outputs = createOutputs({
    storage,
    changes,
    log,
    clock,
    openBus: openThreadBus,
    coder: media,
    treatment: sound.treatment,
    onAired: airedSound.take,
  });
  const zones = createZones({ storage, relays, changes });

  // What airs when, and what came of it.
  const { airLog, overlays, schedule, broadcasts, planner, quiet, knowZones } = createAiring({
    storage,
    clock,
    airedSound,
    clockWatch,
    clockPatienceMs: 1_000 * config.clockPatienceSeconds,
    log,
    changes,
    timeZone,
    zone: zones.settings,
    content: { describe },
    chimes,
    equipment: faultAmong,
    mayApprove: ({ roles }) => identity.permissionsOf(roles).includes('approve'),
    onApproval: async (id, step, { login }) => {
      const action = actionOf[step];
      if (action) await audit.record({ who: login, action, subject: id, result: 'ok' });
    },
    ports: { zones, amplifiers: zones.amplifiers, buses: outputs, content: { cue }, chimes },
  });
  const alarmSounds = createAlarmSounds({ folder: join(stateFolder, 'alarms'), log });
  const spokenWords = createSpokenWords({
    folder: join(stateFolder, 'alarms'),
    textsFolder: join(config.playlistsFolder, 'emergency'),
    speak: speakToFile,
    log,
  });
  const emergencies = createEmergencies({
    ports: { broadcasts, recordings: library, sounds: alarmSounds, words: spokenWords.words },
    log,
  });
  const liveVoices = createLiveVoices({
    ports: {
      broadcasts,
      chimes,
      openFeed: () => createFeed(voiceKeptSeconds),
      openWatch: createInputWatch,
      settings,
      audit: (entry) => audit.record(entry),
    },
    changes,
    clock,
    log,
  });
  changes.on('relay.changed', ({ id, availability }) => {
    if (availability === 'online') zones.relayRecovered(id);
  });

  // Looking ahead and back, and the schedule on other people's phones.
  const preflight = createPreflight({
    clock,
    timeZone,
    log,
    changes,
    settings,
    stateFolder,
    ports: {
      slots: schedule.between,
      programmes: schedule.programmes.list,
      playlists: playlists.list,
      zones: zones.list,
      relays: relays.list,
      recordings: library.find,
      chimes: ({ chimes: chosen, kind }) => chimes.recordingsOf(chosen, kind),
      cue: library.cue,
      listenToUpstream: upstreams.check,
      media,
      silenceIn: async (path, signal) => {
        const silence = sound.silence();
        return silence && findSilence(path, silence, signal);
      },
      quiet,
      clockTrusted: () => clockWatch.trust().trusted,
    },
  });
  const calendar = createCalendar({
    settings,
    schedule: {
      programmes: schedule.programmes.list,
      slots: (from, to) => schedule.slots.list({ from, to }),
      importDrafts: schedule.createDrafts,
    },
    rules: { toRrule, fromRrule, checkRule, occurrencesFrom },
    clock,
    timeZone,
    villageId,
    villageName: () => village.get().name,
  });
  const reports = createReports({ slots: schedule.over, airLog: airLog.between, zones: zones.list, clock, timeZone });

  // People.
  const identity = createIdentity({ storage, clock, log, onNewSetupCode });
  const audit = createAudit({ storage, clock });
  const buttons = createButtons({
    storage,
    link,
    accounts,
    clock,
    log,
    changes,
    village: { id: villageId },
    advertised: () => advertised,
    ports: { emergencies, zones: zones.list, recording: async (id) => (await library.find([id])).get(id), audit },
  });
  const village = createVillage({
    id: villageId,
    timeZone,
    version,
    settings,
    clock,
    log,
    changes,
    trust: clockWatch.trust,
    confirmClock: async () => {
      await settings.set('clock.confirmed-boot', boot);
      clockWatch.confirm();
    },
    facts: async () => ({
      clockTrusted: clockWatch.trust().trusted,
      mqttConnected: link.connected,
      ffmpegPresent: media.present(),
      zones: await zones.list(),
      relays: await relays.list(),
      buttons: await buttons.list(),
      outputs: await outputs.list(),
      airedSoundFault: airedSound.fault(),
      httpsProblem: https.problem(),
      downLoops: supervisor.report().flatMap((loop) => (loop.running ? [] : [loop.name])),
      preflight: await preflight.commands.last(),
    }),
    lately: () => schedule.over(clock.now() - dayMs, clock.now()),
  });
  const https = createHttps({
    source: config.https,
    stateFolder,
    villageId,
    whereabouts: () => ({ hostName: hostname(), addresses: lanAddresses() }),
    address: lanAddress,
    httpPort: () => http.port(),
    door: { present: (pair) => http.secure.present(pair) },
    clock,
    log,
  });
  const services: Services = {
    village: { ...village, health, snapshot },
    zones,
    relays,
    buttons,
    mqttAccounts: accounts.forPanel,
    outputs,
    recordings: library,
    speech,
    playlists,
    chimes,
    upstreams,
    programmes: schedule.programmes,
    slots: schedule.slots,
    overlays,
    preflight: preflight.commands,
    calendar,
    https: https.commands,
    reports,
    broadcasts: broadcasts.commands,
    emergencies,
    liveVoices: liveVoices.commands,
    soundSettings: sound.commands,
    airLog,
    airedSound,
    identity,
    audit,
  };
  const http = createHttpServer({ services, changes, log, clock, ...config.http, panelFolder: join(root, 'ui/dist') });

  async function describe(content: Content) {
    if (content.kind === 'playlist') return playlists.describe(content.playlistId);
    if (content.kind === 'rebroadcast') {
      const title = upstreams.nameOf(content.upstreamId);
      return { title, durationMs: content.minutes * minuteMs, recordingIds: [], problem: null, comesAsItIs: true };
    }
    const { title, durationMs, state } = await library.get(content.recordingId);
    const problem = state === 'ready' ? null : { code: 'recording.not-ready', params: { title } };
    return { title, durationMs: durationMs ?? 0, recordingIds: [content.recordingId], problem };
  }

  async function cue(content: Content): Promise<CuedContent> {
    if (content.kind === 'playlist') return playlists.cue(content.playlistId);
    if (content.kind === 'rebroadcast') {
      const { title, durationMs, ...incoming } = await upstreams.cue(content.upstreamId, content.minutes);
      return { title, durationMs, items: [{ title, durationMs, incoming }] };
    }
    const item = await library.cue(content.recordingId);
    return { title: item.title, durationMs: item.durationMs, items: [item] };
  }

  /** Spoken, and brought to the loudness of everything else. */
  async function speakToFile(text: string, target: string, signal: AbortSignal): Promise<void> {
    const spoken = `${target}.spoken.wav`;
    try {
      await voices.speak({ text, speed: 1, twice: false }, spoken, { signal, onProgress: () => undefined });
      await prepare(media, spoken, target, { signal, onStep: () => undefined });
    } finally {
      await rm(spoken, { force: true });
    }
  }

  /** What keeps some of these zones' amplifiers from going on as things stand. */
  async function faultAmong(zoneIds: readonly string[]) {
    const known = new Map((await relays.list()).map((relay) => [relay.id, relay]));
    for (const zone of await zones.list()) {
      if (!zoneIds.includes(zone.id)) continue;
      if (zone.outputId === null) return { code: 'zone.no-output', params: { zone: zone.name } };
      const away = zone.channels
        .map(({ relayId }) => known.get(relayId))
        .find((relay) => relay?.availability === 'offline');
      if (away) return { code: 'why.relay-offline', params: { relay: away.name, zone: zone.name } };
    }
    return null;
  }

  async function snapshot() {
    const today = toLocal(clock.now(), timeZone).date;
    return {
      village: village.get(),
      zones: await zones.list(),
      relays: await relays.list(),
      buttons: await buttons.list(),
      outputs: await outputs.list(),
      recordings: (await library.list({ limit: 500 })).items,
      playlists: await playlists.list(),
      chimes: await chimes.state(),
      upstreams: await upstreams.list(),
      programmes: await schedule.programmes.list(),
      slots: await schedule.slots.list({ from: addDays(today, -1), to: addDays(today, 14) }),
      overlays: await overlays.list(),
      preflight: await preflight.commands.last(),
      broadcasts: await broadcasts.commands.list(),
    };
  }

  function health(): Health {
    const loops = supervisor.report().map((loop) => ({ ...loop, lastFailure: loop.lastFailure?.message ?? null }));
    const well = link.connected && media.present() && loops.every((loop) => loop.running);
    return {
      status: well ? 'ok' : 'degraded',
      version,
      uptimeSeconds: Math.round(process.uptime()),
      panels: http.panels(),
      mqtt: { connected: link.connected },
      ffmpeg: { present: media.present() },
      loops,
    };
  }

  let stopped: Promise<void> | null = null;

  return {
    async start() {
      await clockWatch.start();
      await accounts.start();
      await broker?.start();
      link.start();
      await zones.start();
      knowZones(await zones.list());
      await relays.start();
      await airedSound.start();
      await sound.start();
      await outputs.start();
      await alarmSounds.start();
      spokenWords.start();
      await library.start();
      await playlists.start();
      await upstreams.start();
      await overlays.start();
      await broadcasts.start();
      await liveVoices.start();
      await buttons.start();
      supervisor.start('schedule', planner.run);
      supervisor.start('plan', planner.keepPlan);
      supervisor.start('preflight', preflight.run);
      await identity.start();
      await village.start();
      const { port } = await http.start();
      await https.start();
      supervisor.start('https', https.run);
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
      () => buttons.stop(),
      () => spokenWords.stop(),
      () => broadcasts.stop(),
      () => relays.stop(),
      () => supervisor.stop(),
      () => upstreams.stop(),
      () => playlists.stop(),
      () => library.stop(),
      () => outputs.stop(),
      () => airedSound.stop(),
      () => link.stop(),
      () => broker?.stop(),
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
