import { describe, expect, it } from 'vitest';
import { readOrder } from '../../../gateway/src/simulator/relays/relay-order.ts';

const relay = { id: 'loa-01', driver: 'tasmota', username: 'relay-loa-01', password: 'x', channels: 2 };
const order = { url: 'mqtt://127.0.0.1:1883', village: 'ngot', relays: [relay] };

describe('an order of simulated relays', () => {
  it('is read as it was written', () => {
    expect(readOrder(JSON.stringify(order))).toEqual(order);
  });

  it.each([
    ['', 'nothing'],
    ['{', 'half of one'],
    ['[]', 'a list'],
    [JSON.stringify({ ...order, relays: [{ ...relay, driver: 'abacus' }] }), 'an unknown family'],
    [JSON.stringify({ ...order, relays: [{ ...relay, channels: 0 }] }), 'a relay without channels'],
  ])('%s is refused: %s', (text) => {
    expect(() => readOrder(text)).toThrow(expect.objectContaining({ code: 'simulator.order' }));
  });
});
