import type { handling as vi } from '../vi/handling.ts';

export const handling: Record<keyof typeof vi, string> = {
  'moment.near': '{time} {day}',
  ago: '{age} ago',
  'ago.now': 'just now',
  'removal.done': '“{name}” is deleted.',
  'copy.do': 'Copy',
  'copy.done': 'Copied',
  'copy.by-hand': 'Selected: hold to copy',
  'list.older': 'Show older ones',
  'list.gone': 'This one is gone.',
  'list.gone.text': 'Somebody may just have deleted it. See the others.',
  'list.gone.back': 'Back to the list',
  'only.ask': 'Only {who} may change things here.',
  'only.library': 'the village head or an announcer',
  'only.equipment': 'the village head or a technician',
  'do.rename': 'Rename',
  'do.up': 'Move up: {name}',
  'do.down': 'Move down: {name}',
  'do.take-out': 'Take out: {name}',
  saved: '“{name}” is saved.',
};
