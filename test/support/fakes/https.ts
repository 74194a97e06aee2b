import type { HttpsState } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

export const https: HttpsState = {
  source: 'village',
  port: 8443,
  httpPort: 8080,
  address: '192.168.1.10',
  names: ['localhost', 'loa.local', '192.168.1.10'],
  validTo: '2027-12-23T22:00:00.000Z',
  authority: { name: 'Loa Thon ngot 2026-11-23 3f9a', fingerprint: 'AB:CD', validTo: '2036-11-23T22:00:00.000Z' },
  problem: null,
};

export const fakeHttps: Fake<'https'> = ({ tell }) => ({
  state: () => https,
  authorityFile: () => Buffer.from('the certificate authority'),
  renewAuthority: async () => tell('new authority', https),
});
