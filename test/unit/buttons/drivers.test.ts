import { describe, expect, it } from 'vitest';
import { drivers } from '../../../gateway/src/buttons/drivers/index.ts';

const says = (driver: keyof typeof drivers, subtopic: string, payload: string) =>
  drivers[driver].decode(subtopic, payload);
const press = (key: number, gesture: string, mark: string | null = null) => [{ kind: 'pressed', key, gesture, mark }];

describe('a Tasmota button', () => {
  it('is read on its RESULT, at a Button pin or a Switch pin', () => {
    const result = (payload: string) => says('tasmota', 'stat/RESULT', payload);
    expect(result('{"Button1":{"Action":"SINGLE"}}')).toEqual(press(1, 'single'));
    expect(result('{"Button1":{"Action":"DOUBLE"}}')).toEqual(press(1, 'double'));
    expect(result('{"Button2":{"Action":"HOLD"}}')).toEqual(press(2, 'hold'));
    expect(result('{"Switch1":{"Action":"HOLD"}}')).toEqual(press(1, 'hold'));
    expect(result('{"Switch1":{"Action":"TOGGLE"}}')).toEqual(press(1, 'single'));
  });

  it('has not been pressed by being let go, by a report, or by more presses than two', () => {
    for (const action of ['CLEAR', 'TRIPLE', 'QUAD', 'PENTA', 'OFF', 'INC_DEC', '', 'hold']) {
      expect(says('tasmota', 'stat/RESULT', `{"Button1":{"Action":"${action}"}}`)).toEqual([]);
    }
    expect(says('tasmota', 'tele/SENSOR', '{"Switch1":"ON"}')).toEqual([]);
    expect(says('tasmota', 'stat/RESULT', '{"Switch1":"HOLD","Button1":"HOLD","SetOption32":30}')).toEqual([]);
    expect(says('tasmota', 'stat/RESULT', '{"POWER":"ON"}')).toEqual([]);
  });

  it('that speaks nonsense is not understood', () => {
    for (const nonsense of ['', 'HOLD', '{"Button1":', '[]', 'null', '"HOLD"']) {
      expect(says('tasmota', 'stat/RESULT', nonsense)).toBeNull();
    }
    expect(says('tasmota', 'stat/RESULT', '{"Button1":{"Action":{"x":1}},"Button10":{"Action":"HOLD"}}')).toEqual([]);
  });
});

describe('a board of our own', () => {
  it('says its gesture in a word, with a number of its own or without', () => {
    expect(says('generic', '1/press', 'hold')).toEqual(press(1, 'hold'));
    expect(says('generic', '2/press', 'DOUBLE 17')).toEqual(press(2, 'double', '17'));
    for (const nonsense of ['', 'hold hold', 'on', 'hold -1', ' hold', 'hold 12345678901', '{"Action":"HOLD"}']) {
      expect(says('generic', '1/press', nonsense)).toBeNull();
    }
    expect(says('generic', '0/press', 'hold')).toEqual([]);
    expect(says('generic', 'state', 'ready')).toEqual([]);
  });
});
