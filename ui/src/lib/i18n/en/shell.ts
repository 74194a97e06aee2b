import type { shell as vi } from '../vi/shell.ts';

export const shell: Record<keyof typeof vi, string> = {
  'shell.skip': 'Skip to the main content',
  'shell.places': 'Main places',
  'place.on-air': 'On air',
  'place.schedule': 'Schedule',
  'place.library': 'Library',
  'place.more': 'More',

  'light.green': 'All is well',
  'light.others': 'And {count} more.',
  'light.title': 'How the village is doing',
  'light.open': 'See how the village is doing',
  'light.connecting': 'Asking the gateway…',
  'light.lost': 'The gateway cannot be reached. Trying again…',
  'light.lost.since': 'The gateway cannot be reached since {when}. What you see is of that time.',
  'light.colour.green': 'Well',
  'light.colour.amber': 'Needs a look',
  'light.colour.red': 'Something is wrong',
  'light.confirm-clock': 'This time is right',
  'light.confirm-clock.done': 'Noted: the clock of the gateway is right.',
  'light.clock-question': 'The gateway shows {time}. Is that right?',

  'bar.label': 'Sounding on the loudspeakers',
  'bar.lost': 'Not known whether the loudspeakers still sound',
  'bar.warming': 'Switching amplifiers on',
  'bar.left': '{time} left',
  'bar.stop': 'Stop now',
  'bar.stopping': 'Stopping…',
  'bar.level': 'Sound level',
  'bar.more': 'and {count} more',
  'bar.announce': '{title} is on air in {zones}.',
  'bar.announce.over': 'The loudspeakers are silent.',

  'not-found.title': 'There is no such page',
  'not-found.text': 'The address may be old or mistyped.',
  'not-found.home': 'Go to On air',
};
