import { describe, expect, test } from 'vitest';
import { createLocate, plainHost } from '../../../gateway/src/cameras/whereabouts.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { villageBounds } from '../../../gateway/src/core/addresses.ts';

describe('a host as somebody types it', () => {
  test.each([
    ['192.168.1.64', '192.168.1.64'],
    [' 192.168.1.64 ', '192.168.1.64'],
    ['Camera-1.local', 'camera-1.local'],
    ['[fd12::64]', 'fd12::64'],
    ['fd12::64', 'fd12::64'],
    ['cam_dinh', 'cam_dinh'],
  ])('%s is one', (typed, host) => expect(plainHost(typed)).toBe(host));

  test.each([
    'http://192.168.1.64',
    'rtsp://admin:12345@192.168.1.64/live',
    'admin:12345@192.168.1.64',
    'file:///etc/passwd',
    'gopher://192.168.1.64',
    '192.168.1.64:8000',
    '192.168.1.64/onvif',
    '192.168.1.64?a=b',
    '192.168.1.64#a',
    '3232235840',
    '0x7f.1',
    '127.1',
    '0177.0.0.1',
    'cổng-thôn',
    'a b',
    'a\r\nHost: b',
    '',
    '[',
    'x'.repeat(10_000),
  ])('%j is none', (typed) => {
    expect(() => plainHost(typed)).toThrow(expect.objectContaining({ code: 'camera.host-not-plain' }) as Error);
  });
});

describe('where a camera may be', () => {
  const { camera: mayBe } = villageBounds(() => ['192.168.1.2', 'fd12::2']);
  const locate = createLocate({ clock: createSystemClock(), mayBe });
  const never = new AbortController().signal;

  test('in the village network', async () => {
    await expect(locate('192.168.1.64', never)).resolves.toBe('192.168.1.64');
    await expect(locate('10.0.0.7', never)).resolves.toBe('10.0.0.7');
    await expect(locate('fd12::64', never)).resolves.toBe('fd12::64');
  });

  test.each([
    ['this computer', '127.0.0.1'],
    ['this computer by its name', 'localhost'],
    ['this computer by its address in the village', '192.168.1.2'],
    ['this computer in IPv6', '::1'],
    ['this computer, wrapped', '::ffff:192.168.1.2'],
    ['no address', '0.0.0.0'],
    ['the metadata of a cloud', '169.254.169.254'],
    ['everybody', '255.255.255.255'],
    ['a group', '239.255.255.250'],
    ['the internet', '203.0.114.1'],
  ])('not at %s', async (_what, host) => {
    await expect(locate(host, never)).rejects.toMatchObject({ code: 'camera.address-forbidden' });
  });

  test('a name that nobody knows is said to be one', async () => {
    await expect(locate('khong-co.invalid', never)).rejects.toMatchObject({ code: 'camera.host-unknown' });
  });
});
