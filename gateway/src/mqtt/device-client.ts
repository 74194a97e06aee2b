import { connect } from 'mqtt';
import type { Socket } from 'node:net';

export interface DeviceLineParts {
  readonly url: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  /** Whom a broker at `mqtts:` must have its certificate from. */
  readonly authorityPem?: string;
  readonly keepAliveSeconds: number;
  readonly will: { readonly topic: string; readonly payload: string } | null;
  onUp(): void;
  /** The line broke, or never came up; called once. */
  onDown(): void;
  onMessage(topic: string, payload: string): void;
}

/** One connection as a simulated device makes it; how often it tries again is the device's business. */
export interface DeviceLine {
  /** Dropped silently while the line is down, as on a real device. */
  publish(topic: string, payload: string, options?: { qos?: 0 | 1; retain?: boolean }): void;
  subscribe(filter: string, qos: 0 | 1): void;
  /** The plug is pulled: no DISCONNECT, so the broker says the last will. */
  cut(): void;
  /** A DISCONNECT: the broker forgets the last will. */
  close(): Promise<void>;
}

/** Connects once, as a clean session. A last will is QoS 1 and retained, as every firmware family of ours has it. */
export function connectDevice(parts: DeviceLineParts): DeviceLine {
  const { url, clientId, username, password, authorityPem, keepAliveSeconds, will, onUp, onDown, onMessage } = parts;
  const client = connect(url, {
    clientId,
    username,
    password,
    clean: true,
    ...(authorityPem && { ca: authorityPem }),
    keepalive: keepAliveSeconds,
    connectTimeout: 4_000, // Tasmota's socket time-out
    reconnectPeriod: 0,
    queueQoSZero: false,
    ...(will && { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } }),
  });
  // What went wrong ends in `close`, which is where the device hears of it.
  client.on('error', () => undefined);
  client.on('connect', () => {
    (client.stream as unknown as Socket).setNoDelay(true);
    onUp();
  });
  client.on('message', (topic, payload) => onMessage(topic, payload.toString('utf8')));
  client.once('close', () => {
    client.end(true);
    onDown();
  });
  const quietly = () => undefined;
  return {
    publish(topic, payload, { qos = 0, retain = false } = {}) {
      if (client.connected) client.publish(topic, payload, { qos, retain }, quietly);
    },
    subscribe(filter, qos) {
      // A refusal (SUBACK 128) is ignored, as PubSubClient does.
      client.subscribe(filter, { qos }, quietly);
    },
    cut: () => void client.stream.destroy(),
    close: () =>
      new Promise((resolve) => {
        // A line that breaks meanwhile is closed too.
        client.once('close', resolve);
        client.end(!client.connected, {}, () => resolve());
      }),
  };
}
