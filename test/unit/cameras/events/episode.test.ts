import { expect, test } from 'vitest';
import {
  emptyDiary,
  fallSilent,
  hear,
  isIdle,
  look,
  type Diary,
  type Step,
} from '../../../../gateway/src/cameras/events/episode.ts';

const t0 = Date.parse('2026-11-26T16:41:00.000Z');

/** A camera whose story is told second by second. */
function camera() {
  let diary: Diary = emptyDiary;
  let second = 0;
  const story: string[] = [];
  const now = () => ({ at: t0 + second * 1_000, runs: second * 1_000 });
  const tell = (told: { diary: Diary; steps: readonly Step[] }) => {
    diary = told.diary;
    for (const step of told.steps) {
      const at = (step.at - t0) / 1_000;
      story.push(step.do === 'end' ? `end ${at} ${step.ending} ×${step.times}` : `${step.do} ${at}`);
    }
  };
  const notice = (on: boolean, known: boolean, what: 'motion' | 'tamper' | 'line-crossed') =>
    tell(hear(diary, { what, on, known }, now()));
  return {
    story,
    on: (what: 'motion' | 'tamper' | 'line-crossed' = 'motion') => notice(true, false, what),
    off: (what: 'motion' | 'tamper' = 'motion') => notice(false, false, what),
    known: (on: boolean) => notice(on, true, 'motion'),
    silent: () => tell(fallSilent(diary, now())),
    wait(seconds: number) {
      for (let left = seconds; left > 0; left--) {
        second++;
        tell(look(diary, now()));
      }
    },
    idle: () => isIdle(diary),
  };
}

test('somebody walks by: the event begins and ends as the camera says', () => {
  const gate = camera();
  gate.on();
  gate.wait(7);
  gate.off();
  gate.wait(20);
  expect(gate.story).toEqual(['begin 0', 'end 7 said ×1']);
  expect(gate.idle()).toBe(true);
});

test('motion that never ends is over after 30 s without a word, and says that this is assumed', () => {
  const gate = camera();
  gate.on();
  gate.wait(60);
  expect(gate.story).toEqual(['begin 0', 'end 30 assumed ×1']);
});

test('a camera that repeats that it moves is believed for as long as it does', () => {
  const gate = camera();
  for (let n = 0; n < 5; n++) {
    gate.on();
    gate.wait(25);
  }
  gate.wait(60);
  expect(gate.story).toEqual(['begin 0', 'end 130 assumed ×1']);
});

test('who turns round and comes back is the same event, noticed twice', () => {
  const gate = camera();
  gate.on();
  gate.wait(3);
  gate.off();
  gate.wait(14);
  gate.on();
  gate.wait(3);
  gate.off();
  gate.wait(30);
  expect(gate.story).toEqual(['begin 0', 'end 20 said ×2']);
});

test('what comes after a while is another event', () => {
  const gate = camera();
  gate.on();
  gate.off();
  gate.wait(16);
  gate.on();
  gate.off();
  gate.wait(16);
  expect(gate.story).toEqual(['begin 0', 'end 0 said ×1', 'begin 16', 'end 16 said ×1']);
});

test('how things stand when we begin to listen is no event', () => {
  const gate = camera();
  gate.known(true);
  gate.known(false);
  gate.wait(60);
  expect(gate.story).toEqual([]);
});

test('how things stand when we listen anew ends, or keeps up, what was going on', () => {
  const gate = camera();
  gate.on();
  gate.wait(25);
  gate.known(true);
  gate.wait(25);
  gate.known(false);
  gate.wait(20);
  expect(gate.story).toEqual(['begin 0', 'end 50 said ×1']);
});

test('"off" without "on" is no event', () => {
  const gate = camera();
  gate.off();
  gate.off('tamper');
  gate.wait(60);
  expect(gate.story).toEqual([]);
});

test('a line that is crossed has no end: it is one moment', () => {
  const gate = camera();
  gate.on('line-crossed');
  gate.wait(5);
  gate.on('line-crossed');
  gate.wait(60);
  expect(gate.story).toEqual(['begin 0', 'end 5 said ×2']);
});

test('motion and tampering are told apart', () => {
  const gate = camera();
  gate.on();
  gate.on('tamper');
  gate.wait(2);
  gate.off('tamper');
  gate.wait(2);
  gate.off();
  gate.wait(20);
  expect(gate.story).toEqual(['begin 0', 'begin 0', 'end 2 said ×1', 'end 4 said ×1']);
});

test('a camera that is not heard any more ends nothing that it did not end', () => {
  const gate = camera();
  gate.on();
  gate.on('line-crossed');
  gate.wait(4);
  gate.silent();
  gate.wait(60);
  expect(gate.story).toEqual(['begin 0', 'begin 0', 'end 4 unheard ×1', 'end 0 said ×1']);
});

test('a thousand notices a second are one event', () => {
  const gate = camera();
  for (let second = 0; second < 5; second++) {
    for (let n = 0; n < 500; n++) {
      gate.on();
      gate.off();
    }
    gate.wait(1);
  }
  gate.wait(30);
  expect(gate.story).toEqual(['begin 0', 'end 4 said ×2500']);
});

test('a tree in the wind is a few events an hour, not hundreds', () => {
  const tree = camera();
  for (let minute = 0; minute < 60 * 4; minute++) {
    tree.on();
    tree.wait(10);
    tree.off();
    tree.wait(50);
  }
  const begun = tree.story.filter((line) => line.startsWith('begin')).map((line) => Number(line.slice(6)));
  const inLastHour = begun.filter((at) => at >= 3 * 3600);
  expect(inLastHour.length).toBeLessThanOrEqual(13);
  expect(inLastHour.length).toBeGreaterThanOrEqual(6);
});

test('a tree in the wind does not hide who comes at two: a long event goes on as the next', () => {
  const tree = camera();
  for (let n = 0; n < 130; n++) {
    tree.on();
    tree.wait(10);
  }
  expect(tree.story).toEqual(['begin 0', 'end 600 goes-on ×1', 'begin 600', 'end 1200 goes-on ×1', 'begin 1200']);
});
