import type { Clock } from '../../core/clock/clock.ts';
import { connectDevice, type DeviceLine } from '../../mqtt/device-client.ts';

/** Power and network of a simulated device: keeps its line as its firmware would. */
export interface Unit {
  readonly connected: boolean;
  powerOn(): void;
  powerOff(): void;
  dropLine(): void;
  /** Says it if the line is up. */
  publish: DeviceLine['publish'];
  subscribe: DeviceLine['subscribe'];
  /** Does something later, unless the power goes. */
  later(ms: number, act: () => void): void;
  stop(): Promise<void>;
}

export interface UnitParts {
  readonly url: string;
  /** Its username unless it calls itself otherwise. */
  readonly clientId?: string;
  readonly username: string;
  readonly password: string;
  readonly authorityPem?: string;
  readonly will: { readonly topic: string; readonly payload: string } | null;
  readonly clock: Clock;
  /** The pause after so many connections that failed or broke in a row. */
  retryMs(failures: number): number;
  /** `booted`: the first time since the power came. */
  connected(booted: boolean): void;
  heard(topic: string, payload: string): void;
}

const keepAliveSeconds = 15;

export function createUnit({
  url,
  clientId,
  username,
  password,
  authorityPem,
  will,
  clock,
  retryMs,
  connected,
  heard,
}: UnitParts): Unit {
  let line: DeviceLine | null = null;
  let up = false;
  let power: AbortController | null = null;
  let closing: Promise<void> = Promise.resolve();

  function later(ms: number, act: () => void): void {
    const signal = power?.signal;
    if (!signal) return;
    void clock.sleep(ms, signal).then(act, () => undefined);
  }

  function connect(powered: AbortSignal, booted: boolean, failures: number): void {
    let cameUp = false;
    const mine = connectDevice({
      url,
      clientId: clientId ?? username,
      username,
      password,
      ...(authorityPem && { authorityPem }),
      keepAliveSeconds,
      will,
      onUp() {
        if (powered.aborted) return mine.cut();
        cameUp = true;
        up = true;
        connected(booted);
      },
      onDown() {
        if (line === mine) {
          line = null;
          up = false;
        }
        if (powered.aborted) return;
        const inARow = cameUp ? 1 : failures + 1;
        later(retryMs(inARow), () => connect(powered, booted && !cameUp, inARow));
      },
      onMessage(topic, payload) {
        if (!powered.aborted) heard(topic, payload);
      },
    });
    line = mine;
  }

  function powerOff(): void {
    power?.abort(new Error('no power'));
    power = null;
    up = false;
    line?.cut();
    line = null;
  }

  return {
    get connected() {
      return up;
    },
    powerOn() {
      if (power) return;
      power = new AbortController();
      connect(power.signal, true, 0);
    },
    powerOff,
    dropLine: () => line?.cut(),
    publish: (topic, payload, options) => line?.publish(topic, payload, options),
    subscribe: (filter, qos) => line?.subscribe(filter, qos),
    later,
    stop() {
      const last = line;
      line = null;
      if (last) closing = last.close();
      powerOff();
      return closing;
    },
  };
}
