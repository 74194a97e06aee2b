import { expect, test } from 'vitest';
import { createListeningCard, type Heard } from '../../../gateway/src/simulator/listening-card.ts';
import { noise, tone } from '../../support/sound.ts';

function card(ppm = 0) {
  const story: Heard[] = [];
  const played: number[] = [];
  const made = createListeningCard({
    ppm,
    wallAt: (monotonic) => 1_000_000 + monotonic,
    onHeard: (heard) => story.push(heard),
    onPlayed: (samples) => samples.forEach((sample) => played.push(sample)),
  });
  return Object.assign(made, { story, heardSamples: played });
}

const silence = (ms: number) => new Int16Array(ms * 48);

test('the instant of an onset is exact to the sample, however late it is looked at', () => {
  const ear = card();
  ear.receive(silence(300), 0);
  ear.receive(tone(500), 5);
  ear.receive(silence(400), 5);
  ear.playTo(10_000);
  expect(ear.story.slice(0, 2)).toEqual([
    { kind: 'onset', at: 1_000_300, frame: 300 * 48 },
    { kind: 'end', at: 1_000_800, frame: 800 * 48 },
  ]);
});

test('a short pause is part of the sound', () => {
  const ear = card();
  for (const part of [tone(100), silence(150), tone(100), silence(300)]) ear.receive(part, 0);
  ear.playTo(1_000);
  expect(ear.story.map((heard) => heard.kind)).toEqual(['onset', 'end']);
});

test('running dry is an underrun once sound comes again, and shifts what follows', () => {
  const ear = card();
  ear.receive(tone(100), 0);
  ear.playTo(150);
  expect(ear.underruns).toBe(0);
  ear.receive(tone(100), 180);
  ear.playTo(230);
  expect(ear.underruns).toBe(1);
  expect(ear.story).toContainEqual({ kind: 'gap', at: 1_000_100, frame: 4_800, ms: 80 });
  expect(ear.played).toBe(150 * 48);
});

test('what it played is what it was given, bit for bit, in any pieces', () => {
  const ear = card();
  const sound = noise(200);
  for (let i = 0; i < sound.length; i += 700) ear.receive(sound.slice(i, i + 700), i / 48);
  for (let now = 0; now < 300; now += 7) ear.playTo(now);
  expect(Int16Array.from(ear.heardSamples)).toEqual(sound);
});

test('what comes for frames that wait takes their place; what comes for frames that sounded is not heard', () => {
  const ear = card();
  const [first, second] = [noise(500, 1), noise(500, 2)];
  ear.receive(first, 0);
  ear.receive(second, 100, 200 * 48);
  ear.receive(second, 300.5, 300 * 48);
  ear.playTo(900);
  expect(Int16Array.from(ear.heardSamples)).toEqual(
    Int16Array.from([...first.slice(0, 200 * 48), ...second.slice(0, 100.5 * 48), ...second.slice(24)]),
  );
  expect(ear.underruns).toBe(0);
});

test('a stall holds the sound back and loses none of it', () => {
  const ear = card();
  ear.receive(tone(500), 0);
  ear.stall(300, 100);
  ear.playTo(390);
  expect(ear.played).toBe(100 * 48);
  ear.playTo(500);
  expect(ear.played).toBe(200 * 48);
  expect(ear.underruns).toBe(0);
});

test('a fast crystal plays faster', () => {
  const ear = card(200);
  ear.receive(tone(12_000), 0);
  ear.playTo(10_000);
  expect(ear.played).toBe(480_096);
});

test('a pulled cable ends the sound, and the next one begins at frame 0', () => {
  const ear = card();
  ear.receive(tone(500), 0);
  ear.unplug(100);
  ear.receive(tone(500), 1_000);
  ear.playTo(1_100);
  expect(ear.story.map(({ kind, at }) => [kind, Math.round(at - 1_000_000)])).toEqual([
    ['onset', 0],
    ['end', 100],
    ['onset', 1_000],
  ]);
  expect(ear.played).toBe(100 * 48);
});
