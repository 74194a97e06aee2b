/** What one MQTT account may do. Pure rules: the broker asks at every PUBLISH, SUBSCRIBE and last will. */
export interface Rights {
  /** Topic levels without a trailing slash: `loa-thon/ngot/relay/loa-01`. Nothing outside is spoken or heard. */
  readonly prefix: string;
  readonly publishes: boolean;
  /** The gateway itself: it listens to as much as its devices make it. */
  readonly ours?: boolean;
}

/** `guest`: let in to be paired. Whatever it says and hears stays between it and the gateway (`guests.ts`). */
export type Standing = Rights | 'guest';

/**
 * A message may go to a topic below the prefix, and to nowhere else: not to the prefix itself, not to a neighbour whose
 * name begins alike. Wildcards have no place in a topic name [MQTT-3.3.2-2].
 */
export function mayPublish(rights: Rights, topic: string): boolean {
  return rights.publishes && isBelow(rights.prefix, topic) && !/[+#]/.test(topic);
}

/**
 * A filter may have its wildcards only after the prefix, so that it can't match beyond it. That leaves out
 * `+/…`, `#`, `/#`, `$SYS/…` and `$share/…`, which all begin otherwise.
 */
export function maySubscribe(rights: Rights, filter: string): boolean {
  return isBelow(rights.prefix, filter);
}

/** A prefix holds no wildcard, no empty level and nothing reserved: only what the gateway itself names. */
export function isPrefix(text: string): boolean {
  return /^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(text);
}

function isBelow(prefix: string, topic: string): boolean {
  return topic.startsWith(`${prefix}/`);
}

/**
 * Every Tasmota asks at each connect for its group's and its fallback topic (MQTT.md, GroupTopic and FallbackTopic).
 * They are refused like anything outside its prefix, but say nothing about the device.
 */
export function isTasmotaGroup(filter: string): boolean {
  return /\/(tasmotas|DVES_[0-9A-F]{6}_fb)\/cmnd\/#$/.test(filter);
}
