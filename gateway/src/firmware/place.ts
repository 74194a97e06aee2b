import type { ButtonDriver, RelayDriver, RelayTemplate } from '../contract/index.ts';

/** Where devices find the gateway; one for all of them. */
export interface GatewayPlace {
  readonly village: string;
  readonly host: string;
  /** Plain MQTT; null: there is none. */
  readonly port: number | null;
  /** MQTT over TLS; null: there is none. */
  readonly tls: TlsPlace | null;
  /** The HTTP stream that a network speaker plays. */
  readonly stream: string;
}

export interface TlsPlace {
  readonly port: number;
  readonly authorityPem: string;
  /** The authority's name, as a person reads it in its certificate. */
  readonly authority: string;
  /** Of the broker's key, as Tasmota reckons it: 40 hexadecimal digits; null: it has no RSA key. */
  readonly fingerprintSha1: string | null;
  /** The authority vouches for others too, so the broker's name has to be right as well. */
  readonly checkName: boolean;
}

interface Device {
  readonly id: string;
  /** What people call it: anything they typed. */
  readonly name: string;
  readonly username: string;
  readonly password: string;
  /** For the device's own doors, its page or new firmware over Wi-Fi: MQTT has nothing to do with it. */
  readonly localPassword: string;
}

export interface RelayDevice extends Device {
  readonly driver: RelayDriver;
  readonly channels: number;
  readonly leaseSeconds: number;
  /** Between OFF and the next ON of a channel, kept by the device itself: shorter than an answer to ON is waited for. */
  readonly restSeconds: number;
  /** How its board speaks, where that is not as its family does. */
  readonly template?: RelayTemplate | null;
}

export interface ButtonDevice extends Device {
  readonly driver: ButtonDriver;
  readonly holdSeconds: number;
}
