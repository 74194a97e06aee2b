import { expect, test } from 'vitest';
import { createBackOff, waitAfter } from '../../../gateway/src/identity/back-off.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

test('four wrong tries are free, then the wait doubles up to five minutes', () => {
  expect([1, 4, 5, 6, 7, 10, 11, 1000].map(waitAfter)).toEqual([
    0, 0, 5_000, 10_000, 20_000, 160_000, 300_000, 300_000,
  ]);
});

test('the fifth wrong try has to wait, says how long, and is let in after it', async () => {
  const clock = createFakeClock();
  const backOff = createBackOff(clock);
  for (let n = 0; n < 5; n++) backOff.attempt('lan');
  await clock.advance(2_000);
  expect(() => backOff.attempt('lan')).toThrow(
    expect.objectContaining({ code: 'identity.too-many-tries', status: 429, params: { seconds: 3 } }),
  );
  await clock.advance(3_000);
  backOff.attempt('lan');
});

test('a refused try does not make the wait longer', async () => {
  const clock = createFakeClock();
  const backOff = createBackOff(clock);
  for (let n = 0; n < 5; n++) backOff.attempt('lan');
  for (let n = 0; n < 100; n++) expect(() => backOff.attempt('lan')).toThrow('Too many');
  await clock.advance(5_000);
  backOff.attempt('lan');
});

test('guessing one login from many addresses waits, and so does guessing many logins from one', () => {
  const backOff = createBackOff(createFakeClock());
  for (let n = 0; n < 5; n++) backOff.attempt('login truong-thon', `address ${n}`);
  expect(() => backOff.attempt('login truong-thon', 'address 99')).toThrow('Too many');
  for (let n = 0; n < 5; n++) backOff.attempt(`login ${n}`, 'address same');
  expect(() => backOff.attempt('login other', 'address same')).toThrow('Too many');
  backOff.attempt('login other', 'address 99');
});

test('coming in forgives the wrong tries before', () => {
  const backOff = createBackOff(createFakeClock());
  for (let n = 0; n < 4; n++) backOff.attempt('lan');
  backOff.forgive('lan');
  for (let n = 0; n < 5; n++) backOff.attempt('lan');
});

test('an hour later nobody remembers', async () => {
  const clock = createFakeClock();
  const backOff = createBackOff(clock);
  for (let n = 0; n < 8; n++) {
    await clock.advance(300_000);
    backOff.attempt('lan');
  }
  await clock.advance(3_600_000);
  for (let n = 0; n < 4; n++) backOff.attempt('lan');
});

test('a flood of invented logins does not fill the memory', () => {
  const backOff = createBackOff(createFakeClock());
  for (let n = 0; n < 5; n++) backOff.attempt('first');
  for (let n = 0; n < 10_000; n++) backOff.attempt(`invented ${n}`);
  backOff.attempt('first');
});
