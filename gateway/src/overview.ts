import type { Health, Shift, Snapshot } from './contract/index.ts';
import type { Supervisor } from './core/supervise.ts';
import { addDays, toLocal } from './core/village-time.ts';
import type { Services } from './http/ports.ts';
import type { VillageFacts } from './village/light.ts';
import { createVillage, type VillageParts } from './village/village-service.ts';

export interface OverviewParts extends Omit<VillageParts, 'facts'> {
  /** All that the gateway can be asked, but for the village itself. */
  readonly services: Omit<Services, 'village'>;
  readonly supervisor: Pick<Supervisor, 'report'>;
  readonly signs: () => Pick<VillageFacts, 'mqttConnected' | 'ffmpegPresent' | 'airedSoundFault' | 'httpsProblem'>;
  readonly isAwaited: VillageFacts['isAwaited'];
  readonly shift: () => Shift;
  /** How many panels listen. */
  readonly panels: () => number;
}

/** The village as a whole: its one light, the gateway's health, and what a panel that comes in is told. */
export function createOverview({ services, supervisor, signs, isAwaited, shift, panels, ...ground }: OverviewParts) {
  const { clock, timeZone, version, trust } = ground;
  const village = createVillage({ ...ground, facts });

  async function facts(): Promise<Omit<VillageFacts, 'lately' | 'now'>> {
    return {
      ...signs(),
      clockTrusted: trust().trusted,
      zones: await services.zones.list(),
      relays: await services.relays.list(),
      isAwaited,
      buttons: await services.buttons.list(),
      outputs: await services.outputs.list(),
      downLoops: supervisor.report().flatMap((loop) => (loop.running ? [] : [loop.name])),
      silentStations: (await services.broadcasts.list()).flatMap(({ silentSince, title }) =>
        silentSince ? [title] : [],
      ),
      preflight: await services.preflight.last(),
      alerts: services.alerts.open(),
      cameras: await services.cameras.list(),
    };
  }

  async function snapshot(): Promise<Snapshot> {
    const today = toLocal(clock.now(), timeZone).date;
    return {
      village: village.get(),
      villageMap: services.villageMap.get(),
      zones: await services.zones.list(),
      relays: await services.relays.list(),
      provisioning: services.provisioning.get(),
      buttons: await services.buttons.list(),
      outputs: await services.outputs.list(),
      recordings: (await services.recordings.list({ limit: 500 })).items,
      playlists: await services.playlists.list(),
      chimes: await services.chimes.state(),
      upstreams: await services.upstreams.list(),
      cameras: await services.cameras.list(),
      cameraWarnings: services.cameraWarnings.list(),
      alerts: services.alerts.open(),
      shift: shift(),
      wallSound: services.alertDelivery.wallSound.get(),
      programmes: await services.programmes.list(),
      slots: await services.slots.list({ from: addDays(today, -1), to: addDays(today, 14) }),
      overlays: await services.overlays.list(),
      preflight: await services.preflight.last(),
      broadcasts: await services.broadcasts.list(),
    };
  }

  function health(): Health {
    const { mqttConnected, ffmpegPresent } = signs();
    const loops = supervisor.report().map((loop) => ({ ...loop, lastFailure: loop.lastFailure?.message ?? null }));
    return {
      status: mqttConnected && ffmpegPresent && loops.every((loop) => loop.running) ? 'ok' : 'degraded',
      version,
      uptimeSeconds: Math.round(process.uptime()),
      panels: panels(),
      mqtt: { connected: mqttConnected },
      ffmpeg: { present: ffmpegPresent },
      loops,
    };
  }

  return { ...village, health, snapshot };
}
