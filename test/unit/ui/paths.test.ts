import { describe, expect, it } from 'vitest';
import { isWithin, matchPath } from '../../../ui/src/lib/paths.ts';

describe('addresses of the panel', () => {
  it('names the parts of an address', () => {
    expect(matchPath('/schedule/slots/:slotId', '/schedule/slots/a1')).toEqual({ slotId: 'a1' });
  });

  it('takes an address with a slash at its end for the same place', () => {
    expect(matchPath('/schedule', '/schedule/')).toEqual({});
    expect(matchPath('/', '/')).toEqual({});
  });

  it('does not take a longer or a shorter address for the same place', () => {
    expect(matchPath('/schedule', '/schedule/slots')).toBeNull();
    expect(matchPath('/schedule/slots/:slotId', '/schedule/slots')).toBeNull();
    expect(matchPath('/schedule', '/')).toBeNull();
  });

  it('reads letters that were encoded, and lets a garbled one stand', () => {
    expect(matchPath('/more/:section', '/more/lo%C3%A0')).toEqual({ section: 'loà' });
    expect(matchPath('/more/:section', '/more/%E0%A4%A')).toEqual({ section: '%E0%A4%A' });
  });

  it('marks a place in the bar for everything below it and nothing beside it', () => {
    expect(isWithin('/more', '/more/zones/a')).toBe(true);
    expect(isWithin('/more', '/moreover')).toBe(false);
    expect(isWithin('/', '/schedule')).toBe(false);
  });
});
