import { describe, expect, it } from 'vitest';
import { createConversation } from '../../../gateway/src/provisioning/conversation.ts';
import { sendToShelly, sendToTasmota } from '../../../gateway/src/provisioning/settings/send.ts';
import { callsOf, piecesOf } from '../../../gateway/src/provisioning/settings/shelly.ts';
import { backlogsOf } from '../../../gateway/src/provisioning/settings/tasmota.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { relayFiles, relayPlace, tlsGateway } from '../../support/rendered.ts';
import { commandsOf } from '../../support/tasmota-commands.ts';

const paste = (channels: number, name = 'Cột đình') =>
  relayFiles(relayPlace('tasmota', channels, { name }))['console'] ?? '';

describe('what a Tasmota is sent', () => {
  it.each([1, 2, 4, 8, 16, 32])('for %i channels is what a person would paste, in the same order', (channels) => {
    const sent = backlogsOf(paste(channels)).flatMap((list) => list.split('; '));
    expect(sent).toEqual(commandsOf(paste(channels)).map(([name, value]) => `${name} ${value}`));
  });

  it.each([1, 8, 32])('for %i channels fits, and has the whole account in its last list', (channels) => {
    const lists = backlogsOf(paste(channels, 'Loa '.repeat(20).trim()));
    for (const list of lists) {
      expect(list.split('; ').length).toBeLessThanOrEqual(30);
      expect(Buffer.byteLength(list)).toBeLessThanOrEqual(1_000);
    }
    expect(lists.at(-1)).toMatch(/MqttHost .*MqttUser .*MqttPassword2 .*FullTopic .*Topic .*Restart 1$/);
    expect(lists.slice(0, -1).join()).not.toMatch(/Mqtt(Host|User)/);
  });

  it('comes list by list, as it works through them', async () => {
    const clock = createFakeClock();
    const told: string[] = [];
    const { conversation, said } = createConversation(clock, (topic, payload) =>
      told.push(`${topic} ${payload.slice(0, 12)}`),
    );
    const lists = backlogsOf(paste(32));
    expect(lists.length).toBe(2);
    const sent = sendToTasmota(conversation, 'cmnd/x/', paste(32));
    expect(told).toEqual(['cmnd/x/Backlog SetOption0 0']);
    for (const _ of (lists[0] ?? '').split('; ')) said('stat/x/RESULT', '{}');
    await sent;
    expect(told).toHaveLength(2);
  });
});

describe('what a Shelly is sent', () => {
  const files = (gateway?: typeof tlsGateway) => relayFiles(relayPlace('shelly', 2), gateway);

  it.each([
    ['plainly', undefined],
    ['with TLS', tlsGateway],
  ])('is the settings that a person would run, %s: safe ones first, account and restart last', (_, gateway) => {
    const settings = files(gateway)['shelly-settings'] ?? '';
    const { safe, account } = callsOf(settings);
    const written = JSON.parse(settings) as { method: string; params?: object }[];
    expect([...safe, ...account].map(({ method, params }) => ({ method, params }))).toEqual(
      written.map(({ method, params = {} }) => ({ method, params })),
    );
    expect(account.map(({ method }) => method)).toEqual(['MQTT.SetConfig', 'Shelly.Reboot']);
    expect(safe.filter(({ mayFail }) => !mayFail).map(({ method }) => method)).toContain('Switch.SetConfig');
  });

  it('takes its script in pieces that make the whole', () => {
    const script = files()['shelly-script'] ?? '';
    expect(piecesOf(script).join('')).toBe(script);
    expect(piecesOf(script).every((piece) => piece.length <= 1_024)).toBe(true);
    expect(piecesOf('')).toEqual([]);
  });

  /** Sends it to a device that answers as told: undefined for silence. */
  async function send(answer: (method: string) => object | undefined) {
    const clock = createFakeClock();
    const methods: string[] = [];
    const line = createConversation(clock, (topic, payload) => {
      expect(topic).toBe('shelly-x/rpc');
      const { id, src, method } = JSON.parse(payload) as { id: number; src: string; method: string };
      methods.push(method);
      const reply = answer(method);
      if (reply) queueMicrotask(() => line.said(`${src}/rpc`, JSON.stringify({ id, src: 'shelly-x', ...reply })));
    });
    const { 'shelly-settings': settings = '', 'shelly-script': script = '' } = files();
    const sent = sendToShelly(line.conversation, 'shelly-x', { settings, script });
    for (let n = 0; n < 60; n++) await clock.advance(1_000);
    return { refusal: await sent, methods };
  }

  it('is all of it, each answered, and no more after the restart', async () => {
    const { refusal, methods } = await send((method) => ({ result: method === 'Script.Create' ? { id: 3 } : {} }));
    expect(refusal).toBeNull();
    expect(methods.slice(-2)).toEqual(['MQTT.SetConfig', 'Shelly.Reboot']);
    expect(methods).toContain('Script.SetConfig');
  });

  it('goes on without what not every model has', async () => {
    const { refusal, methods } = await send((method) =>
      /^(BLE|Cloud|Script)\./.test(method) ? { error: { code: 404, message: 'No handler' } } : { result: {} },
    );
    expect(refusal).toBeNull();
    expect(methods).not.toContain('Script.PutCode');
  });

  it.each([
    ['a password of its page', { error: { code: 401 } }, 'pairing.locked'],
    ['a refusal', { error: { code: -103, message: 'Invalid argument' } }, 'pairing.refused'],
    ['silence', undefined, 'pairing.no-answer'],
  ])('ends at %s, before the account is in it', async (_, answer, code) => {
    const { refusal, methods } = await send((method) => (method === 'Sys.SetConfig' ? answer : { result: {} }));
    expect(refusal?.code).toBe(code);
    expect(methods).not.toContain('MQTT.SetConfig');
  });
});
