import type { Airing } from './airing.ts';
import { createCalendar, type CalendarParts } from './calendar/calendar-service.ts';
import type { Relay, Zone } from './contract/index.ts';
import { createPreflight, type PreflightParts } from './preflight/preflight.ts';
import { createReports } from './reports/reports.ts';
import { fromRrule, toRrule } from './schedule/rrule.ts';
import { checkRule, occurrencesFrom } from './schedule/rule.ts';
import type { Sounds } from './sounds.ts';

export interface OutlookParts
  extends
    Pick<PreflightParts, 'clock' | 'timeZone' | 'log' | 'changes' | 'settings' | 'stateFolder'>,
    Pick<CalendarParts, 'villageId' | 'villageName'> {
  readonly sounds: Sounds;
  readonly airing: Pick<Airing, 'schedule' | 'airLog' | 'quiet'>;
  readonly zones: () => Promise<Zone[]>;
  readonly relays: () => Promise<Relay[]>;
  readonly clockTrusted: () => boolean;
}

/** Looks ahead and back: what would not be heard tomorrow, the schedule on other people's phones, the month's sheet. */
export function createOutlook({ sounds, airing, zones, relays, clockTrusted, ...ground }: OutlookParts) {
  const { schedule, airLog, quiet } = airing;
  const { chimes, library, media, playlists, upstreams, silenceIn } = sounds;
  const { settings, clock, timeZone, villageId, villageName } = ground;
  const preflight = createPreflight({
    ...ground,
    ports: {
      slots: schedule.between,
      programmes: schedule.programmes.list,
      playlists: playlists.list,
      zones,
      relays,
      recordings: library.find,
      chimes: ({ chimes: chosen, kind }) => chimes.recordingsOf(chosen, kind),
      cue: library.cue,
      listenToUpstream: upstreams.check,
      media,
      silenceIn,
      quiet,
      clockTrusted,
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
    villageName,
  });
  const reports = createReports({ slots: schedule.over, airLog: airLog.between, zones, clock, timeZone });

  return { preflight, calendar, reports };
}
