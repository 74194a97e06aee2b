import type { Relay, RelayChannel } from '../contract/index.ts';
import { describe, onOff, type Component, type Device, type Telling } from './device.ts';
import { fill } from './words/say.ts';

export interface RelayPicture {
  readonly relay: Relay;
  /** The channels that were ever seen to have a meter: one that is away for a moment has not lost it. */
  readonly metered: ReadonlySet<number>;
}

/** A relay: whether it is there, what its channels say, what is wrong. Nothing of it can be switched from there. Pure. */
export function relayDevice(telling: Telling, { relay, metered }: RelayPicture): Device {
  const { words } = telling;
  const { channels, maintenance, availability } = relay;
  const single = channels.length === 1;
  const named = (one: string, of: string, channel: number) => (single ? one : fill(of, { channel }));
  const faults = channels.flatMap(({ channel, fault }) => (fault ? [{ channel, code: fault.code }] : []));

  const ofChannel = ({ channel }: RelayChannel): Component[] => [
    {
      platform: 'binary_sensor',
      name: named(words.channel, words.channelOf, channel),
      value: `channel_${channel}`,
      deviceClass: 'power',
      diagnostic: true,
      whileConnected: true,
    },
    ...(metered.has(channel)
      ? [
          {
            platform: 'sensor',
            name: named(words.power, words.powerOf, channel),
            value: `power_${channel}`,
            deviceClass: 'power',
            unit: 'W',
            measured: true,
            diagnostic: true,
            whileConnected: true,
          } as const,
        ]
      : []),
  ];

  return describe(telling, {
    kind: 'relay',
    id: relay.id,
    name: relay.name,
    components: [
      {
        platform: 'binary_sensor',
        name: words.connection,
        value: 'connection',
        deviceClass: 'connectivity',
        diagnostic: true,
      },
      {
        platform: 'binary_sensor',
        name: words.problem,
        value: 'problem',
        attributes: 'faults',
        deviceClass: 'problem',
        diagnostic: true,
      },
      ...channels.flatMap(ofChannel),
    ],
    state: {
      connection: onOff(availability === 'online'),
      problem: onOff(!maintenance && (availability === 'offline' || faults.length > 0)),
      faults: { maintenance, faults },
      ...Object.fromEntries(channels.flatMap(statesOf)),
    },
  });
}

function statesOf({ channel, state, powerW }: RelayChannel): [string, string | number | null][] {
  return [
    [`channel_${channel}`, onOff(state === 'unknown' ? null : state === 'on')],
    // Whole watts: Home Assistant writes down each change.
    [`power_${channel}`, powerW === null ? null : Math.round(powerW)],
  ];
}
