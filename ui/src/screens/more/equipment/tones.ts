import type { EmergencyButton, Output, Relay, RelayChannel } from '#contract';
import type { Tone } from '../../../components/tone.ts';
import { t, type PlainKey } from '../../../lib/i18n/index.svelte.ts';

/** States of equipment as word and look. */
export interface Mark {
  readonly tone: Tone;
  readonly word: string;
}

export function relayMark({ availability, maintenance }: Relay): Mark {
  if (maintenance) return { tone: 'idle', word: t('relay.maintenance') };
  if (availability === 'online') return { tone: 'well', word: t('relay.online') };
  return availability === 'offline'
    ? { tone: 'trouble', word: t('relay.offline') }
    : { tone: 'waiting', word: t('relay.never-seen') };
}

export function buttonMark({ availability, maintenance, problem }: EmergencyButton): Mark {
  if (maintenance) return { tone: 'idle', word: t('relay.maintenance') };
  if (availability === 'offline') return { tone: 'trouble', word: t('relay.offline') };
  if (availability === 'never-seen') return { tone: 'waiting', word: t('relay.never-seen') };
  return problem ? { tone: 'trouble', word: t('button.cannot') } : { tone: 'well', word: t('button.ready') };
}

const faultWords: Readonly<Record<string, PlainKey>> = {
  'relay.unreachable': 'relay.fault.unreachable',
  'relay.refused': 'relay.fault.refused',
  'relay.turned-off': 'relay.fault.turned-off',
  'relay.stuck-on': 'relay.fault.stuck-on',
  'relay.max-on': 'relay.fault.max-on',
  'relay.draws-while-off': 'relay.fault.draws-while-off',
  'relay.no-draw': 'relay.fault.no-draw',
  'relay.no-fail-safe': 'relay.fault.no-fail-safe',
};

/** `trying`: somebody here waits to see it go off by itself, so that it differs from what is wanted is no news. */
export function channelMark({ fault, state, wanted }: RelayChannel, lost: boolean, trying = false): Mark {
  if (fault) return { tone: 'trouble', word: t(faultWords[fault.code] ?? 'relay.fault') };
  if (state === 'unknown') return { tone: 'waiting', word: t('relay.state.unknown') };
  if (lost) return { tone: 'waiting', word: t(`relay.state.last.${state}`) };
  if (state !== wanted) {
    if (trying) return { tone: 'waiting', word: t('relay.state.trying') };
    return { tone: 'attention', word: t('relay.state.differs', { wanted: t(`relay.switch.${wanted}`) }) };
  }
  return { tone: state === 'on' ? 'on-air' : 'idle', word: t(`relay.state.${state}`) };
}

const outputTones: Record<Output['state'], Tone> = { idle: 'well', playing: 'on-air', fault: 'trouble' };

export function outputMark({ state, sink }: Output): Mark {
  if (state === 'idle' && sink.kind === 'icecast') return { tone: 'well', word: t('output.state.connected') };
  return { tone: outputTones[state], word: t(`output.state.${state}`) };
}
