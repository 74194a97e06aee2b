import { describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import { HomeAssistantInput } from '../../../gateway/src/contract/index.ts';
import { faultOf } from '../../../gateway/src/home-assistant/faults.ts';
import { readKept, settle, urlOf } from '../../../gateway/src/home-assistant/settings.ts';

const broker = { host: '192.168.1.20', port: 1883, tls: false, authority: null, username: 'loa-thon' };
const input: HomeAssistantInput = { on: true, prefix: 'homeassistant', language: 'vi', broker, password: 'bí mật' };
const { password: _password, ...again } = input;
const unset = readKept(null);
const kept = settle(input, unset);

describe('the settings', () => {
  it('are off, and of no broker, until somebody chooses', () => {
    expect(unset).toMatchObject({ on: false, broker: null, prefix: 'homeassistant', language: 'vi' });
  });

  it('keep a password that nobody repeats', () => {
    expect(settle({ ...again, on: false }, kept)).toEqual({ ...kept, on: false });
    expect(settle({ ...input, password: 'mới' }, kept).password).toBe('mới');
  });

  it.each([
    ['computer', { host: '192.168.1.66' }],
    ['port', { port: 1884 }],
    ['name', { username: 'ke-xau' }],
    ['line in clear', { tls: true }],
  ])('never take it to another %s', (_what, change) => {
    expect(() => settle({ ...again, broker: { ...broker, ...change } }, kept)).toThrow(
      expect.objectContaining({ code: 'home-assistant.password-needed', status: 422 }),
    );
  });

  it('are asked for a password the first time', () => {
    expect(() => settle(again, unset)).toThrow(expect.objectContaining({ code: 'home-assistant.password-needed' }));
  });

  it('refuse what would fail at every try: half a certificate, a name that is none', () => {
    const authority = '-----BEGIN CERTIFICATE-----\nMIIB';
    expect(() => settle({ ...input, broker: { ...broker, authority } }, unset)).toThrow(
      expect.objectContaining({ code: 'home-assistant.authority-unreadable' }),
    );
    expect(() => settle({ ...input, broker: { ...broker, host: 'a:b' } }, unset)).toThrow(
      expect.objectContaining({ code: 'home-assistant.no-such-host' }),
    );
  });

  it('that a hand spoiled in the database are unset', () => {
    expect(readKept('{"on":tr')).toEqual(unset);
  });

  it.each(['loa-thon', 'loa-thon/ngot/relay/cot-1', '', 'a//b', '/a', 'a/', '#', 'a/+', '$SYS', 'nhà'])(
    "take no prefix '%s'",
    (prefix) => expect(Value.Check(HomeAssistantInput, { ...input, prefix })).toBe(false),
  );
  it.each(['homeassistant', 'nha/home_1', 'loa-thon-ngot'])("take the prefix '%s'", (prefix) =>
    expect(Value.Check(HomeAssistantInput, { ...input, prefix })).toBe(true),
  );

  it('name a broker by its address', () => {
    expect(urlOf(broker)).toBe('mqtt://192.168.1.20:1883');
    expect(urlOf({ ...broker, tls: true, host: 'fd00::20', port: 8883 })).toBe('mqtts://[fd00::20]:8883');
  });
});

describe('why there is no line', () => {
  it.each([
    ['a login that is refused', { code: 5 }, 'login'],
    ['a wrong password', { code: 4 }, 'login'],
    ['a subscription that is refused', { packet: { cmd: 'suback', granted: [128] } }, 'not-allowed'],
    ['a name that nobody has', { code: 'ENOTFOUND' }, 'no-such-host'],
    ['a port where nothing listens', { code: 'ECONNREFUSED' }, 'nobody-there'],
    ['a certificate of its own making', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'not-trusted'],
    ['one for another name', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'not-trusted'],
    ['plain MQTT where TLS is expected', { code: 'EPROTO' }, 'not-trusted'],
    ['somebody who hangs up at once', { code: 'ECONNRESET' }, 'hung-up'],
    ['one cause behind another', new Error('failed', { cause: { code: 'ENOTFOUND' } }), 'no-such-host'],
    ['no answer', new Error('connack timeout'), 'unreachable'],
    ['nothing at all', undefined, 'unreachable'],
  ])('is said for %s', (_what, error, code) => {
    expect(faultOf(error)).toEqual({ code: `home-assistant.${code}`, params: {} });
  });
});
