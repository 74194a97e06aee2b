import type { Services } from '../../gateway/src/http/ports.ts';
import { fakeAirLog } from './fakes/air-log.ts';
import { fakeAiredSound } from './fakes/aired-sound.ts';
import { fakeAlertDelivery } from './fakes/alert-delivery.ts';
import { fakeAlerts } from './fakes/alerts.ts';
import { fakeAudit } from './fakes/audit.ts';
import { fakeBroadcasts } from './fakes/broadcasts.ts';
import { fakeButtons } from './fakes/buttons.ts';
import { fakeCalendar } from './fakes/calendar.ts';
import { fakeCameraEvents, fakeCameraWarnings } from './fakes/camera-events.ts';
import { fakeCameraMonths } from './fakes/camera-months.ts';
import { fakeCameras } from './fakes/cameras.ts';
import { fakeChimes } from './fakes/chimes.ts';
import { fakeDailyStills } from './fakes/daily-stills.ts';
import { fakeEmergencies } from './fakes/emergencies.ts';
import { createTeller } from './fakes/fake.ts';
import { fakeHomeAssistant } from './fakes/home-assistant.ts';
import { fakeHttps } from './fakes/https.ts';
import { fakeIdentity, roles } from './fakes/identity.ts';
import { fakeLiveVoices } from './fakes/live-voices.ts';
import { fakeMqttAccounts } from './fakes/mqtt-accounts.ts';
import { fakeOutputs } from './fakes/outputs.ts';
import { fakeOverlays } from './fakes/overlays.ts';
import { fakePlaylists } from './fakes/playlists.ts';
import { fakePreflight } from './fakes/preflight.ts';
import { fakeProgrammes } from './fakes/programmes.ts';
import { fakeProvisioning } from './fakes/provisioning.ts';
import { fakeRecordings } from './fakes/recordings.ts';
import { fakeRelays } from './fakes/relays.ts';
import { fakeReports } from './fakes/reports.ts';
import { fakeShifts } from './fakes/shifts.ts';
import { fakeSlots } from './fakes/slots.ts';
import { snapshot } from './fakes/snapshot.ts';
import { fakeSoundSettings } from './fakes/sound-settings.ts';
import { fakeSpeech } from './fakes/speech.ts';
import { fakeUpstreams } from './fakes/upstreams.ts';
import { fakeVillage } from './fakes/village.ts';
import { fakeVillageMap } from './fakes/village-map.ts';
import { fakeZones } from './fakes/zones.ts';

export { airLogEntry } from './fakes/air-log.ts';
export { alert } from './fakes/alerts.ts';
export { broadcast } from './fakes/broadcasts.ts';
export { button } from './fakes/buttons.ts';
export { cameraEvent } from './fakes/camera-events.ts';
export { chimes } from './fakes/chimes.ts';
export { homeAssistant } from './fakes/home-assistant.ts';
export { https } from './fakes/https.ts';
export { personWith } from './fakes/identity.ts';
export { credentials } from './fakes/mqtt-accounts.ts';
export { output } from './fakes/outputs.ts';
export { playlist } from './fakes/playlists.ts';
export { programme } from './fakes/programmes.ts';
export { recording } from './fakes/recordings.ts';
export { relay } from './fakes/relays.ts';
export { slot } from './fakes/slots.ts';
export { snapshot } from './fakes/snapshot.ts';
export { upstream } from './fakes/upstreams.ts';
export { village } from './fakes/village.ts';
export { zone } from './fakes/zones.ts';

export interface FakeServices extends Services {
  /** What was recorded for the audit log, as `who action subject result`. */
  readonly auditTrail: string[];
  /** Commands that reached a service, in order. */
  readonly story: string[];
  /** Session tokens that are good: at first, each role's name. */
  readonly tokens: Set<string>;
  /** Nothing told, nothing recorded, everybody signed in again. */
  forget(): void;
}

/**
 * A village of one of everything that only remembers what it was told. Replace any service in `replaced`.
 * An id that isn't that of its one thing is answered with `<kind>.not-found`.
 */
export function createFakeServices(replaced: Partial<Services> = {}): FakeServices {
  const story: string[] = [];
  const auditTrail: string[] = [];
  const tokens = new Set<string>(roles);
  const teller = createTeller(story);

  return {
    story,
    auditTrail,
    tokens,
    forget() {
      story.length = 0;
      auditTrail.length = 0;
      for (const role of roles) tokens.add(role);
    },
    village: { ...fakeVillage(teller), snapshot: async () => snapshot },
    villageMap: fakeVillageMap(teller),
    zones: fakeZones(teller),
    relays: fakeRelays(teller),
    provisioning: fakeProvisioning(teller),
    buttons: fakeButtons(teller),
    mqttAccounts: fakeMqttAccounts(teller),
    homeAssistant: fakeHomeAssistant(teller),
    outputs: fakeOutputs(teller),
    recordings: fakeRecordings(teller),
    speech: fakeSpeech(teller),
    playlists: fakePlaylists(teller),
    chimes: fakeChimes(teller),
    programmes: fakeProgrammes(teller),
    slots: fakeSlots(teller),
    upstreams: fakeUpstreams(teller),
    cameras: fakeCameras(teller),
    cameraEvents: fakeCameraEvents(teller),
    cameraWarnings: fakeCameraWarnings(teller),
    overlays: fakeOverlays(teller),
    preflight: fakePreflight(teller),
    calendar: fakeCalendar(teller),
    https: fakeHttps(teller),
    alerts: fakeAlerts(teller),
    alertDelivery: fakeAlertDelivery(teller),
    shifts: fakeShifts(teller),
    cameraMonths: fakeCameraMonths(teller),
    dailyStills: fakeDailyStills(teller),
    reports: fakeReports(teller),
    broadcasts: fakeBroadcasts(teller),
    emergencies: fakeEmergencies(teller),
    liveVoices: fakeLiveVoices(teller),
    soundSettings: fakeSoundSettings(teller),
    airLog: fakeAirLog(teller),
    airedSound: fakeAiredSound(teller),
    identity: fakeIdentity(teller, tokens),
    audit: fakeAudit(auditTrail),
    ...replaced,
  };
}
