import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../../gateway/src/cameras/onvif/discover.ts';

const match = (xaddrs: string, scopes = '', id = 'urn:uuid:1') =>
  `<d:ProbeMatch><a:EndpointReference><a:Address>${id}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types>` +
  `<d:Scopes>${scopes}</d:Scopes><d:XAddrs>${xaddrs}</d:XAddrs></d:ProbeMatch>`;
const packet = (matches: string) =>
  `<s:Envelope xmlns:s="x"><s:Body><d:ProbeMatches>${matches}</d:ProbeMatches></s:Body></s:Envelope>`;

describe('an answer to a search', () => {
  it('of a camera on two networks leads to the one that it came from', () => {
    const both = 'http://10.9.0.2/onvif/device_service http://192.168.1.64:8080/onvif/device_service';
    expect(readAnswer(packet(match(both)), '192.168.1.64')).toMatchObject([
      { host: '192.168.1.64', port: 8080, namesElsewhere: false },
    ]);
  });

  it('that names the camera by a word leads to where it came from all the same', () => {
    const [found] = readAnswer(packet(match('http://camera-cong.local:8080/onvif')), '192.168.1.64');
    expect(found).toMatchObject({ host: '192.168.1.64', port: 8080, path: '/onvif', namesElsewhere: true });
  });

  it('of a recorder may name several cameras', () => {
    const two = match('http://192.168.1.9/a', '', 'urn:uuid:1') + match('http://192.168.1.9/b', '', 'urn:uuid:2');
    expect(readAnswer(packet(two), '192.168.1.9').map(({ path }) => path)).toEqual(['/a', '/b']);
  });

  it('says a name in one short line, whatever it says', () => {
    const nameOf = (scope: string) =>
      readAnswer(packet(match('http://192.168.1.9/', `onvif://www.onvif.org/name/${scope}`)), '192.168.1.9')[0]?.name;
    expect(nameOf('C%E1%BB%95ng%20th%C3%B4n')).toBe('Cổng thôn');
    expect(nameOf('%E1%BB')).toBe('%E1%BB');
    expect(nameOf('a'.repeat(10_000))).toHaveLength(64);
    expect(nameOf('a%0Ab%E2%80%AEc')).toBe('a b c');
  });

  it('that names no address of a camera is none', () => {
    for (const xaddrs of ['', 'not an address', 'https://', 'file:///etc/passwd']) {
      expect(readAnswer(packet(match(xaddrs)), '192.168.1.9')).toEqual([]);
    }
  });
});
