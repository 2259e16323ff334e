import { describe, expect, test } from 'vitest';
import { isAddressLiteral, isLoopbackHost, isPublicAddress } from '#core/providers/address-guard.ts';

/** As it stands in a URL: the parser unfolds the spellings first. */
function hostOf(text: string): string {
  return new URL(`https://${text}/`).hostname;
}

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '198.18.0.1',
    '192.0.2.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:a00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b::8.8.8.8]',
    '[2002:7f00:1::]',
    '[2001::1]',
    '[2001:db8::1]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[ff02::1]',
  ])('[PRV11] %s is not public', (text) => {
    const host = hostOf(text);
    expect(isAddressLiteral(host)).toBe(true);
    expect(isPublicAddress(host)).toBe(false);
  });

  test.each([
    '8.8.8.8',
    '47.88.1.2',
    '172.32.0.1',
    '100.128.0.1',
    '[2606:4700::1111]',
    '[2400:3200::1]',
    '[::ffff:8.8.8.8]',
  ])('[PRV11] %s is public', (text) => {
    expect(isPublicAddress(hostOf(text))).toBe(true);
  });

  test('[PRV11] a name is no address', () => {
    expect([isPublicAddress('example.com'), isAddressLiteral('example.com')]).toEqual([false, false]);
  });

  test.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'api.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ])('[PRV60] %s is this machine', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  test.each(['localhost.example.com', 'mylocalhost', '10.0.0.1', '[::ffff:10.0.0.1]', '128.0.0.1', 'example.com'])(
    '[PRV60] %s is not this machine',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false);
    },
  );
});
