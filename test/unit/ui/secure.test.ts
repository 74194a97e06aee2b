import { describe, expect, it } from 'vitest';
import {
  hostForOthers,
  originForRadios,
  beginUrl,
  deviceOf,
  inGroups,
  isInsideApp,
  secureUrl,
} from '../../../ui/src/lib/secure.ts';
import { https } from '../../support/fake-services.ts';

describe('the way to the panel over TLS', () => {
  it('is the host somebody came by, if the certificate knows it', () => {
    expect(secureUrl(https, 'loa.local')).toBe('https://loa.local:8443/');
    expect(secureUrl({ ...https, names: ['fd12::5'] }, '[fd12::5]')).toBe('https://[fd12::5]:8443/');
  });

  it('is else the gateway’s address, or a name that is not the visitor’s own computer', () => {
    expect(secureUrl(https, 'loa')).toBe('https://192.168.1.10:8443/');
    const brought = { ...https, names: ['127.0.0.1', '*.xa.vn', 'loa.xa.vn'] };
    expect(secureUrl(brought, '192.168.1.10')).toBe('https://loa.xa.vn:8443/');
  });

  it('is nowhere while the door is shut', () => {
    expect(secureUrl({ ...https, port: null }, 'loa.local')).toBeNull();
  });

  it('begins over plain http, which every phone opens', () => {
    expect(beginUrl(https)).toBe('http://192.168.1.10:8080/https');
    expect(beginUrl({ ...https, httpPort: 80 })).toBe('http://192.168.1.10/https');
  });
});

describe('the page for phones', () => {
  it('knows what it is opened with', () => {
    expect(deviceOf('Mozilla/5.0 (Linux; Android 14; SM-A155F) Chrome/130', 5)).toBe('android');
    expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari', 5)).toBe('iphone');
    expect(deviceOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari', 5)).toBe('iphone');
    expect(deviceOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari', 0)).toBe('computer');
    expect(deviceOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130', 0)).toBe('computer');
  });

  it('warns inside Zalo and Facebook, where nothing can be installed', () => {
    expect(isInsideApp('Mozilla/5.0 (Linux; Android 13) Chrome/119 Mobile Zalo android/12110')).toBe(true);
    expect(isInsideApp('Mozilla/5.0 (Linux; Android 13) Chrome/119 Mobile')).toBe(false);
  });

  it('shows a fingerprint so that an eye can compare it', () => {
    expect(inGroups('AB:CD:EF:01:23:45')).toBe('ABCD EF01 2345');
  });
});

it('a network radio is given the address that it can reach, over plain http', () => {
  const village = { address: '192.168.1.20', httpPort: 8080 };
  expect(originForRadios(village, '127.0.0.1')).toBe('http://192.168.1.20:8080');
  expect(originForRadios(village, 'loa-thon.local')).toBe('http://loa-thon.local:8080');
  expect(originForRadios({ ...village, httpPort: 80 }, '[::1]')).toBe('http://192.168.1.20');
  expect(hostForOthers('10.0.0.5', village)).toBe('10.0.0.5');
});
