/** Which network addresses a program may be sent to by a service's answer. */
import { BlockList, isIP } from 'node:net';

/**
 * Everything that is not the public internet: IANA's special-purpose registries for IPv4 and IPv6, multicast, and
 * the ranges that carry another address inside (NAT64, 6to4, Teredo), which would lead back to a private one.
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;
/** Only 2000::/3 is given out at all; these are its parts that are not ordinary hosts. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const;

const special = new BlockList();
for (const range of SPECIAL_IPV4) addRange(special, range, 'ipv4');
for (const range of SPECIAL_IPV6) addRange(special, range, 'ipv6');
const globalUnicast = new BlockList();
addRange(globalUnicast, '2000::/3', 'ipv6');
const loopback = new BlockList();
addRange(loopback, '127.0.0.0/8', 'ipv4');
addRange(loopback, '::1/128', 'ipv6');

function addRange(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', prefix = ''] = range.split('/');
  list.addSubnet(address, Number(prefix), family);
}

/** `host` as it stands in a URL: an IPv6 literal may be in brackets. */
function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

/** An IPv4 address inside an IPv6 one (`::ffff:a.b.c.d`, in any spelling) counts as the IPv4 address. */
function embeddedIpv4(address: string): string | undefined {
  // The URL parser writes the canonical form: ::ffff:7f00:1
  const canonical = bare(new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname);
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (match === null) return undefined;
  const high = Number.parseInt(match[1] ?? '', 16);
  const low = Number.parseInt(match[2] ?? '', 16);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** True for an IP literal that ordinary hosts of the public internet have. False for anything else, names included. */
export function isPublicAddress(host: string): boolean {
  const address = bare(host);
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  if (version !== 6) return false;
  const inner = embeddedIpv4(address);
  if (inner !== undefined) return isPublicAddress(inner);
  return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/** True for a loopback literal, and for `localhost`, which is promised to be one (RFC 6761). */
export function isLoopbackHost(host: string): boolean {
  const address = bare(host).replace(/\.$/, '').toLowerCase();
  if (address === 'localhost' || address.endsWith('.localhost')) return true;
  const version = isIP(address);
  if (version === 4) return loopback.check(address, 'ipv4');
  if (version !== 6) return false;
  const inner = embeddedIpv4(address);
  return inner === undefined ? loopback.check(address, 'ipv6') : loopback.check(inner, 'ipv4');
}

/** True for an IP literal of any kind, in brackets or not. */
export function isAddressLiteral(host: string): boolean {
  return isIP(bare(host)) !== 0;
}
