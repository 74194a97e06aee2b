/**
 * Its birth and its last will (`tele/…/LWT`): is a Tasmota there? null: neither of the two. Pure. Source: arendst/Tasmota
 * xdrv_02_9_mqtt.ino @00c0639.
 */
export function isOnline(payload: string): boolean | null {
  return payload === 'Online' ? true : payload === 'Offline' ? false : null;
}
