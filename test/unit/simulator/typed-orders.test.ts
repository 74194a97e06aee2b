import { expect, test } from 'vitest';
import { readTyped } from '../../../gateway/src/simulator/cameras/village/typed.ts';
import { startCamera } from '../../support/cameras.ts';

test('what is meant for the button or the box is no order to a camera', () => {
  for (const line of ['b', 't mat-khau', '', 'cc 3 mute']) expect(readTyped(line)).toBe(null);
});

test('an order for one camera, and one for the power of a cabinet', () => {
  expect(readTyped('c 3 frozen')).toMatchObject({ cameras: [2] });
  expect(readTyped(' C  B  off ')).toMatchObject({ cameras: [1, 3, 6, 7, 8] });
});

test('a word that nobody knows is answered with those that there are', () => {
  for (const line of ['c', 'c 3', 'c 0 mute', 'c 10 mute', 'c 3 toString', 'c a mute']) {
    expect(readTyped(line)).toContain('frozen');
  }
});

test('without power nobody is at the port, and with it somebody again', async ({ onTestFinished }) => {
  const camera = await startCamera(onTestFinished);
  const obey = async (line: string) => {
    const order = readTyped(line);
    if (order === null || typeof order === 'string') throw new Error(`no order: ${line}`);
    await order.act(camera);
  };
  const answers = () =>
    fetch(`http://${camera.host}:${camera.port}/`).then(
      ({ status }) => status,
      () => null,
    );
  await obey('c a off');
  expect(await answers()).toBe(null);
  await obey('c a on');
  expect(await answers()).not.toBe(null);
});
