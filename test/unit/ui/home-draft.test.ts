import { expect, it } from 'vitest';
import './in-words.ts';
import { HomeDraft } from '../../../ui/src/screens/more/home-assistant/home-draft.svelte.ts';
import { homeAssistant } from '../../support/fake-services.ts';

it('whoever opens it for the first time comes to turn it on, and needs a password', () => {
  const draft = new HomeDraft({ ...homeAssistant, on: false, broker: null });
  expect([draft.on, draft.port, draft.passwordKept]).toEqual([true, '1883', false]);
  draft.host = ' 192.168.1.20 ';
  draft.username = ' loa-thon ';
  draft.password = 'bí mật ';
  expect(draft.input).toEqual({
    on: true,
    prefix: 'homeassistant',
    language: 'vi',
    broker: { host: '192.168.1.20', port: 1883, tls: false, authority: null, username: 'loa-thon' },
    password: 'bí mật ',
  });
});

it('what is turned off goes without its password being typed again', () => {
  const draft = new HomeDraft(homeAssistant);
  draft.on = false;
  expect(draft.passwordKept).toBe(true);
  expect(draft.input).not.toHaveProperty('password');
});

it('a password is asked for again wherever it would go elsewhere', () => {
  for (const change of [
    { host: '192.168.1.66' },
    { port: '1884' },
    { username: 'ai-do' },
    { tls: true },
    { tls: true, authority: 'PEM' },
  ]) {
    const draft = new HomeDraft(homeAssistant);
    Object.assign(draft, change);
    expect(draft.passwordKept, JSON.stringify(change)).toBe(false);
  }
});

it('a certificate that nobody asks for without TLS is left out', () => {
  const draft = new HomeDraft(homeAssistant);
  draft.tls = true;
  draft.authority = ' PEM ';
  expect(draft.input.broker.authority).toBe('PEM');
  draft.tls = false;
  expect(draft.input.broker.authority).toBeNull();
});
