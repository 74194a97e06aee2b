import { AppError } from '../core/errors.ts';
import type { AwayCode, FaultCode } from './channel.ts';

type Trouble = FaultCode | AwayCode | 'relay.maintenance' | 'relay.stopping' | 'relay.no-fail-safe' | 'relay.on-air';

const messages: Record<Trouble, string> = {
  'relay.unreachable': 'did not answer in time: check its power and its Wi-Fi',
  'relay.refused': 'answered but did not switch ON: check the device and its wiring',
  'relay.turned-off': 'turned itself OFF while it was needed: check its supply and its button',
  'relay.stuck-on': 'does not go OFF: cut its power by hand',
  'relay.max-on': 'was ON for longer than its limit and was turned OFF: look what held it so long',
  'relay.offline': 'is offline: check its power and its Wi-Fi',
  'relay.maintenance': 'is in maintenance: take it out of maintenance first',
  'relay.no-fail-safe':
    'does not go OFF by itself without the gateway: see to its auto-off and try it again, or accept that with a reason',
  'relay.on-air': 'is switched ON for a broadcast: wait for its end',
  'relay.stopping': 'cannot be switched now: the gateway is stopping',
  'mqtt.offline': 'cannot be reached: the gateway has lost its MQTT broker',
};

/** The refusal that goes with a code, naming the relay's channel and the next step. */
export function relayError(code: Trouble, relay: { id: string; name: string }, channel: number): AppError {
  const status =
    code === 'relay.maintenance' || code === 'relay.no-fail-safe' || code === 'relay.on-air'
      ? 409
      : code === 'relay.offline' || code === 'mqtt.offline' || code === 'relay.stopping'
        ? 503
        : 504;
  return new AppError(code, status, `Relay '${relay.name}' channel ${channel} ${messages[code]}.`, {
    params: { relay: relay.name, id: relay.id, channel },
  });
}
