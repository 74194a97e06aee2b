import type { ButtonDriver } from '../../contract/index.ts';
import type { Driver } from '../driver.ts';
import { generic } from './generic.ts';
import { tasmota } from './tasmota.ts';

/** Every driver by the name a person chooses; a family in the contract without one does not build. */
export const drivers: Readonly<Record<ButtonDriver, Driver>> = { tasmota, generic };
