import type { AirServices } from './ports/air.ts';
import type { AlertsServices } from './ports/alerts.ts';
import type { CamerasServices } from './ports/cameras.ts';
import type { DevicesServices } from './ports/devices.ts';
import type { PeopleServices } from './ports/people.ts';
import type { ScheduleServices } from './ports/schedule.ts';
import type { SoundsServices } from './ports/sounds.ts';
import type { VillageServices } from './ports/village.ts';

export type { Actor, SignedIn } from './ports/people.ts';

/** What the routes need from the features; `app.ts` hands them over. Each refuses with an `AppError`. */
export interface Services
  extends
    VillageServices,
    DevicesServices,
    SoundsServices,
    ScheduleServices,
    AirServices,
    CamerasServices,
    AlertsServices,
    PeopleServices {}
