import { describe, expect, it } from 'vitest';
import { asSeenFromHere, pathNamed } from '../../../../gateway/src/cameras/onvif/address.ts';

const from = { host: '10.0.0.5', port: 8081, path: '/onvif/device_service' };
const itself = 'http://192.168.1.108:80/onvif/device_service';

describe('an address that a camera names', () => {
  it.each([
    ['leads to where the camera is', 'rtsp://192.168.1.108:554/live?a=1', 'rtsp://10.0.0.5:554/live?a=1'],
    ['keeps no port that it did not name', 'rtsp://192.168.1.108/live', 'rtsp://10.0.0.5/live'],
    ['takes our port where it is its own services’', 'http://192.168.1.108/snap.jpg', 'http://10.0.0.5:8081/snap.jpg'],
    ['loses a login', 'rtsp://admin:bi-mat@192.168.1.108:554/', 'rtsp://10.0.0.5:554/'],
    ['is not followed into files', 'file:///etc/passwd', null],
    ['is not followed elsewhere', 'gopher://192.168.1.108/', null],
    ['may be no address at all', 'rtsp://[', null],
    ['may be missing', '', null],
  ])('%s', (_story, uri, seen) => {
    expect(asSeenFromHere(uri, from, itself)).toBe(seen);
  });

  it('of version 6 is written as such', () => {
    expect(asSeenFromHere('rtsp://x:554/a', { ...from, host: 'fd00::5' }, null)).toBe('rtsp://[fd00::5]:554/a');
  });

  it('says only a path', () => {
    expect(pathNamed('http://8.8.8.8/onvif/services?Id=3')).toBe('/onvif/services?Id=3');
    expect([pathNamed('ftp://a/b'), pathNamed('khong'), pathNamed('')]).toEqual([null, null, null]);
  });
});
