import { ownTree } from '../../core/relays/template.ts';
import type { Driver, Family } from '../driver.ts';
import { templateDriver } from './template-driver.ts';

/**
 * Any board that can be programmed: our own topic tree, whose contract is `firmware-config/generic/README.md` (its separation
 * of "accepted" and "reached" follows the Homie convention, homieiot/convention, its names ESPHome), or what a template says.
 */
export const generic: Family = {
  name: 'generic',
  qos: 1,
  hears: ['status', 'firmware', '+/state', '+/power'],
  driver: ({ channels, template }) => (template ? templateDriver(template, channels) : ownDriver(channels)),
};

/** Its topics are the family's: the gateway listens to them for all relays at once. */
function ownDriver(channels: number): Driver {
  const { hears: _family, ...driver } = templateDriver(ownTree, channels);
  return driver;
}
