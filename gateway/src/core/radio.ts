/** Wi-Fi level from dBm to percent, as Tasmota says it (support_wifi.ino, WifiGetRssiAsQuality): −100 → 0, −50 → 100. */
export function percentOfDbm(dbm: number): number {
  return Math.round(Math.min(100, Math.max(0, 2 * (dbm + 100))));
}
