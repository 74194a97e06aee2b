import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../gateway/src/core/village-time.ts';
import type { CertificateFacts } from '../../../gateway/src/https/certificate.ts';
import { authorityValidity, certificateValidity, renewalOf } from '../../../gateway/src/https/validity.ts';

const now = Date.parse('2026-11-26T05:00:00.000Z');
const names = { domains: ['localhost', 'loa.local'], addresses: ['192.168.1.5'] };
const authority: CertificateFacts = {
  subject: 'CN=Loa Thon ngot',
  issuer: 'CN=Loa Thon ngot',
  name: 'Loa Thon ngot',
  validFrom: authorityValidity(now).from,
  validTo: authorityValidity(now).to,
  domains: [],
  addresses: [],
  fingerprint: 'AB',
};
function madeAt(instant: number, vouching = names): CertificateFacts {
  const { from, to } = certificateValidity(instant, authority);
  return { ...authority, subject: 'CN=server', validFrom: from, validTo: to, ...vouching };
}

describe('how long a certificate holds', () => {
  it('is what Apple, Android and Chrome take: 397 days at most', () => {
    const { from, to } = certificateValidity(now, authority);
    expect((to - from) / dayMs).toBe(397);
    expect(from).toBeLessThan(now);
  });

  it('is never longer than its authority', () => {
    const late = authority.validTo - 100 * dayMs;
    expect(certificateValidity(late, authority).to).toBe(authority.validTo);
  });

  it('is ten years for the authority, which began before anybody could need it', () => {
    const { from, to } = authorityValidity(now);
    expect(new Date(from).toISOString()).toBe('2026-01-01T00:00:00.000Z');
    expect(Math.round((to - now) / dayMs)).toBe(3652);
  });

  it('is right though the clock stood at 1970 when the authority was made', () => {
    const { from, to } = authorityValidity(0);
    expect(from).toBeLessThan(now);
    expect(to).toBeGreaterThan(now + 9 * 365 * dayMs);
  });
});

describe('a certificate is made anew', () => {
  const after = (days: number) => renewalOf(madeAt(now), authority, names, now + days * dayMs);

  it('not while it is right', () => {
    expect(after(0)).toBeNull();
    expect(after(364)).toBeNull();
  });

  it('thirty days before its end', () => {
    expect(after(366)).toBe('ends-soon');
  });

  it('when there is none', () => {
    expect(renewalOf(null, authority, names, now)).toBe('missing');
  });

  it('when the computer has another address, but not when one is gone', () => {
    const moved = { ...names, addresses: ['192.168.1.77'] };
    expect(renewalOf(madeAt(now), authority, moved, now)).toBe('names-missing');
    expect(renewalOf(madeAt(now), authority, { ...names, addresses: [] }, now)).toBeNull();
  });

  it('when the authority is another', () => {
    const other = { ...authority, subject: 'CN=Loa Thon ngot 2' };
    expect(renewalOf(madeAt(now), other, names, now)).toBe('authority-changed');
  });

  it('when the clock was ahead at its making and is right now', () => {
    expect(renewalOf(madeAt(now + 30 * dayMs), authority, names, now)).toBe('not-yet-valid');
  });

  it('not again and again once it ends with its authority', () => {
    const late = authority.validTo - 5 * dayMs;
    expect(renewalOf(madeAt(late), authority, names, late)).toBeNull();
  });
});
