import type { calendar as vi } from '../vi/calendar.ts';

export const calendar: Record<keyof typeof vi, string> = {
  'calendar.title': 'Calendars',
  'calendar.out': 'The schedule on your phone',
  'calendar.out.text':
    'Paste this address into a calendar app on the gateway’s network (iPhone’s Calendar, ICSx⁵ on Android, Thunderbird …) where it says subscribe. It keeps itself up to date; whoever has the address can look.',
  'calendar.address': 'Calendar address',
  'calendar.open': 'Make a calendar address',
  'calendar.renew': 'Change the address',
  'calendar.renewed': 'Changed. The old address works no more.',
  'calendar.opened': 'The calendar address is made.',
  'calendar.close': 'Stop sharing',
  'calendar.closed': 'No longer shared. The old address works no more.',
  'calendar.none': 'The schedule is shared with nobody yet.',
  'calendar.in': 'Take in a calendar file',
  'calendar.in.text':
    'As exported from Google Calendar, Outlook … See what each event becomes before it is taken in. They come as drafts and air once approved.',
  'calendar.choose': 'Choose a file (.ics)',
  'calendar.choose-other': 'Choose another file',
  'calendar.file.too-large': '“{name}” is too large. At most 1 MB.',
  'calendar.file.not-calendar': '“{name}” is no calendar (.ics). Choose another file.',
  'calendar.file.unreadable': '“{name}” cannot be read. Choose again.',
  'calendar.reading': 'Reading “{name}” …',
  'calendar.found': '{count} {count|event|events} in “{name}”, {usable} can be taken in.',
  'calendar.found.none': 'There is no event in “{name}”.',
  'calendar.unusable': 'Cannot be taken in',
  'calendar.left-out': 'Left out: {what}',
  'calendar.what': 'What airs?',
  'calendar.what.text':
    'The same for all chosen events for now; change each programme later, its chimes and music too.',
  'calendar.submit': 'Take in {count} {count|draft|drafts}',
  'calendar.submit.none': 'Choose events, content and zones',
  'calendar.done': 'Made {count} {count|draft|drafts}.',
  'calendar.near.title': 'Some are near quiet hours. Take them in?',
  'calendar.near.keep': 'Take them in',
  'calendar.near.change': 'Choose again',
};
