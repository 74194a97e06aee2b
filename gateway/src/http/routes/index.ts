import type { Services } from '../ports.ts';
import type { Route } from '../route.ts';
import type { WatchSocket } from '../socket-watch.ts';
import type { PanelEvents } from '../sse.ts';
import { airedSoundRoutes } from './aired-sound.ts';
import { alertDeliveryRoutes } from './alert-delivery.ts';
import { alertRoutes } from './alerts.ts';
import { gatewayRoutes } from './gateway.ts';
import { broadcastRoutes } from './broadcasts.ts';
import { buttonRoutes } from './buttons.ts';
import { calendarRoutes } from './calendar.ts';
import { cameraMonthRoutes } from './camera-months.ts';
import { cameraRoutes } from './cameras.ts';
import { cameraEventRoutes } from './camera-events.ts';
import { chimeRoutes } from './chimes.ts';
import { dailyStillRoutes } from './daily-stills.ts';
import { emergencyRoutes } from './emergencies.ts';
import { homeAssistantRoutes } from './home-assistant.ts';
import { httpsRoutes } from './https.ts';
import { liveVoiceRoutes } from './live-voices.ts';
import { logRoutes } from './logs.ts';
import { mqttAccountRoutes } from './mqtt-accounts.ts';
import { outputRoutes } from './outputs.ts';
import { overlayRoutes } from './overlays.ts';
import { playlistRoutes } from './playlists.ts';
import { preflightRoutes } from './preflight.ts';
import { programmeRoutes } from './programmes.ts';
import { provisioningRoutes } from './provisioning.ts';
import { recordingRoutes } from './recordings.ts';
import { relayRoutes } from './relays.ts';
import { reportRoutes } from './reports.ts';
import { sessionRoutes } from './session.ts';
import { shiftRoutes } from './shifts.ts';
import { slotRoutes } from './slots.ts';
import { soundSettingsRoutes } from './sound-settings.ts';
import { speechRoutes } from './speech.ts';
import { streamRoutes } from './streams.ts';
import { upstreamRoutes } from './upstreams.ts';
import { userRoutes } from './users.ts';
import { villageMapRoutes } from './village-map.ts';
import { villageRoutes } from './village.ts';
import { zoneRoutes } from './zones.ts';

/** The whole API. */
export function allRoutes(services: Services, events: PanelEvents, watchSocket: WatchSocket): Route[] {
  return [
    ...gatewayRoutes(services, events),
    ...zoneRoutes(services),
    ...relayRoutes(services),
    ...provisioningRoutes(services),
    ...buttonRoutes(services),
    ...mqttAccountRoutes(services),
    ...homeAssistantRoutes(services),
    ...outputRoutes(services),
    ...streamRoutes(services),
    ...recordingRoutes(services),
    ...speechRoutes(services),
    ...playlistRoutes(services),
    ...chimeRoutes(services),
    ...upstreamRoutes(services),
    ...cameraRoutes(services, watchSocket),
    ...programmeRoutes(services),
    ...slotRoutes(services),
    ...cameraEventRoutes(services),
    ...overlayRoutes(services),
    ...preflightRoutes(services),
    ...broadcastRoutes(services),
    ...emergencyRoutes(services),
    ...liveVoiceRoutes(services, watchSocket),
    ...soundSettingsRoutes(services),
    ...alertRoutes(services),
    ...alertDeliveryRoutes(services),
    ...shiftRoutes(services),
    ...cameraMonthRoutes(services),
    ...dailyStillRoutes(services),
    ...logRoutes(services),
    ...airedSoundRoutes(services),
    ...reportRoutes(services),
    ...calendarRoutes(services),
    ...httpsRoutes(services),
    ...userRoutes(services),
    ...sessionRoutes(services),
    ...villageRoutes(services),
    ...villageMapRoutes(services),
  ];
}
