import { expect, it } from 'vitest'
import { clientAddress, networkOf } from './client-address.ts'

const from = (forwarded: string | undefined, socket: string | undefined, hops: number) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return clientAddress(new Request('https://refer.example/', { headers }), socket, hops)
}

it.each([
  // What is forwarded, the socket's address, proxies in front, the client.
  ['203.0.113.7', '10.0.0.1', 0, '10.0.0.1'],
  [undefined, '10.0.0.1', 1, '10.0.0.1'],
  ['203.0.113.7', '10.0.0.1', 1, '203.0.113.7'],
  ['6.6.6.6, 203.0.113.7', '10.0.0.1', 1, '203.0.113.7'],
  ['6.6.6.6,203.0.113.7 , 10.0.0.2', '10.0.0.1', 2, '203.0.113.7'],
  ['203.0.113.7', '10.0.0.1', 3, '203.0.113.7'],
  ['203.0.113.7:51234', '10.0.0.1', 1, '203.0.113.7'],
  ['[2001:db8::1]:443', '10.0.0.1', 1, '2001:db8::1'],
  ['2001:DB8:0:0::1', '10.0.0.1', 1, '2001:db8::1'],
  ['::ffff:203.0.113.7', '10.0.0.1', 1, '203.0.113.7'],
  ['unknown', '10.0.0.1', 1, '10.0.0.1'],
  ['<script>', '10.0.0.1', 1, '10.0.0.1'],
  ['999.1.1.1', '10.0.0.1', 1, '10.0.0.1'],
  [',,', '10.0.0.1', 1, '10.0.0.1'],
  ['x'.repeat(9000), '10.0.0.1', 1, '10.0.0.1'],
  [undefined, '::ffff:127.0.0.1', 0, '127.0.0.1'],
  [undefined, 'fe80::1%eth0', 0, 'fe80::1%eth0'],
  [undefined, undefined, 1, undefined],
  ['203.0.113.7', undefined, 0, undefined],
])('of %j by %j behind %i proxies is the client %s', (forwarded, socket, hops, client) => {
  expect(from(forwarded, socket, hops)).toBe(client)
})

it('counts a household’s IPv6 addresses as one', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::9'))
  expect(networkOf('2001:db8:1:2::9')).not.toBe(networkOf('2001:db8:1:3::9'))
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
})
