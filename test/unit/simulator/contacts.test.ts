import { describe, expect, it } from 'vitest';
import { createContacts } from '../../../gateway/src/simulator/relays/contacts.ts';
import { pulseTimeMs } from '../../../gateway/src/simulator/relays/tasmota.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

function createBoard() {
  const clock = createFakeClock();
  const told: string[] = [];
  const contacts = createContacts({
    channels: 2,
    clock,
    fell: (channel) => contacts.set(channel, false, 'timer'),
    onStory: ({ channel, state }) => told.push(`${channel} ${state}`),
  });
  return { clock, contacts, told };
}

describe('the contacts of a simulated relay', () => {
  it('open by themselves when their time is up', async () => {
    const { clock, contacts } = createBoard();
    contacts.set(1, true, 'order');
    contacts.countDown(1, 90_000);
    await clock.advance(89_999);
    expect(contacts.isOn(1)).toBe(true);
    await clock.advance(1);
    expect(contacts.isOn(1)).toBe(false);
  });

  it('count anew from the last time they were told', async () => {
    const { clock, contacts } = createBoard();
    contacts.set(1, true, 'order');
    contacts.countDown(1, 90_000);
    await clock.advance(60_000);
    contacts.countDown(1, 90_000);
    await clock.advance(60_000);
    expect(contacts.isOn(1)).toBe(true);
    await clock.advance(30_000);
    expect(contacts.isOn(1)).toBe(false);
  });

  it('each count for themselves', async () => {
    const { clock, contacts, told } = createBoard();
    contacts.set(1, true, 'order');
    contacts.set(2, true, 'order');
    contacts.countDown(1, 1_000);
    contacts.countDown(2, 2_000);
    await clock.advance(2_000);
    expect(told).toEqual(['1 on', '2 on', '1 off', '2 off']);
  });

  it('write down what really happened, and when, but not what changes nothing', async () => {
    const { clock, contacts } = createBoard();
    const start = clock.now();
    contacts.set(2, true, 'order');
    await clock.advance(500);
    contacts.set(2, true, 'order');
    contacts.set(2, false, 'hand');
    expect(contacts.story).toEqual([
      { at: start, channel: 2, state: 'on', by: 'order' },
      { at: start + 500, channel: 2, state: 'off', by: 'hand' },
    ]);
  });

  it('open, and forget their time, when the power goes', async () => {
    const { clock, contacts, told } = createBoard();
    contacts.set(1, true, 'order');
    contacts.countDown(1, 1_000);
    contacts.release();
    await clock.advance(5_000);
    expect(told).toEqual(['1 on', '1 off']);
  });
});

it('PulseTime 190 is the ninety seconds of our lease', () => {
  expect([0, 5, 111, 112, 190].map(pulseTimeMs)).toEqual([0, 500, 11_100, 12_000, 90_000]);
});
