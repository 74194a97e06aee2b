import { X509Certificate } from 'node:crypto';
import type { HomeAssistantInput, HomeAssistantState, HomeBroker } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { readJson } from '../storage/json-column.ts';

export interface KeptSettings extends Pick<HomeAssistantState, 'on' | 'prefix' | 'language' | 'broker'> {
  readonly password: string | null;
}

const unset: KeptSettings = { on: false, prefix: 'homeassistant', language: 'vi', broker: null, password: null };

export function readKept(text: string | null): KeptSettings {
  return text === null ? unset : { ...unset, ...readJson<Partial<KeptSettings>>(text, {}) };
}

/**
 * What is kept from now on. A password that nobody repeats goes on, but never to another server or user, nor in clear where it was
 * encrypted: who may change equipment could have it sent to a machine of his own. Refuses with `home-assistant.password-needed`,
 * `home-assistant.authority-unreadable`, `home-assistant.no-such-host`.
 */
export function settle(
  { on, prefix, language, broker, password: given }: HomeAssistantInput,
  before: KeptSettings,
): KeptSettings {
  refuseUnusable(broker);
  const password = given ?? (before.broker && isSame(broker, before.broker) ? before.password : null);
  if (password === null) {
    throw new AppError('home-assistant.password-needed', 422, "Give the password for Home Assistant's MQTT broker.");
  }
  return { on, prefix, language, broker, password };
}

export function urlOf({ host, port, tls }: HomeBroker): string {
  return `${tls ? 'mqtts' : 'mqtt'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Tried now: the line would fail on it each time, and nobody would know why. */
function refuseUnusable(broker: HomeBroker): void {
  if (!URL.canParse(urlOf(broker))) {
    throw new AppError('home-assistant.no-such-host', 422, `'${broker.host}' is no address of a computer.`);
  }
  if (broker.authority === null) return;
  try {
    new X509Certificate(broker.authority);
  } catch (cause) {
    const message = 'This is no certificate in PEM: copy all of it, with its first and last line.';
    throw new AppError('home-assistant.authority-unreadable', 422, message, { cause });
  }
}

/** Told on, where it was told before. */
export function isSamePlace(now: KeptSettings, before: KeptSettings): boolean {
  const { broker } = now;
  return (
    now.on && before.on && now.prefix === before.prefix && !!broker && !!before.broker && isSame(broker, before.broker)
  );
}

function isSame(a: HomeBroker, b: HomeBroker): boolean {
  return (
    a.host === b.host &&
    a.port === b.port &&
    a.username === b.username &&
    a.tls === b.tls &&
    a.authority === b.authority
  );
}
