import type { chimes as vi } from '../vi/chimes.ts';

export const chimes: Record<keyof typeof vi, string> = {
  'chimes.opening': 'Opening chime',
  'chimes.closing': 'Closing chime',
  'chimes.none': 'No chime',
  'chimes.default': 'As usual: {chime}',
  'chimes.shipped': '{chime} (comes along)',
  'chimes.silent': 'no chime',
  'chimes.gone': 'The recording is gone from the library',
  'chimes.group.chimes': 'Chimes',
  'chimes.group.recordings': 'Short recordings of the library',
  'chimes.both': '{opening}; at the end: {closing}',
  'turns.do': 'Speak in turn',
  'turns.hint': 'Chimes together, then zone after zone, so that neighbouring horns are not heard over each other.',
  'turns.count': 'In {count} turns: {order}.',
  'turns.order': '{turn}. {zones}',
  'turns.one': 'These zones share one turn, so they still speak at once. Give them turns in More › Zones.',
  'turns.shared': '{zones} share an output with a zone that speaks earlier, and so speak before their turn.',
  'turns.emergency': 'In an emergency all zones speak at once.',
};
