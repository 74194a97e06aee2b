import { describe, expect, it } from 'vitest';
import {
  cameraTrouble,
  refusalIn,
  judge,
  refusesLogin,
  verdictOf,
  type Evidence,
} from '../../../../gateway/src/cameras/onvif/verdict.ts';

const reply = (change: Partial<Extract<Evidence, { kind: 'reply' }>>): Evidence => ({
  ...{
    kind: 'reply',
    status: 200,
    contentType: 'application/soap+xml',
    dateOffMs: null,
    text: '',
    envelope: true,
    fault: null,
  },
  ...change,
});
const fault = (text: string, ...codes: string[]): Evidence =>
  reply({ status: 400, fault: { codes: ['env:Sender', ...codes], text } });
const page = (status: number): Evidence =>
  reply({ status, contentType: 'text/html', envelope: false, text: '<html>Login</html>' });

/** Texts as cameras were recorded to say them; see simulator/cameras/soap/envelope.ts for where. */
const cases: readonly (readonly [story: string, evidence: Evidence, verdict: string | null])[] = [
  ['nobody at the port', { kind: 'no-connection', errno: 'ECONNREFUSED' }, 'refused'],
  ['no such machine', { kind: 'no-connection', errno: 'EHOSTUNREACH' }, 'unreachable'],
  ['a name that nobody knows', { kind: 'no-connection', errno: 'ENOTFOUND' }, 'unreachable'],
  ['the kernel gave up', { kind: 'no-connection', errno: 'ETIMEDOUT' }, 'timed-out'],
  ['no answer in time', { kind: 'late' }, 'timed-out'],
  ['an SSH server', { kind: 'no-http' }, 'not-onvif'],
  ['a line that breaks', { kind: 'broken-off' }, 'broken-reply'],
  ['an answer without end', { kind: 'too-long' }, 'broken-reply'],
  ['all well', reply({}), null],
  ['a login page', page(200), 'not-onvif'],
  ['no such page', page(404), 'not-onvif'],
  ['a web server that is still starting', page(503), 'broken-reply'],
  ['SOAP that cannot be read', reply({ envelope: false, text: '<?xml version="1.0"?><s:Env' }), 'broken-reply'],
  ['something else', reply({ contentType: 'text/plain', envelope: false, text: 'hello' }), 'not-onvif'],
  ['a bare 401', page(401), 'wrong-password'],
  [
    'Hikvision',
    fault('The action requested requires authorization and the sender is not authorized', 'ter:NotAuthorized'),
    'wrong-password',
  ],
  [
    'Dahua',
    fault('Sender not Authorized. Invalid username or password! You still have 26 attempt(s).', 'ter:NotAuthorized'),
    'wrong-password',
  ],
  [
    'Dahua at its last',
    fault('Sender not Authorized. Invalid username or password! You still have 0 attempt(s).', 'ter:NotAuthorized'),
    'locked',
  ],
  ['Tapo', fault('Authority failure', 'ter:NotAuthorized'), 'wrong-password'],
  ['a locked account', fault('The user is locked', 'ter:NotAuthorized'), 'locked'],
  ['a status for it', reply({ status: 423, envelope: false }), 'locked'],
  [
    'a stale token',
    fault('An error was discovered processing the <wsse:Security> header', 'wsse:InvalidSecurity'),
    'clock-skew',
  ],
  ['no such operation', fault('Optional Action Not Implemented', 'ter:ActionNotSupported'), 'unsupported'],
];

describe('what came of asking a camera', () => {
  it.each(cases)('%s', (_story, evidence, verdict) => {
    expect(judge(evidence, { clockKnown: true })).toBe(verdict);
  });

  it('is the clock, where the same words may mean both and the clock is off', () => {
    const evidence = fault('The security token could not be authenticated or authorized', 'ter:NotAuthorized');
    const off = { ...evidence, dateOffMs: -3_600_000 } as Evidence;
    expect(judge(off, { clockKnown: false })).toBe('clock-skew');
    expect(judge(off, { clockKnown: true })).toBe('wrong-password');
    expect(judge(evidence, { clockKnown: false })).toBe('wrong-password');
  });

  it('has a code, and never says a login', () => {
    const trouble = cameraTrouble('wrong-password', '192.168.1.64:80');
    expect(trouble).toMatchObject({ code: 'camera.wrong-password', params: { address: '192.168.1.64:80' } });
    expect([refusalIn(trouble), refusesLogin(trouble)]).toEqual(['wrong-password', true]);
    const skew = cameraTrouble('clock-skew', '');
    expect([refusalIn(skew), refusesLogin(skew)]).toEqual([null, true]);
    expect([verdictOf(new Error('a bug')), refusalIn(cameraTrouble('timed-out', ''))]).toEqual([null, null]);
  });
});
