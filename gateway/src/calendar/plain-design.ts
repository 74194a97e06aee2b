import ICAL from 'ical.js';

/** The parts of ical.js's design that we touch; its own types say `Object`. */
type Design = Record<'value' | 'param' | 'property', Record<string, object>>;

const { value, ...design } = ICAL.design.icalendar as unknown as Design;

/**
 * What ical.js (this folder is its door) is told of iCalendar: names, parameters, quoting and text are its business;
 * dates and rules stay as they are written, since it mends silently what is wrong in them (30 February, INTERVAL=0).
 */
export const plainDesign = {
  ...design,
  value: { text: value.text },
  propertyGroups: false,
  property: { ...design.property, 'x-wr-calname': { defaultType: 'text' } },
};
