import { ownTree } from '../core/relays/template.ts';
import type { GatewayPlace, RelayDevice } from './place.ts';
import { exactly, type Fillings } from './template.ts';

/** What the page of a board's topics is filled in with: `<channel>` and `<index>` stand for each of its channels. */
export function templateFillings({ id, template, leaseSeconds }: RelayDevice, { village }: GatewayPlace): Fillings {
  const spoken = template ?? ownTree;
  const { command, state, availability, power, lease, ask } = spoken;
  const anyChannel = (text: string) =>
    text
      .replaceAll('{channel}', '<channel>')
      .replaceAll('{index}', '<index>')
      .replaceAll('{seconds}', String(leaseSeconds));
  const at = (subtopic: string) => exactly(`loa-thon/${village}/relay/${id}/${anyChannel(subtopic)}`);
  const says = (path: string | null, ...words: string[]) =>
    exactly(anyChannel(`${path === null ? '' : `JSON ${path}: `}${words.join(' | ')}`));
  return {
    commands: [{ at: at(command.topic), says: says(null, command.on, command.off) }],
    states: [{ at: at(state.topic), says: says(state.path, state.on, state.off) }],
    presence: availability
      ? [
          {
            at: at(availability.topic),
            online: says(availability.path, availability.online),
            offline: says(availability.path, availability.offline),
          },
        ]
      : [],
    powers: power ? [{ at: at(power.topic), says: says(power.path, '118.2') }] : [],
    holds: lease.kind === 'hold' ? [{ at: at(lease.topic), says: says(null, lease.payload) }] : [],
    asks: ask ? [{ at: at(ask.topic), says: says(null, ask.payload || '(empty)') }] : [],
    countsFromOn: lease.kind === 'command' || lease.kind === 'repeat',
    keepsOn: lease.kind === 'none',
    fromZero: JSON.stringify(spoken).includes('{index}'),
  };
}
