import { describe, expect, it } from 'vitest';
import { createStory } from './story.ts';

describe('one camera', () => {
  it('is called out once it has been gone for three quarters of a minute, not before', () => {
    const village = createStory(['dinh', 'cho', 'bai']);
    village.lose('dinh');
    village.pass(29);
    expect(village.shown()).toEqual([]);
    village.pass(1);
    expect(village.shown()).toEqual(['camera-offline dinh']);
  });

  it('that comes back at once troubles nobody', () => {
    const village = createStory(['dinh', 'cho', 'bai']);
    village.lose('dinh');
    village.pass(20);
    village.mend('dinh');
    village.pass(600);
    expect(village.told()).toEqual([]);
  });

  it('with a bad picture has a minute to mend itself', () => {
    const village = createStory(['dinh']);
    village.tell('dinh', { status: 'degraded', cause: 'frozen' });
    village.pass(59);
    expect(village.shown()).toEqual([]);
    village.pass(1);
    expect(village.shown()).toEqual(['camera-degraded dinh']);
  });

  it('whose picture has hung for longer than that when it is certain is called out with it', () => {
    const village = createStory(['dinh']);
    village.tell('dinh', { status: 'degraded', cause: 'frozen' }, 75);
    expect(village.shown()).toEqual(['camera-degraded dinh']);
    expect(village.open()[0]?.since).toBe('2026-11-26T00:58:45.000Z');
  });

  it('whose login was refused calls for a person at once', () => {
    const village = createStory(['dinh']);
    village.tell('dinh', { status: 'locked', cause: 'wrong-password' });
    expect(village.shown()).toEqual(['camera-locked dinh']);
  });

  it('counts from when its stream stopped, not from when its silence was certain', () => {
    const village = createStory(['dinh']);
    village.tell('dinh', { status: 'degraded', cause: 'stream-stalled' }, 10);
    village.pass(30);
    village.lose('dinh');
    village.pass(4);
    expect(village.shown()).toEqual([]);
    village.pass(1);
    expect(village.shown()).toEqual(['camera-offline dinh']);
    expect(village.open()[0]?.since).toBe('2026-11-26T00:59:50.000Z');
  });

  it('is believed only after two good minutes', () => {
    const village = createStory(['dinh']);
    village.lose('dinh');
    village.pass(30);
    village.mend('dinh');
    expect(village.shown()).toEqual(['camera-offline (dinh) held']);
    village.pass(119);
    expect(village.shown()).toEqual(['camera-offline (dinh) held']);
    village.pass(1);
    expect(village.shown()).toEqual([]);
    expect(village.told().at(-1)).toBe('alert.cleared camera-offline (dinh) held');
  });

  it.each([-86_400_000, 86_400_000])('is believed after as long when the clock is set by %i ms meanwhile', (byMs) => {
    const village = createStory(['dinh']);
    village.lose('dinh');
    village.pass(30);
    village.mend('dinh');
    village.pass(60);
    village.setClock(byMs);
    village.pass(59);
    expect(village.shown()).toEqual(['camera-offline (dinh) held']);
    village.pass(1);
    expect(village.shown()).toEqual([]);
  });

  it('that goes and comes stays one alert, which counts', () => {
    const village = createStory(['dinh']);
    village.lose('dinh');
    village.pass(30);
    for (let time = 0; time < 5; time++) {
      village.mend('dinh');
      village.pass(60);
      village.lose('dinh');
      village.pass(60);
    }
    expect(village.told().filter((line) => line.startsWith('alert.raised'))).toHaveLength(1);
    expect(village.open()[0]?.relapses).toBe(5);
  });

  it('of which nobody can say anything is neither raised nor cleared', () => {
    const village = createStory(['dinh', 'cho']);
    village.tell('cho', { status: 'unknown', cause: null });
    village.lose('dinh');
    village.pass(30);
    village.tell('dinh', { status: 'unknown', cause: null });
    village.pass(3_600);
    expect(village.shown()).toEqual(['camera-offline dinh']);
  });

  it('that somebody works on is nobody’s alarm, and its alert ends', () => {
    const village = createStory(['dinh', 'cho']);
    village.tell('cho', { maintenance: true });
    village.lose('cho');
    village.lose('dinh');
    village.pass(60);
    expect(village.shown()).toEqual(['camera-offline dinh']);
    village.tell('dinh', { maintenance: true });
    expect(village.shown()).toEqual([]);
    village.tell('dinh', { maintenance: false }, 3_600);
    village.pass(44);
    expect(village.shown()).toEqual([]);
    village.pass(1);
    expect(village.shown()).toEqual(['camera-offline dinh']);
  });

  it('that is removed takes its alert with it', () => {
    const village = createStory(['dinh']);
    village.lose('dinh');
    village.pass(30);
    village.forget('dinh');
    expect(village.shown()).toEqual([]);
  });

  it('that gets worse is known to nobody any more, one that gets better still is', () => {
    const village = createStory(['dinh']);
    village.tell('dinh', { status: 'degraded', cause: 'slow' });
    village.pass(60);
    village.acknowledge();
    village.lose('dinh');
    expect(village.open()[0]).toMatchObject({ kind: 'camera-offline', acknowledged: null });
    village.acknowledge();
    village.tell('dinh', { status: 'degraded', cause: 'slow' });
    expect(village.open()[0]).toMatchObject({ kind: 'camera-degraded', acknowledged: { by: 'Ông Tư' } });
  });
});

const cabinets = [
  ...['a1', 'a2', 'a3', 'a4'].map((id) => ({ id, cabinet: 'Tủ A' })),
  ...['b1', 'b2', 'b3', 'b4', 'b5'].map((id) => ({ id, cabinet: 'Tủ B' })),
];

describe('cameras that are lost together', () => {
  it('on one switch within half a minute are one alert', () => {
    const village = createStory(cabinets);
    for (const id of ['a3', 'a1', 'a4', 'a2']) {
      village.lose(id);
      village.pass(9);
    }
    village.pass(300);
    expect(village.told()).toEqual(['alert.raised cameras-together a1+a2+a3+a4 [Tủ A]']);
  });

  it('are one alert for the whole village when they have no switch in common', () => {
    const village = createStory(cabinets);
    for (const { id } of cabinets) {
      village.lose(id);
      village.pass(3);
    }
    village.pass(300);
    expect(village.told()).toEqual(['alert.raised cameras-together a1+a2+a3+a4+b1+b2+b3+b4+b5 [all]']);
  });

  it('are half of a small cabinet at least: two of five are two alerts', () => {
    const village = createStory(cabinets);
    village.lose('b1');
    village.lose('b2');
    village.pass(30);
    expect(village.shown()).toEqual(['camera-offline b1', 'camera-offline b2']);
    const other = createStory(cabinets);
    other.lose('a1');
    other.lose('a2');
    other.pass(30);
    expect(other.shown()).toEqual(['cameras-together a1+a2 [Tủ A]']);
  });

  it('do not make one cause of what nobody said hangs together', () => {
    const village = createStory(['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9']);
    for (const id of ['c1', 'c2', 'c3']) village.lose(id);
    village.pass(60);
    expect(village.shown()).toEqual(['camera-offline c1', 'camera-offline c2', 'camera-offline c3']);
  });

  it('are lost together by when their streams stopped, however late each silence is certain', () => {
    const village = createStory(cabinets);
    for (const id of ['a1', 'a2', 'a3', 'a4']) village.tell(id, { status: 'degraded', cause: 'stream-stalled' });
    village.pass(20);
    village.lose('a2');
    village.pass(30);
    for (const id of ['a1', 'a3', 'a4']) village.lose(id);
    village.pass(60);
    expect(village.told()).toEqual(['alert.raised cameras-together a1+a2+a3+a4 [Tủ A]']);
  });

  it('do not swallow one that died long before', () => {
    const village = createStory(cabinets);
    village.lose('a1');
    village.pass(600);
    for (const id of ['a2', 'a3', 'a4']) village.lose(id);
    village.pass(60);
    expect(village.shown()).toEqual(['camera-offline a1', 'cameras-together a2+a3+a4 [Tủ A]']);
  });

  it('have nothing to do with one of another cabinet that has come back', () => {
    const village = createStory([
      { id: 'cau', cabinet: 'tủ B' },
      { id: 'dinh', cabinet: 'tủ A' },
      { id: 'cho', cabinet: 'tủ A' },
    ]);
    village.lose('cau');
    village.pass(30);
    village.mend('cau');
    village.lose('dinh');
    village.lose('cho');
    village.pass(30);
    expect(village.shown()).toEqual(['camera-offline (cau) held', 'cameras-together dinh+cho [tủ A]']);
  });

  it('take in one that was lost with them and is noticed late', () => {
    const village = createStory(cabinets);
    for (const id of ['a1', 'a2', 'a3']) village.lose(id);
    village.pass(25);
    village.lose('a4');
    village.pass(60);
    expect(village.shown()).toEqual(['cameras-together a1+a2+a3+a4 [Tủ A]']);
    expect(village.told().filter((line) => line.startsWith('alert.raised'))).toHaveLength(1);
  });

  it('are named as they return, and end together', () => {
    const village = createStory(cabinets);
    for (const id of ['a1', 'a2', 'a3', 'a4']) village.lose(id);
    village.pass(30);
    village.mend('a2');
    expect(village.shown()).toEqual(['cameras-together a1+(a2)+a3+a4 [Tủ A]']);
    for (const id of ['a1', 'a3', 'a4']) village.mend(id);
    expect(village.shown()).toEqual(['cameras-together (a1)+(a2)+(a3)+(a4) [Tủ A] held']);
    village.pass(120);
    expect(village.shown()).toEqual([]);
  });

  it('leave the last one an alert of its own, known to whoever knew of all', () => {
    const village = createStory(cabinets);
    for (const id of ['a1', 'a2', 'a3', 'a4']) village.lose(id);
    village.pass(30);
    village.acknowledge('gọi điện lực rồi');
    for (const id of ['a1', 'a2', 'a3']) village.mend(id);
    village.pass(120);
    expect(village.shown()).toEqual(['camera-offline a4']);
    expect(village.open()[0]).toMatchObject({
      acknowledged: { note: 'gọi điện lực rồi' },
      since: '2026-11-26T00:59:45.000Z',
    });
  });

  it('let go of one that was back for good: what happens to it later has another cause', () => {
    const village = createStory(cabinets);
    for (const id of ['a1', 'a2', 'a3', 'a4']) village.lose(id);
    village.pass(30);
    village.mend('a1');
    village.pass(600);
    village.lose('a1');
    village.pass(30);
    expect(village.shown()).toEqual(['cameras-together (a1)+a2+a3+a4 [Tủ A]', 'camera-offline a1']);
  });
});

describe('after a restart', () => {
  it('what was open is not raised again', () => {
    const village = createStory(cabinets);
    for (const id of ['a1', 'a2', 'a3', 'b1']) village.lose(id);
    village.pass(60);
    const before = village.shown();
    village.restart();
    village.pass(60);
    for (const id of ['a1', 'a2', 'a3', 'b1']) village.lose(id);
    village.pass(600);
    expect(village.shown()).toEqual(before);
    expect(village.told().filter((line) => line.startsWith('alert.raised'))).toHaveLength(2);
  });

  it('cameras that have long been dead, each by itself, do not look like one cause', () => {
    const village = createStory(cabinets);
    for (const id of ['a1', 'a2', 'a3']) {
      village.lose(id);
      village.pass(3_600);
    }
    village.restart((alert) => (alert.cameras[0]?.id === 'a1' ? -9_000_000 : -5_000_000));
    for (const id of ['a1', 'a2', 'a3']) village.lose(id);
    village.pass(600);
    expect(village.shown()).toEqual(['camera-offline a1', 'camera-offline a2', 'camera-offline a3']);
  });

  it('what was mended meanwhile is cleared once that is certain, from then', () => {
    const village = createStory(['dinh']);
    village.lose('dinh');
    village.pass(30);
    village.restart();
    village.pass(60);
    village.mend('dinh');
    village.pass(120);
    expect(village.shown()).toEqual([]);
  });
});
