import { expect, test } from 'vitest';
import type { Line } from '../../../../gateway/src/cameras/onvif/line.ts';
import { askFacts, askProfiles } from '../../../../gateway/src/cameras/onvif/set-up.ts';
import { readSoap } from '../../../../gateway/src/cameras/onvif/soap.ts';

/** A camera that says this, whatever it is asked. */
function saying(body: string): Line {
  const envelope = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`;
  const said = readSoap(envelope)?.body ?? '';
  return { words: { of: () => ({ path: '/', action: '', body: '' }) }, ask: async () => said } as unknown as Line;
}
const signal = new AbortController().signal;
const long = 'x'.repeat(100_000);

test('a camera that talks without end about itself fills no panel', async () => {
  const facts = `<GetDeviceInformationResponse><Manufacturer>${long}</Manufacturer></GetDeviceInformationResponse>`;
  expect((await askFacts(saying(facts), signal)).manufacturer).toHaveLength(128);

  const profile = (token: string) =>
    `<Profiles token="${token}"><Name>${long}</Name><VideoEncoderConfiguration><Encoding>${long}</Encoding>` +
    '<Resolution><Width>640</Width><Height>360</Height></Resolution></VideoEncoderConfiguration></Profiles>';
  const two = await askProfiles(
    saying(`<GetProfilesResponse>${profile('p')}${profile(long)}</GetProfilesResponse>`),
    signal,
  );
  // A token that is cut off names nothing.
  expect(two.map(({ token, name, encoding }) => [token, name.length, encoding?.length])).toEqual([['p', 64, 32]]);

  const little = '<VideoEncoderConfiguration><Resolution><Width>640</Width></Resolution></VideoEncoderConfiguration>';
  const many = Array.from({ length: 1_000 }, (_, n) => `<Profiles token="p${n}">${little}</Profiles>`).join('');
  expect(await askProfiles(saying(`<GetProfilesResponse>${many}</GetProfilesResponse>`), signal)).toHaveLength(128);
});
