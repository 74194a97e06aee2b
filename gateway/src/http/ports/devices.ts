import type {
  AdoptionInput,
  ButtonChange,
  ButtonInput,
  ButtonWithCredentials,
  EmergencyButton,
  FailSafeWaiverInput,
  HomeAssistantInput,
  HomeAssistantState,
  MqttAccount,
  MqttAccountInput,
  MqttCredentials,
  PairingAccess,
  Provisioning,
  Relay,
  RelayChange,
  RelayEvent,
  RelayHeard,
  RelayInput,
  RelayTestResult,
  RelayWithCredentials,
  Zone,
  ZoneChange,
  ZoneInput,
} from '../../contract/index.ts';
import type { Actor } from './people.ts';

/** What is switched, what presses, and who else is on the line to them. */
export interface DevicesServices {
  readonly zones: {
    list(): Promise<Zone[]>;
    get(id: string): Promise<Zone>;
    create(input: ZoneInput): Promise<Zone>;
    change(id: string, change: ZoneChange): Promise<Zone>;
    remove(id: string): Promise<void>;
  };
  readonly relays: {
    list(): Promise<Relay[]>;
    get(id: string): Promise<Relay>;
    create(input: RelayInput): Promise<RelayWithCredentials>;
    change(id: string, change: RelayChange): Promise<Relay>;
    remove(id: string): Promise<void>;
    /** A new password; the old one stops working at once. */
    rotate(id: string): Promise<MqttCredentials>;
    /** Likewise, for another device in its place: what trials found of the one before says nothing of that. */
    replaceDevice(id: string): Promise<MqttCredentials>;
    test(id: string, channel: number): Promise<RelayTestResult>;
    /** Its last comings, goings and faults, newest first. */
    history(id: string): Promise<RelayEvent[]>;
    heard(id: string): Promise<RelayHeard[]>;
    /** Lets it be used without a fail-safe. */
    waive(id: string, input: FailSafeWaiverInput, actor: Actor): Promise<Relay>;
    withdrawWaiver(id: string): Promise<Relay>;
  };
  readonly buttons: {
    list(): Promise<EmergencyButton[]>;
    get(id: string): Promise<EmergencyButton>;
    create(input: ButtonInput): Promise<ButtonWithCredentials>;
    change(id: string, change: ButtonChange): Promise<EmergencyButton>;
    remove(id: string): Promise<void>;
    /** A new password; the old one stops working at once. */
    rotate(id: string): Promise<MqttCredentials>;
    /** For a minute its presses are only shown; or no longer. */
    test(id: string, on: boolean): Promise<EmergencyButton>;
  };
  /** Devices that are no relays yet. */
  readonly provisioning: {
    get(): Provisioning;
    /** Lets devices in by a new password for ten minutes; who is in already stays in. */
    open(actor: Actor): Promise<PairingAccess>;
    extend(): Promise<Provisioning>;
    close(): Promise<void>;
    /**
     * Makes it a relay with its own account, or the device of a relay that has none there, and sends it that where it can be
     * sent; once more when that failed.
     */
    adopt(id: string, input: AdoptionInput): Promise<RelayWithCredentials>;
  };
  readonly mqttAccounts: {
    list(): Promise<MqttAccount[]>;
    /** An observer: reads everything below the village's topic, writes nothing. */
    create(input: MqttAccountInput): Promise<{ account: MqttAccount; credentials: MqttCredentials }>;
    remove(id: string): Promise<void>;
  };
  readonly homeAssistant: {
    state(): HomeAssistantState;
    /** One that is told no more is cleared of us. Rejects with `home-assistant.password-needed`. */
    change(input: HomeAssistantInput): Promise<HomeAssistantState>;
  };
}
