import { describe, expect, it } from 'vitest';
import { nameConstraints, permitsAddress } from '../../../gateway/src/https/name-constraints.ts';
import { isPrivateAddress, namesFor, ownPublicRanges, plainAddress } from '../../../gateway/src/https/names.ts';

describe('what a certificate of the village vouches for', () => {
  it('is the computer by name in private domains, by address, and itself', () => {
    expect(namesFor({ hostName: 'Loa-Thon', addresses: ['192.168.1.5', 'fd12::5'] })).toEqual({
      domains: ['localhost', 'loa-thon.local', 'loa-thon.lan', 'loa-thon.home.arpa', 'loa-thon.internal'],
      addresses: ['127.0.0.1', '::1', '192.168.1.5', 'fd12::5'],
    });
  });

  it('leaves out what the authority may not vouch for, or phones would refuse all of it', () => {
    const { addresses } = namesFor({ hostName: 'loa', addresses: ['113.160.1.1', '2001:db8::1', '10.1.2.3'] });
    expect(addresses).toEqual(['127.0.0.1', '::1', '10.1.2.3']);
  });

  it('of a host name with a domain takes the host alone', () => {
    expect(namesFor({ hostName: 'loa.xa-minh-tan.vn', addresses: [] }).domains).toContain('loa.local');
    expect(namesFor({ hostName: 'loa.xa-minh-tan.vn', addresses: [] }).domains).not.toContain('loa.xa-minh-tan.vn');
  });

  it.each(['', 'loa_thon', '-loa', 'máy-loa', 'localhost'])('does without a host name like “%s”', (hostName) => {
    expect(namesFor({ hostName, addresses: [] }).domains).toEqual(['localhost']);
  });

  it('names an address once, however it is written', () => {
    expect(plainAddress('FD00:0:0:0:0:0:0:1')).toBe('fd00::1');
    const { addresses } = namesFor({ hostName: 'loa', addresses: ['fd00::1', 'fd00:0::1', '127.0.0.1'] });
    expect(addresses).toEqual(['127.0.0.1', '::1', 'fd00::1']);
  });

  it.each([
    ['10.255.255.255', true],
    ['11.0.0.0', false],
    ['172.15.255.255', false],
    ['172.16.0.1', true],
    ['172.31.255.255', true],
    ['172.32.0.0', false],
    ['192.168.100.1', true],
    ['100.127.255.255', true],
    ['100.128.0.0', false],
    ['203.113.131.1', false],
    ['fdff::1', true],
    ['fe00::1', false],
    ['2405:4800::1', false],
  ])('%s is private: %s', (address, isPrivate) => {
    expect(isPrivateAddress(address)).toBe(isPrivate);
  });
});

describe('name constraints', () => {
  it('hold for the address of a network that numbers itself like the internet, if it was so at their making', () => {
    const ranges = ownPublicRanges(['192.0.2.2', '192.168.1.5', '2001:db8::1']);
    expect(ranges).toEqual([{ address: '192.0.2.2', bits: 32 }]);
    const der = Buffer.from(nameConstraints(['lan'], ranges));
    expect(permitsAddress(der, '192.0.2.2')).toBe(true);
    expect(permitsAddress(der, '192.0.2.3')).toBe(false);
    expect(permitsAddress(der, '2001:db8::1')).toBe(false);
    const where = { hostName: 'loa', addresses: ['192.0.2.2', '192.0.2.3'] };
    expect(namesFor(where, (address) => permitsAddress(der, address)).addresses).toContain('192.0.2.2');
    expect(namesFor(where, (address) => permitsAddress(der, address)).addresses).not.toContain('192.0.2.3');
  });

  it('are the bytes of RFC 5280: a domain, and an address with its mask', () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    expect(hex(nameConstraints(['lan'], []))).toBe('3009a007' + '3005' + '8203' + '6c616e');
    expect(hex(nameConstraints([], [{ address: '172.16.0.0', bits: 12 }]))).toBe(
      '300ea00c' + '300a' + '8708' + 'ac100000' + 'fff00000',
    );
    expect(hex(nameConstraints([], [{ address: 'fc00::', bits: 7 }]))).toBe(
      '3026a024' + '3022' + '8720' + 'fc' + '00'.repeat(15) + 'fe' + '00'.repeat(15),
    );
  });
});
