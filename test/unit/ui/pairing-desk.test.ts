import { beforeEach, describe, expect, it, vi } from 'vitest';
import './in-words.ts';
import type { PairingAccess } from '../../../gateway/src/contract/index.ts';
import type { Live } from '../../../ui/src/lib/live.svelte.ts';
import { PairingDesk } from '../../../ui/src/lib/pairing-desk.svelte.ts';

const passwordAt = '2026-11-26T11:00:00.000Z';
const access: PairingAccess = {
  passwordAt,
  host: '192.168.1.10',
  port: 1883,
  account: { username: 'ghep', password: 'mot-lan' },
};
const open = {
  provisioning: { pairing: { until: '2026-11-26T11:10:00.000Z', openedBy: 'Anh Nam', passwordAt } },
} as unknown as Live;

/** As after the page was loaded: nothing is left but what the tab keeps. */
function loaded(userId: string): PairingDesk {
  const desk = new PairingDesk(open);
  desk.begin(userId);
  return desk;
}

beforeEach(() => {
  const tab = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => tab.get(key) ?? null,
    setItem: (key: string, value: string) => void tab.set(key, value),
    removeItem: (key: string) => void tab.delete(key),
  });
});

describe('the password of pairing', () => {
  it('is still there when a phone loads the page again', () => {
    loaded('nam').given(access);
    expect(loaded('nam').access).toEqual(access);
  });

  it('is gone with a sign-out, also for the same person', () => {
    const desk = loaded('nam');
    desk.given(access);
    desk.leave();
    expect(desk.access).toBeNull();
    expect(loaded('nam').access).toBeNull();
  });

  it('is shown to nobody else who is signed in when the page is loaded again', () => {
    loaded('nam').given(access);
    expect(loaded('ba').access).toBeNull();
    expect(loaded('nam').access).toBeNull();
  });

  it('is gone once pairing was closed', () => {
    const desk = loaded('nam');
    desk.given(access);
    desk.forget();
    expect(loaded('nam').access).toBeNull();
  });

  it('lasts as long as the page where nothing may be kept', () => {
    vi.stubGlobal('sessionStorage', undefined);
    const desk = loaded('nam');
    desk.given(access);
    expect(desk.access).toEqual(access);
    expect(loaded('nam').access).toBeNull();
  });
});
