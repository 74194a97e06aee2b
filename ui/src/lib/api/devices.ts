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
} from '#contract';
import type { Line } from './line.ts';

/** A relay test holds its answer for as long as the relay takes: its rest, its lease of up to 90 s, its answers. */
const testWithinMs = 150_000;

/** What is switched, what presses, and who else is on the line to them. */
export const devicesApi = ({ at, change, command, create, items, remove, send }: Line) => ({
  zones: {
    create: create<ZoneInput, Zone>('zones'),
    change: change<ZoneChange, Zone>('PATCH', 'zones'),
    remove: remove('zones'),
  },
  relays: {
    create: create<RelayInput, RelayWithCredentials>('relays'),
    change: change<RelayChange, Relay>('PATCH', 'relays'),
    remove: remove('relays'),
    rotate: command<MqttCredentials>('relays', 'rotate'),
    test: (id: string, channel: number) =>
      send<RelayTestResult>('POST', `${at('relays', id)}/test`, { channel }, testWithinMs),
    events: (id: string) => items<RelayEvent>(`${at('relays', id)}/events`),
    heard: (id: string) => items<RelayHeard>(`${at('relays', id)}/heard`),
    waive: (id: string, input: FailSafeWaiverInput) =>
      send<Relay>('PUT', `${at('relays', id)}/fail-safe-waiver`, input),
    withdrawWaiver: (id: string) => send<Relay>('DELETE', `${at('relays', id)}/fail-safe-waiver`),
  },
  provisioning: {
    open: () => send<PairingAccess>('POST', 'provisioning/pairing'),
    extend: () => send<Provisioning>('POST', 'provisioning/pairing/extend'),
    close: () => send<void>('DELETE', 'provisioning/pairing'),
    adopt: (id: string, input: AdoptionInput) =>
      send<RelayWithCredentials>('POST', `${at('provisioning/newcomers', id)}/adopt`, input),
  },
  buttons: {
    create: create<ButtonInput, ButtonWithCredentials>('buttons'),
    change: change<ButtonChange, EmergencyButton>('PATCH', 'buttons'),
    remove: remove('buttons'),
    rotate: command<MqttCredentials>('buttons', 'rotate'),
    test: command<EmergencyButton>('buttons', 'test'),
    endTest: (id: string) => send<EmergencyButton>('DELETE', `${at('buttons', id)}/test`),
  },
  mqttAccounts: {
    list: () => items<MqttAccount>('mqtt-accounts'),
    create: create<MqttAccountInput, { account: MqttAccount; credentials: MqttCredentials }>('mqtt-accounts'),
    remove: remove('mqtt-accounts'),
  },
  homeAssistant: {
    get: () => send<HomeAssistantState>('GET', 'home-assistant'),
    change: (input: HomeAssistantInput) => send<HomeAssistantState>('PUT', 'home-assistant', input),
  },
});
