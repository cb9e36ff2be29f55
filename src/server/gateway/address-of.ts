import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';

/**
 * Who is counted by the limits: the peer, or what our own proxy says of it. Of `X-Forwarded-For` only the last entry
 * is that proxy's; what stands before it the peer may have written itself.
 *
 * Of an IPv6 address the first 64 bits: the rest is the customer's own to choose, anew for each request if they like.
 */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const peer = request.socket.remoteAddress ?? '';
  if (!trustProxy) return counted(peer);
  const lines = request.headers['x-forwarded-for'];
  const last = (Array.isArray(lines) ? lines.join(',') : (lines ?? '')).split(',').at(-1)?.trim() ?? '';
  return counted(isIP(last) === 0 ? peer : last);
}

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

function counted(address: string): string {
  const [, mapped] = MAPPED_IPV4.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address) || address === '::1') return address;
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const first = head === '' ? [] : head.split(':');
  // "::" stands for as many zeros as are missing to eight groups.
  const last = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  const groups = address.includes('::') ? [...first, ...zeros, ...last] : first;
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
